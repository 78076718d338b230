package dev.inkan.envelope.key;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;

/**
 * The elliptic curves that we sign and verify with (FIPS 186-5). Only by name: a key that brings its own parameters may
 * have its own generator (CVE-2020-0601).
 */
public enum NamedCurve {
  P256("p256", "secp256r1", "1.2.840.10045.3.1.7", 32),
  P384("p384", "secp384r1", "1.3.132.0.34", 48),
  P521("p521", "secp521r1", "1.3.132.0.35", 66);

  private final String algorithm;
  private final String standardName;
  private final String oid;
  private final int size;

  NamedCurve(String algorithm, String standardName, String oid, int size) {
    this.algorithm = algorithm;
    this.standardName = standardName;
    this.oid = oid;
    this.size = size;
  }

  /** The curve with that object identifier, if it is one of these. */
  public static Optional<NamedCurve> byOid(String oid) {
    return Arrays.stream(values()).filter(curve -> curve.oid.equals(oid)).findFirst();
  }

  /** The name that {@code key generate --algorithm} has for it. */
  public String algorithm() {
    return algorithm;
  }

  public String oid() {
    return oid;
  }

  /** The bytes of one coordinate. */
  public int size() {
    return size;
  }

  /** With which hashes a signature on this curve is accepted; SHA-256 is the one that every verifier accepts. */
  List<SignatureAlgorithm> schemes() {
    return switch (this) {
      case P256 -> List.of(SignatureAlgorithm.ECDSA_SHA256);
      case P384 -> List.of(SignatureAlgorithm.ECDSA_SHA256, SignatureAlgorithm.ECDSA_SHA384);
      case P521 -> List.of(SignatureAlgorithm.ECDSA_SHA256, SignatureAlgorithm.ECDSA_SHA512);
    };
  }

  /** The curve's parameters, as the arithmetic wants them. */
  public ECDomainParameters domain() {
    return new ECDomainParameters(CustomNamedCurves.getByName(standardName));
  }
}
