package dev.inkan.registry.auth;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one of docker's or podman's files says ({@code config.json}, {@code auth.json}, {@code .dockercfg}).
 *
 * @param name the file, for messages
 * @param auths credentials by host, or by host and path
 * @param helpers helper programs by host
 * @param store the helper program for all other hosts, or null
 */
record AuthFile(String name, Map<String, Credential> auths, Map<String, String> helpers, @Nullable String store) {
  /** A program name that cannot be a path or an option. */
  private static final Pattern HELPER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,63}");

  AuthFile {
    auths = Map.copyOf(auths);
    helpers = Map.copyOf(helpers);
  }

  /**
   * Reads {@code config.json} or {@code auth.json}.
   *
   * @throws UnusableCredentials when any part that concerns credentials is not what it must be
   */
  static AuthFile parse(String name, Bytes json) throws UnusableCredentials {
    return of(name, object(name, json));
  }

  /** The same of a file that is read already. */
  static AuthFile of(String name, JsonObject file) throws UnusableCredentials {
    try {
      JsonValue auths = file.get("auths");
      JsonValue store = file.get("credsStore");
      return new AuthFile(
          name,
          auths == null ? Map.of() : credentials(name, auths.asObject("auths")),
          helpers(file.strings("credHelpers")),
          store == null || store.asString("credsStore").isEmpty() ? null : helper(store.asString("credsStore")));
    } catch (MalformedContent e) {
      throw new UnusableCredentials(name, String.valueOf(e.getMessage()), e);
    }
  }

  /** Reads the older {@code .dockercfg}, which is what {@code auths} became. */
  static AuthFile parseLegacy(String name, Bytes json) throws UnusableCredentials {
    try {
      return new AuthFile(name, credentials(name, object(name, json)), Map.of(), null);
    } catch (MalformedContent e) {
      throw new UnusableCredentials(name, String.valueOf(e.getMessage()), e);
    }
  }

  private static JsonObject object(String name, Bytes json) throws UnusableCredentials {
    try {
      return StrictJson.parseObject(json, "file");
    } catch (MalformedContent e) {
      throw new UnusableCredentials(name, String.valueOf(e.getMessage()), e);
    }
  }

  private static Map<String, String> helpers(Map<String, String> named) throws MalformedContent {
    for (String helper : named.values()) {
      helper(helper);
    }
    return named;
  }

  private static String helper(String helper) throws MalformedContent {
    if (!HELPER.matcher(helper).matches()) {
      throw new MalformedContent("a credential helper named " + Printable.quoted(helper));
    }
    return helper;
  }

  private static Map<String, Credential> credentials(String name, JsonObject auths)
      throws MalformedContent, UnusableCredentials {
    var credentials = new LinkedHashMap<String, Credential>();
    for (var entry : auths.members().entrySet()) {
      String place = "auths." + Printable.quoted(entry.getKey());
      Credential credential = credential(name, place, entry.getValue().asObject(place));
      if (credential != null) {
        credentials.put(entry.getKey(), credential);
      }
    }
    return credentials;
  }

  /** Null for the empty entry that docker leaves when a helper holds the credential. */
  private static @Nullable Credential credential(String name, String place, JsonObject entry)
      throws MalformedContent, UnusableCredentials {
    String identity = text(entry, "identitytoken");
    String token = text(entry, "registrytoken");
    if (!identity.isEmpty()) {
      return new Credential.IdentityToken(new Secret(identity));
    }
    if (!token.isEmpty()) {
      if (!Token.isUsable(token)) {
        throw new UnusableCredentials(name, place + ".registrytoken is a token that no header can carry");
      }
      return new Credential.RegistryToken(new Secret(token));
    }
    String auth = text(entry, "auth");
    String user = text(entry, "username");
    if (!auth.isEmpty()) {
      return password(name, place, auth);
    }
    return user.isEmpty() ? null : new Credential.Password(user, new Secret(text(entry, "password")));
  }

  private static String text(JsonObject entry, String member) throws MalformedContent {
    JsonValue value = entry.get(member);
    return value == null ? "" : value.asString(member);
  }

  private static Credential password(String name, String place, String auth) throws UnusableCredentials {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Without the cause, which could quote the secret.
      throw new UnusableCredentials(name, place + ".auth is not base64");
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw new UnusableCredentials(name, place + ".auth is not base64 of USER:PASSWORD");
    }
    String user = pair.substring(0, colon);
    String password = pair.substring(colon + 1).replaceFirst("\0+$", "");
    return user.equals(CredentialHelper.TOKEN_USER)
        ? new Credential.IdentityToken(new Secret(password))
        : new Credential.Password(user, new Secret(password));
  }
}
