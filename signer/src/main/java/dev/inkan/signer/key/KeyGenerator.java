package dev.inkan.signer.key;

import dev.inkan.envelope.encoding.Der;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.envelope.encoding.Pem;
import dev.inkan.envelope.key.NamedCurve;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.registry.content.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.util.BigIntegers;

/** Makes keys, and writes them as cosign does, so that cosign reads them. */
public final class KeyGenerator {
  private final SecureRandom random;

  public KeyGenerator(SecureRandom random) {
    this.random = random;
  }

  /**
   * The two files of a key.
   *
   * @param privatePem encrypted
   * @param publicPem of a SubjectPublicKeyInfo
   */
  public record KeyFiles(Bytes privatePem, Bytes publicPem) {}

  /**
   * Makes a key.
   *
   * @param password what encrypts the private half; may be empty; overwritten
   */
  public KeyFiles generate(KeyAlgorithm algorithm, char[] password) {
    try (var secret = new Password(password)) {
      Bytes pkcs8 =
          switch (algorithm) {
            case P256 -> ec(NamedCurve.P256);
            case P384 -> ec(NamedCurve.P384);
            case P521 -> ec(NamedCurve.P521);
            case RSA3072 -> rsa(3072);
            case RSA4096 -> rsa(4096);
            case ED25519 -> edwards();
          };
      SigningKey key = PrivateKeys.pkcs8(pkcs8);
      return new KeyFiles(
          Pem.write(KeyFile.SIGSTORE, CosignEncryption.encrypt(pkcs8, secret, random)),
          PublicKeys.writePem(key.publicKey()));
    } catch (UnusableKey | MalformedEncoding e) {
      throw new IllegalStateException("a key of our own making is not usable", e);
    }
  }

  private Bytes ec(NamedCurve curve) {
    var generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(curve.domain(), random));
    BigInteger number = ((ECPrivateKeyParameters) generator.generateKeyPair().getPrivate()).getD();
    Bytes octets = Bytes.of(BigIntegers.asUnsignedByteArray(curve.size(), number));
    return pkcs8(
        Der.sequence(Der.oid(PublicKeys.EC), Der.oid(curve.oid())),
        Der.sequence(Der.integer(1), Der.octetString(octets)));
  }

  private Bytes edwards() {
    Bytes seed = Bytes.of(new Ed25519PrivateKeyParameters(random).getEncoded());
    return pkcs8(Der.sequence(Der.oid(PublicKeys.ED25519)), Der.octetString(seed));
  }

  private Bytes rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits, random);
      return Bytes.of(generator.generateKeyPair().getPrivate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK makes RSA keys", e);
    }
  }

  private static Bytes pkcs8(Bytes algorithm, Bytes key) {
    return Der.sequence(Der.integer(0), algorithm, Der.octetString(key));
  }
}
