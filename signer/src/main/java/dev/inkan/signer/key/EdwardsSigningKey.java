package dev.inkan.signer.key;

import dev.inkan.envelope.encoding.Der;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 key, signing purely. */
final class EdwardsSigningKey implements SigningKey {
  private final Ed25519PrivateKeyParameters key;
  private final VerificationKey publicKey;

  private EdwardsSigningKey(Ed25519PrivateKeyParameters key, VerificationKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /** From the 32 bytes of RFC 8032 5.1.5. */
  static EdwardsSigningKey of(Bytes seed) throws UnusableKey, MalformedEncoding {
    if (seed.size() != Ed25519.SECRET_KEY_SIZE) {
      throw new MalformedEncoding("an Ed25519 key of " + seed.size() + " bytes");
    }
    var key = new Ed25519PrivateKeyParameters(seed.toByteArray());
    Bytes spki = Der.sequence(
        Der.sequence(Der.oid(PublicKeys.ED25519)), Der.bitString(Bytes.of(key.generatePublicKey().getEncoded())));
    return new EdwardsSigningKey(key, PublicHalf.of(spki));
  }

  @Override
  public VerificationKey publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) {
    byte[] input = publicKey.schemes().getFirst().input(message);
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    key.sign(Ed25519.Algorithm.Ed25519, null, input, 0, input.length, signature, 0);
    return Bytes.of(signature);
  }

  @Override
  public String toString() {
    return "private half of " + publicKey;
  }
}
