package dev.inkan.verifier.sigstore;

import dev.inkan.envelope.key.VerificationKey;

/** Whose signature is asked for. */
public sealed interface Signer {

  /** Whoever has this key. */
  record Key(VerificationKey key) implements Signer {}

  /** Whoever this issuer vouched to be this subject; both exactly, character by character. */
  record Identity(String issuer, String subject) implements Signer {
    public Identity {
      if (issuer.isBlank() || subject.isBlank()) {
        throw new IllegalArgumentException("an identity without an issuer or a subject would be anybody's");
      }
    }

    boolean is(CertificateIdentity identity) {
      return identity.issuer().equals(issuer) && identity.subject().equals(subject);
    }

    @Override
    public String toString() {
      return subject + " (" + issuer + ")";
    }
  }
}
