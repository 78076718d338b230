package dev.inkan.verifier.check;

import dev.inkan.envelope.claim.Claim;
import dev.inkan.verifier.reason.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one envelope. A bad signature is a value, not an error. */
public sealed interface Verification {

  /**
   * The named signer made this claim about the digest.
   *
   * @param unchecked what came with it and was not looked at: {@code certificate}, {@code log entry}, {@code timestamp}
   * @param certified what a certificate and its logs prove; null for a signer who is trusted by key
   */
  record Verified(
      String signer, String format, Claim claim, List<String> unchecked, @Nullable Certified certified)
      implements Verification {
    public Verified {
      unchecked = List.copyOf(unchecked);
    }
  }

  /** It proves nothing, and why. */
  record Rejected(Reason reason) implements Verification {}
}
