package dev.inkan.envelope.key;

import dev.inkan.envelope.encoding.DerReader;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.envelope.encoding.Pem;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Printable;
import java.util.List;

/** Reads public keys: a SubjectPublicKeyInfo (RFC 5280 4.1.2.7), as PEM (RFC 7468 13) or bare DER. */
public final class PublicKeys {
  public static final String EC = "1.2.840.10045.2.1";
  public static final String RSA = "1.2.840.113549.1.1.1";
  public static final String ED25519 = "1.3.101.112";
  private static final String PEM_LABEL = "PUBLIC KEY";
  private static final String RSA_PSS = "1.2.840.113549.1.1.10";
  private static final String ACCEPTED = "accepted are EC P-256, P-384 and P-521, RSA and Ed25519";

  private PublicKeys() {}

  /**
   * Reads a key file: one PEM block {@code PUBLIC KEY}, or the DER in it.
   *
   * @throws MalformedKey when it is anything else (several blocks, a certificate, a private key, ...), or holds a key
   *     that we do not accept; the message says which and what to do
   */
  public static VerificationKey parsePem(Bytes file) throws MalformedKey {
    if (isBareDer(file)) {
      return parseDer(file);
    }
    try {
      List<Pem.Block> blocks = Pem.read(file);
      if (blocks.size() > 1) {
        throw new MalformedKey("the file holds " + blocks.size() + " PEM blocks; keep one key in one file");
      }
      return parseBlock(blocks.getFirst());
    } catch (MalformedEncoding e) {
      throw new MalformedKey("not a public key: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a SubjectPublicKeyInfo in DER.
   *
   * @throws MalformedKey when it is none, or holds a key that we do not accept
   */
  public static VerificationKey parseDer(Bytes spki) throws MalformedKey {
    try {
      DerReader file = DerReader.of(spki);
      DerReader info = file.sequence();
      file.end();
      DerReader algorithm = info.sequence();
      String oid = algorithm.oid();
      KeyMaterial material =
          switch (oid) {
            case EC -> ec(algorithm, info);
            case RSA -> rsa(algorithm, info);
            case ED25519 -> EdwardsPoint.read(info.bitString());
            case RSA_PSS -> throw new MalformedKey("an RSA-PSS key; " + ACCEPTED + " (PKCS#1 v1.5)");
            default -> throw new MalformedKey("a key of an algorithm that we do not accept (" + oid + "); " + ACCEPTED);
          };
      algorithm.end();
      info.end();
      return new VerificationKey(spki, material);
    } catch (MalformedEncoding e) {
      throw new MalformedKey("not a public key (SubjectPublicKeyInfo): " + e.getMessage(), e);
    }
  }

  /** A key file that {@link #parsePem} reads, as every other tool does. */
  public static Bytes writePem(VerificationKey key) {
    return Pem.write(PEM_LABEL, key.spki());
  }

  /** PEM may begin with text, and text with the digit zero, which is DER's SEQUENCE. */
  private static boolean isBareDer(Bytes file) {
    return !file.isEmpty()
        && file.size() <= Pem.MAX_BYTES
        && file.asReadOnlyBuffer().get(0) == DerReader.SEQUENCE
        && !Pem.isIn(file);
  }

  private static VerificationKey parseBlock(Pem.Block block) throws MalformedKey {
    String label = block.label();
    if (label.equals(PEM_LABEL)) {
      return parseDer(block.content());
    }
    String found = "the file holds " + Printable.quoted(label) + ", where a public key belongs";
    if (label.endsWith("PRIVATE KEY")) {
      throw new MalformedKey(found + ": its public half is what \"inkan key public --key FILE\" prints");
    }
    if (label.endsWith("CERTIFICATE")) {
      throw new MalformedKey(found + ": take its key out with \"openssl x509 -pubkey -noout -in FILE\"");
    }
    if (label.equals("RSA PUBLIC KEY")) {
      throw new MalformedKey(found + ": convert it with \"openssl rsa -RSAPublicKey_in -pubout -in FILE\"");
    }
    throw new MalformedKey(found);
  }

  private static KeyMaterial ec(DerReader algorithm, DerReader info) throws MalformedEncoding, MalformedKey {
    if (algorithm.nextIs(DerReader.SEQUENCE)) {
      throw new MalformedKey("an EC key with parameters of its own instead of a curve's name; " + ACCEPTED);
    }
    String oid = algorithm.oid();
    NamedCurve curve = NamedCurve.byOid(oid)
        .orElseThrow(() -> new MalformedKey("an EC key on another curve (" + oid + "); " + ACCEPTED));
    return EcPoint.read(curve, info.bitString());
  }

  private static KeyMaterial rsa(DerReader algorithm, DerReader info) throws MalformedEncoding, MalformedKey {
    algorithm.nothing();
    DerReader bits = DerReader.of(info.bitString());
    DerReader numbers = bits.sequence();
    bits.end();
    KeyMaterial key = RsaModulus.of(numbers.integer(), numbers.integer());
    numbers.end();
    return key;
  }
}
