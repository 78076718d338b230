package dev.inkan.envelope.key;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A public key that we accept: P-256, P-384, P-521, RSA of 2048 to 4096 bits, or Ed25519. One that exists is legal;
 * {@link PublicKeys} reads them. Two are equal when their SubjectPublicKeyInfo is. Safe for use by several threads.
 */
public final class VerificationKey {
  /** RSA of 4096 bits has 512; what is far longer is not worth a single big number. */
  private static final int MAX_SIGNATURE = 1024;

  private final Bytes spki;
  private final KeyMaterial material;

  VerificationKey(Bytes spki, KeyMaterial material) {
    this.spki = spki;
    this.material = material;
  }

  /** The SubjectPublicKeyInfo in DER (RFC 5280 4.1.2.7), of which every key has exactly one. */
  public Bytes spki() {
    return spki;
  }

  /** What the key is, as {@code key generate --algorithm} calls it: {@code p256}, {@code rsa3072}. */
  public String algorithm() {
    return material.algorithm();
  }

  /**
   * The schemes that a signature by this key may have, the one that we write first. The key alone decides: nothing in a
   * message or signature can widen this.
   */
  public List<SignatureAlgorithm> schemes() {
    return material.schemes();
  }

  /** Whether {@code signature} over {@code message} holds under one of {@link #schemes}. Never throws on bad input. */
  public boolean verifies(Bytes message, Bytes signature) {
    return schemeOf(message, signature).isPresent();
  }

  /** Under which of {@link #schemes} {@code signature} over {@code message} holds; empty when under none. */
  public Optional<SignatureAlgorithm> schemeOf(Bytes message, Bytes signature) {
    if (signature.size() > MAX_SIGNATURE) {
      return Optional.empty();
    }
    return schemes().stream().filter(scheme -> material.holds(scheme, scheme.input(message), signature)).findFirst();
  }

  /**
   * Whether {@code signature} holds over whatever has these hashes; a scheme whose hash is not among them, or that does
   * not hash first, holds for nothing. Never throws on bad input.
   *
   * @param hashes by the JDK's names, such as {@code SHA-256}
   */
  public boolean verifiesHashed(Map<String, Bytes> hashes, Bytes signature) {
    return signature.size() <= MAX_SIGNATURE && schemes().stream().anyMatch(scheme -> {
      Bytes hash = scheme.hashName().map(hashes::get).orElse(null);
      return hash != null && material.holds(scheme, hash.toByteArray(), signature);
    });
  }

  /** The SHA-256 of {@link #spki}. */
  public Digest fingerprint() {
    return Digest.sha256(spki);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerificationKey that && spki.equals(that.spki);
  }

  @Override
  public int hashCode() {
    return spki.hashCode();
  }

  @Override
  public String toString() {
    return algorithm() + " " + fingerprint();
  }
}
