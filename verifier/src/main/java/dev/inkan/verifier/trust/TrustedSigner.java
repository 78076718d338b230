package dev.inkan.verifier.trust;

import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Digest;

/** A signer that is trusted, under the name that the policy gives it. */
public record TrustedSigner(String name, VerificationKey key) {
  public TrustedSigner {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a signer without a name");
    }
  }

  /** The SHA-256 of the key's SubjectPublicKeyInfo: which key material this is. */
  public Digest fingerprint() {
    return key.fingerprint();
  }
}
