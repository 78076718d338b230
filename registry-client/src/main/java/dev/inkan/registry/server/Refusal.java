package dev.inkan.registry.server;

import dev.inkan.registry.RegistryException;

/** A request that is answered with an error (distribution-spec "Error Codes"). */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  Refusal(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** What the store said, as the protocol says it; {@code unknown} is the code for what does not exist. */
  static Refusal of(RegistryException e, String unknown) {
    String message = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case NOT_FOUND -> new Refusal(404, unknown, message);
      case UNAUTHORIZED, DENIED -> new Refusal(403, "DENIED", message);
      case RATE_LIMITED -> new Refusal(429, "TOOMANYREQUESTS", message);
      case UNSUPPORTED -> new Refusal(400, "UNSUPPORTED", message);
      case TOO_LARGE -> new Refusal(413, "SIZE_INVALID", message);
      case CONFLICT -> new Refusal(412, "DENIED", message);
      case UNAVAILABLE, UNREACHABLE, TLS, TIMEOUT -> new Refusal(503, "UNKNOWN", message);
      case PROTOCOL, INTEGRITY, REFUSED, LOCAL -> new Refusal(502, "UNKNOWN", message);
    };
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
