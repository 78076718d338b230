package dev.inkan.verifier.sigstore;

import dev.inkan.verifier.reason.Reason;

/** Why something is not proven; ends the check it happens in. Carries a {@link Reason}, never leaves the package. */
final class Finding extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  Finding(Reason.Code code, String detail) {
    super(detail);
    this.reason = new Reason(code, detail);
  }

  Reason reason() {
    return reason;
  }
}
