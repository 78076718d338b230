package dev.inkan.gate.decision;

import dev.inkan.registry.content.Digest;
import java.util.regex.Pattern;

/** What hints put into a command that a reader may paste into a shell. */
final class Hints {
  /** Nothing that any shell expands; an IPv6 host's brackets are not among it. */
  private static final Pattern SAFE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:/@+-]*");

  private Hints() {}

  /** The image by digest, or a placeholder when its name is not safe to paste. */
  static String image(Facts facts) {
    Digest digest = facts.digest();
    String name = facts.asked().repository() + (digest == null ? "" : "@" + digest);
    return SAFE.matcher(name).matches() ? name : "IMAGE";
  }
}
