package dev.inkan.verifier.trust;

import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;

/** Whose signature it must be. */
public sealed interface Who {

  /** What makes it this one and no other: two of one fingerprint are one. */
  Digest fingerprint();

  /** Whoever has this key. */
  record Key(VerificationKey key) implements Who {
    /** The SHA-256 of the key's SubjectPublicKeyInfo. */
    @Override
    public Digest fingerprint() {
      return key.fingerprint();
    }
  }

  /**
   * Whoever this issuer vouched to be this subject; both exactly, character by character. Throws
   * {@link IllegalArgumentException} when one is blank: that would be anybody.
   *
   * @param root the Sigstore instance whose word counts for that
   */
  record Identity(String issuer, String subject, TrustedRoot root) implements Who {
    public Identity {
      if (issuer.isBlank() || subject.isBlank()) {
        throw new IllegalArgumentException("an identity without an issuer or a subject would be anybody's");
      }
    }

    /** The SHA-256 of issuer and subject, whatever the instance. */
    @Override
    public Digest fingerprint() {
      return Digest.sha256(Bytes.utf8(issuer + "\n" + subject));
    }

    @Override
    public String toString() {
      return subject + " (" + issuer + ")";
    }
  }
}
