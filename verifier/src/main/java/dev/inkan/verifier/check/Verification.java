package dev.inkan.verifier.check;

import dev.inkan.envelope.claim.Claim;

/** What became of one envelope. A bad signature is a value, not an error. */
public sealed interface Verification {

  /** The named signer's key made this claim about the digest. */
  record Verified(String signer, String format, Claim claim) implements Verification {}

  /** It proves nothing, and why. */
  record Rejected(Reason reason) implements Verification {}
}
