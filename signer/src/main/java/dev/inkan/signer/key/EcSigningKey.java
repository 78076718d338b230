package dev.inkan.signer.key;

import dev.inkan.envelope.encoding.Der;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.envelope.key.NamedCurve;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import java.math.BigInteger;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * An EC key. Its nonces are deterministic (RFC 6979): no weak source of random numbers can give the key away, and the
 * same claim signed twice is the same bundle, which the registry already holds.
 */
final class EcSigningKey implements SigningKey {
  private final ECPrivateKeyParameters key;
  private final VerificationKey publicKey;

  private EcSigningKey(ECPrivateKeyParameters key, VerificationKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /** From the private number, big-endian. */
  static EcSigningKey of(NamedCurve curve, Bytes number) throws UnusableKey, MalformedEncoding {
    ECDomainParameters domain = curve.domain();
    var d = new BigInteger(1, number.toByteArray());
    if (d.signum() == 0 || d.compareTo(domain.getN()) >= 0) {
      throw new MalformedEncoding("an EC key that is out of range");
    }
    ECPoint point = new FixedPointCombMultiplier().multiply(domain.getG(), d).normalize();
    Bytes spki = Der.sequence(
        Der.sequence(Der.oid(PublicKeys.EC), Der.oid(curve.oid())), Der.bitString(Bytes.of(point.getEncoded(false))));
    return new EcSigningKey(new ECPrivateKeyParameters(d, domain), PublicHalf.of(spki));
  }

  @Override
  public VerificationKey publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) {
    var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, key);
    BigInteger[] signature = signer.generateSignature(publicKey.schemes().getFirst().input(message));
    return Der.sequence(Der.integer(signature[0]), Der.integer(signature[1]));
  }

  @Override
  public String toString() {
    return "private half of " + publicKey;
  }
}
