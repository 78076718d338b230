package dev.inkan.envelope.key;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import java.util.List;

/**
 * A public key that we accept: P-256, P-384, P-521, RSA of 2048 to 4096 bits, or Ed25519. One that exists is legal;
 * {@link PublicKeys} reads them. Two are equal when their SubjectPublicKeyInfo is.
 */
public interface VerificationKey {

  /** The SubjectPublicKeyInfo in DER. */
  Bytes spki();

  /** What the key is, as {@code key generate --algorithm} calls it: {@code p256}, {@code rsa3072}. */
  String algorithm();

  /** The schemes that a signature by this key may have, the one that we write first. */
  List<SignatureAlgorithm> schemes();

  /** Whether {@code signature} over {@code message} holds under one of {@link #schemes}. Never throws on bad input. */
  boolean verifies(Bytes message, Bytes signature);

  /** The SHA-256 of {@link #spki}. */
  default Digest fingerprint() {
    return Digest.sha256(spki());
  }
}
