package dev.inkan.envelope.key;

import dev.inkan.registry.content.Bytes;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/**
 * An RSA public key, and RSASSA-PKCS1-v1_5 with it (RFC 8017 8.2.2). The padded message is built and compared whole, so
 * there is no padding parser that could be lenient (CVE-2006-4339).
 */
record RsaModulus(BigInteger modulus, BigInteger exponent) implements KeyMaterial {
  private static final int MIN_BITS = 2048;
  private static final int MAX_BITS = 4096;
  private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65537);
  private static final int MAX_EXPONENT_BITS = 31;
  private static final int ROCA_MAX_PRIME = 167;
  /** DigestInfo of SHA-256 up to the hash (RFC 8017 9.2 note 1). */
  private static final byte[] DIGEST_INFO = HexFormat.of().parseHex("3031300d060960864801650304020105000420");

  /**
   * Checks a key.
   *
   * @throws MalformedKey when it has fewer than 2048 or more than 4096 bits, an even modulus, one of the ROCA family
   *     (CVE-2017-15361), or an exponent that is even, below 65537 or above 2^31
   */
  static RsaModulus of(BigInteger modulus, BigInteger exponent) throws MalformedKey {
    int bits = modulus.bitLength();
    if (modulus.signum() <= 0 || bits < MIN_BITS || bits > MAX_BITS) {
      throw new MalformedKey("an RSA key of " + bits + " bits; " + MIN_BITS + " to " + MAX_BITS + " are accepted");
    }
    if (!exponent.testBit(0)
        || exponent.compareTo(MIN_EXPONENT) < 0
        || exponent.bitLength() > MAX_EXPONENT_BITS) {
      throw new MalformedKey("an RSA key with an unusual public exponent; 65537 is the usual one");
    }
    if (!modulus.testBit(0) || isRoca(modulus)) {
      throw new MalformedKey("a weak RSA key, whose private half can be computed: make a new one");
    }
    return new RsaModulus(modulus, exponent);
  }

  @Override
  public String algorithm() {
    return "rsa" + modulus.bitLength();
  }

  @Override
  public List<SignatureAlgorithm> schemes() {
    return List.of(SignatureAlgorithm.RSA_PKCS1_SHA256);
  }

  @Override
  public boolean holds(SignatureAlgorithm scheme, byte[] input, Bytes signature) {
    int size = (modulus.bitLength() + 7) / 8;
    var value = new BigInteger(1, signature.toByteArray());
    if (signature.size() != size || value.compareTo(modulus) >= 0) {
      return false;
    }
    return value.modPow(exponent, modulus).equals(new BigInteger(padded(input, size)));
  }

  /** EMSA-PKCS1-v1_5 (RFC 8017 9.2). */
  private static byte[] padded(byte[] hash, int size) {
    var padded = new byte[size];
    int separator = size - hash.length - DIGEST_INFO.length - 1;
    padded[1] = 1;
    Arrays.fill(padded, 2, separator, (byte) 0xFF);
    System.arraycopy(DIGEST_INFO, 0, padded, separator + 1, DIGEST_INFO.length);
    System.arraycopy(hash, 0, padded, size - hash.length, hash.length);
    return padded;
  }

  /**
   * Whether the modulus bears the mark of Infineon's weak generator: modulo every small prime it is a power of 65537.
   * Another key does with probability 2^-154.
   */
  private static boolean isRoca(BigInteger modulus) {
    for (int prime = 3; prime <= ROCA_MAX_PRIME; prime += 2) {
      if (BigInteger.valueOf(prime).isProbablePrime(20)
          && !powersOf65537(prime).get(modulus.mod(BigInteger.valueOf(prime)).intValue())) {
        return false;
      }
    }
    return true;
  }

  private static BitSet powersOf65537(int prime) {
    var powers = new BitSet(prime);
    for (int power = 1; !powers.get(power); power = power * 65537 % prime) {
      powers.set(power);
    }
    return powers;
  }
}
