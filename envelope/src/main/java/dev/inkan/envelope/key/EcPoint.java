package dev.inkan.envelope.key;

import dev.inkan.envelope.encoding.DerReader;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.registry.content.Bytes;
import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/** A point on a named curve, and ECDSA with it (FIPS 186-5 6.4.2). */
record EcPoint(NamedCurve curve, ECPublicKeyParameters key) implements KeyMaterial {
  private static final int UNCOMPRESSED = 4;

  /**
   * Reads a point (SEC 1 2.3.4). Only uncompressed, so that a key has one SubjectPublicKeyInfo.
   *
   * @throws MalformedKey when it is in another form, or not on the curve
   */
  static EcPoint read(NamedCurve curve, Bytes encoded) throws MalformedKey {
    byte[] point = encoded.toByteArray();
    if (point.length != 1 + 2 * curve.size() || point[0] != UNCOMPRESSED) {
      throw new MalformedKey("its point is not in the uncompressed form");
    }
    ECDomainParameters domain = curve.domain();
    try {
      return new EcPoint(curve, new ECPublicKeyParameters(domain.getCurve().decodePoint(point), domain));
    } catch (IllegalArgumentException e) {
      throw new MalformedKey("its point is not on the curve", e);
    }
  }

  @Override
  public String algorithm() {
    return curve.algorithm();
  }

  @Override
  public List<SignatureAlgorithm> schemes() {
    return curve.schemes();
  }

  @Override
  public boolean holds(SignatureAlgorithm scheme, byte[] input, Bytes signature) {
    BigInteger r;
    BigInteger s;
    try {
      DerReader der = DerReader.of(signature);
      DerReader numbers = der.sequence();
      der.end();
      r = numbers.integer();
      s = numbers.integer();
      numbers.end();
    } catch (MalformedEncoding e) {
      return false;
    }
    if (!inRange(r) || !inRange(s)) {
      return false;
    }
    var verifier = new ECDSASigner();
    verifier.init(false, key);
    return verifier.verifySignature(input, r, s);
  }

  /** From 1 to n-1; zero would hold for every message in a verifier that does not look (CVE-2022-21449). */
  private boolean inRange(BigInteger value) {
    return value.signum() > 0 && value.compareTo(key.getParameters().getN()) < 0;
  }
}
