package dev.inkan.envelope.key;

import dev.inkan.registry.content.Bytes;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 public key (RFC 8032 5.1), and both its schemes. */
record EdwardsPoint(Ed25519PublicKeyParameters key) implements KeyMaterial {
  private static final byte[] NO_CONTEXT = {};

  /**
   * Reads a key.
   *
   * @throws MalformedKey when it is not 32 bytes, not the canonical encoding of a point, or the point is not of the
   *     prime order: under one of small order any message has a signature
   */
  static EdwardsPoint read(Bytes encoded) throws MalformedKey {
    byte[] point = encoded.toByteArray();
    if (point.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(point, 0)) {
      throw new MalformedKey("its point is not one of Ed25519's group");
    }
    return new EdwardsPoint(new Ed25519PublicKeyParameters(point));
  }

  @Override
  public String algorithm() {
    return "ed25519";
  }

  @Override
  public List<SignatureAlgorithm> schemes() {
    return List.of(SignatureAlgorithm.ED25519, SignatureAlgorithm.ED25519_PH);
  }

  @Override
  public boolean holds(SignatureAlgorithm scheme, byte[] input, Bytes signature) {
    if (signature.size() != Ed25519.SIGNATURE_SIZE) {
      return false;
    }
    boolean hashed = scheme == SignatureAlgorithm.ED25519_PH;
    return key.verify(
        hashed ? Ed25519.Algorithm.Ed25519ph : Ed25519.Algorithm.Ed25519,
        // Pure Ed25519 has no context at all; Ed25519ph's is the empty one.
        hashed ? NO_CONTEXT : null,
        input,
        0,
        input.length,
        signature.toByteArray(),
        0);
  }
}
