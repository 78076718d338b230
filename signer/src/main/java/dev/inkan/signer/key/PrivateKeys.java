package dev.inkan.signer.key;

import dev.inkan.envelope.encoding.DerReader;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.envelope.key.NamedCurve;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.registry.content.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads private keys in DER: PKCS#8 (RFC 5958), SEC 1 (RFC 5915), PKCS#1 (RFC 8017 A.1.2). */
final class PrivateKeys {
  private static final int CONTEXT_0 = 0xA0;
  private static final int CONTEXT_1 = 0xA1;
  private static final int IMPLICIT_1 = 0x81;
  private static final String ACCEPTED = "accepted are EC P-256, P-384 and P-521, RSA and Ed25519";

  private PrivateKeys() {}

  /**
   * Reads a OneAsymmetricKey.
   *
   * @throws UnusableKey when it is of a kind that we do not accept, or its public half is not its own
   * @throws MalformedEncoding when it is none
   */
  static SigningKey pkcs8(Bytes der) throws UnusableKey, MalformedEncoding {
    DerReader file = DerReader.of(der);
    DerReader info = file.sequence();
    file.end();
    int version = info.smallInteger();
    if (version > 1) {
      throw new MalformedEncoding("PKCS#8 of an unknown version");
    }
    DerReader algorithm = info.sequence();
    String oid = algorithm.oid();
    Bytes content = info.octetString();
    SigningKey key =
        switch (oid) {
          case PublicKeys.EC -> ec(content, curve(algorithm));
          case PublicKeys.RSA -> pkcs1(content);
          case PublicKeys.ED25519 -> edwards(content);
          default -> throw new UnusableKey("a key of an algorithm that we do not accept (" + oid + "); " + ACCEPTED);
        };
    if (info.nextIs(CONTEXT_0)) {
      info.content(CONTEXT_0);
    }
    if (info.nextIs(IMPLICIT_1)) {
      checkPublicHalf(key, info.content(IMPLICIT_1));
    }
    info.end();
    return key;
  }

  /**
   * Reads an ECPrivateKey that names its own curve.
   *
   * @throws UnusableKey as {@link #pkcs8}
   * @throws MalformedEncoding when it is none
   */
  static SigningKey sec1(Bytes der) throws UnusableKey, MalformedEncoding {
    return ec(der, null);
  }

  private static SigningKey ec(Bytes der, @Nullable NamedCurve outer) throws UnusableKey, MalformedEncoding {
    DerReader file = DerReader.of(der);
    DerReader key = file.sequence();
    file.end();
    if (key.smallInteger() != 1) {
      throw new MalformedEncoding("an EC key of an unknown version");
    }
    Bytes number = key.octetString();
    NamedCurve inner = key.nextIs(CONTEXT_0) ? curve(key.inside(CONTEXT_0)) : outer;
    if (inner == null || (outer != null && outer != inner)) {
      throw new MalformedEncoding(inner == null ? "an EC key without a curve" : "an EC key with two curves");
    }
    SigningKey signing = EcSigningKey.of(inner, number);
    if (key.nextIs(CONTEXT_1)) {
      DerReader half = key.inside(CONTEXT_1);
      checkPublicHalf(signing, half.content(DerReader.BIT_STRING));
      half.end();
    }
    key.end();
    return signing;
  }

  /**
   * Reads an RSAPrivateKey.
   *
   * @throws UnusableKey when it has another size than 2048 to 4096 bits, or its numbers do not belong together
   * @throws MalformedEncoding when it is none
   */
  static SigningKey pkcs1(Bytes der) throws UnusableKey, MalformedEncoding {
    DerReader file = DerReader.of(der);
    DerReader key = file.sequence();
    file.end();
    if (key.smallInteger() != 0) {
      throw new MalformedEncoding("an RSA key of more than two primes, or of an unknown version");
    }
    SigningKey signing = RsaSigningKey.read(key);
    key.end();
    return signing;
  }

  private static SigningKey edwards(Bytes content) throws UnusableKey, MalformedEncoding {
    DerReader file = DerReader.of(content);
    Bytes seed = file.octetString();
    file.end();
    return EdwardsSigningKey.of(seed);
  }

  private static NamedCurve curve(DerReader parameters) throws UnusableKey, MalformedEncoding {
    if (parameters.nextIs(DerReader.SEQUENCE)) {
      throw new UnusableKey("an EC key with parameters of its own instead of a curve's name; " + ACCEPTED);
    }
    String oid = parameters.oid();
    return NamedCurve.byOid(oid)
        .orElseThrow(() -> new UnusableKey("an EC key on another curve (" + oid + "); " + ACCEPTED));
  }

  /** A file may say what its public half is. If it lies, what we sign is not by whom the user thinks. */
  private static void checkPublicHalf(SigningKey key, Bytes bitString) throws UnusableKey {
    byte[] spki = key.publicKey().spki().toByteArray();
    byte[] half = bitString.toByteArray();
    if (half.length == 0 || half.length > spki.length
        || !Arrays.equals(Arrays.copyOfRange(spki, spki.length - half.length, spki.length), half)) {
      throw new UnusableKey("the public half in the key file is not that of its private half");
    }
  }
}
