package dev.inkan.verifier.trust;

import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Digest;

/** A signer that is trusted, under the name that the policy gives it. */
public record TrustedSigner(String name, Who who) {
  public TrustedSigner {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a signer without a name");
    }
  }

  /** Whoever has this key. */
  public TrustedSigner(String name, VerificationKey key) {
    this(name, new Who.Key(key));
  }

  /** {@link Who#fingerprint}. */
  public Digest fingerprint() {
    return who.fingerprint();
  }
}
