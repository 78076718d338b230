package dev.inkan.signer.key;

import dev.inkan.envelope.encoding.Der;
import dev.inkan.envelope.encoding.DerReader;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.RSAPrivateCrtKeySpec;

/** An RSA key, signing with PKCS#1 v1.5 and SHA-256. By the JDK, which blinds the private operation and checks it. */
final class RsaSigningKey implements SigningKey {
  private final PrivateKey key;
  private final VerificationKey publicKey;

  private RsaSigningKey(PrivateKey key, VerificationKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /**
   * Reads the numbers of an RSAPrivateKey after its version (RFC 8017 A.1.2).
   *
   * @throws UnusableKey when it has another size than 2048 to 4096 bits, or is otherwise not accepted
   * @throws MalformedEncoding when the numbers do not belong together
   */
  static RsaSigningKey read(DerReader in) throws UnusableKey, MalformedEncoding {
    var numbers = new Numbers(
        in.integer(), in.integer(), in.integer(), in.integer(), in.integer(), in.integer(), in.integer(), in.integer());
    VerificationKey publicKey = PublicHalf.of(numbers.spki());
    if (!numbers.belongTogether()) {
      throw new MalformedEncoding("an RSA key whose numbers do not belong together");
    }
    try {
      return new RsaSigningKey(KeyFactory.getInstance("RSA").generatePrivate(numbers.spec()), publicKey);
    } catch (GeneralSecurityException e) {
      throw new UnusableKey("the RSA key cannot be used on this Java runtime", e);
    }
  }

  /** RFC 8017 3.2, the second representation. */
  private record Numbers(
      BigInteger n,
      BigInteger e,
      BigInteger d,
      BigInteger p,
      BigInteger q,
      BigInteger dp,
      BigInteger dq,
      BigInteger qInv) {

    Bytes spki() {
      return Der.sequence(
          Der.sequence(Der.oid(PublicKeys.RSA), Der.nothing()),
          Der.bitString(Der.sequence(Der.integer(n), Der.integer(e))));
    }

    /** One wrong number, and the first signature may give the others away. */
    boolean belongTogether() {
      if (p.compareTo(BigInteger.ONE) <= 0 || q.compareTo(BigInteger.ONE) <= 0 || !p.multiply(q).equals(n)) {
        return false;
      }
      BigInteger pMinus1 = p.subtract(BigInteger.ONE);
      BigInteger qMinus1 = q.subtract(BigInteger.ONE);
      return e.multiply(d).mod(pMinus1).equals(BigInteger.ONE)
          && e.multiply(d).mod(qMinus1).equals(BigInteger.ONE)
          && d.mod(pMinus1).equals(dp)
          && d.mod(qMinus1).equals(dq)
          && qInv.multiply(q).mod(p).equals(BigInteger.ONE);
    }

    RSAPrivateCrtKeySpec spec() {
      return new RSAPrivateCrtKeySpec(n, e, d, p, q, dp, dq, qInv);
    }

    @Override
    public String toString() {
      return "Numbers";
    }
  }

  @Override
  public VerificationKey publicKey() {
    return publicKey;
  }

  @Override
  public Bytes sign(Bytes message) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(message.asReadOnlyBuffer());
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the RSA key does not sign", e);
    }
  }

  @Override
  public String toString() {
    return "private half of " + publicKey;
  }
}
