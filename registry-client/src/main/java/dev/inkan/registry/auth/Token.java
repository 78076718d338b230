package dev.inkan.registry.auth;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.StrictJson;
import java.time.Duration;

/**
 * A token service's answer (distribution "Token Authentication").
 *
 * @param lifetime how long it may be used, a margin taken off
 */
record Token(Secret value, Duration lifetime) {
  private static final long SHORTEST = 60;
  private static final long LONGEST = Duration.ofDays(1).toSeconds();
  /** For clocks that run differently, and for the time under way. */
  private static final long MARGIN = 10;
  private static final int MAX_LENGTH = 64 * 1024;

  /**
   * Reads {@code token} or {@code access_token}, and {@code expires_in}: 60 s when absent or less.
   *
   * @throws MalformedContent when there is no token in it that a header can carry; quotes nothing
   */
  static Token parse(Bytes body) throws MalformedContent {
    JsonObject json = StrictJson.parseObject(body, "answer");
    JsonValue token = json.get("token");
    JsonValue text = token == null ? json.required("access_token") : token;
    JsonValue expires = json.get("expires_in");
    long seconds = expires == null ? SHORTEST : json.size("expires_in");
    long bounded = Math.min(Math.max(seconds, SHORTEST), LONGEST);
    return new Token(new Secret(usable(text.asString("token"))), Duration.ofSeconds(bounded - MARGIN));
  }

  private static String usable(String token) throws MalformedContent {
    if (!isUsable(token)) {
      throw new MalformedContent("a token that no header can carry");
    }
    return token;
  }

  /** Whether a header can carry it: printable characters of ASCII, at most 64 KiB. */
  static boolean isUsable(String token) {
    boolean plain = token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return !token.isEmpty() && token.length() <= MAX_LENGTH && plain;
  }
}
