package dev.inkan.signer.key;

import dev.inkan.envelope.encoding.Der;
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

  /** From the numbers of RFC 8017 3.2, in the order of its RSAPrivateKey. */
  static RsaSigningKey of(
      BigInteger n, BigInteger e, BigInteger d, BigInteger p, BigInteger q, BigInteger dp, BigInteger dq, BigInteger qInv)
      throws UnusableKey, MalformedEncoding {
    Bytes spki = Der.sequence(
        Der.sequence(Der.oid(PublicKeys.RSA), Der.nothing()),
        Der.bitString(Der.sequence(Der.integer(n), Der.integer(e))));
    VerificationKey publicKey = PublicHalf.of(spki);
    if (!belongTogether(n, e, d, p, q, dp, dq, qInv)) {
      throw new MalformedEncoding("an RSA key whose numbers do not belong together");
    }
    try {
      var numbers = new RSAPrivateCrtKeySpec(n, e, d, p, q, dp, dq, qInv);
      return new RsaSigningKey(KeyFactory.getInstance("RSA").generatePrivate(numbers), publicKey);
    } catch (GeneralSecurityException x) {
      throw new UnusableKey("the RSA key cannot be used on this Java runtime", x);
    }
  }

  private static boolean belongTogether(
      BigInteger n, BigInteger e, BigInteger d, BigInteger p, BigInteger q, BigInteger dp, BigInteger dq, BigInteger qInv) {
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
