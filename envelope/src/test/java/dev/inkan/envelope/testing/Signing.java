package dev.inkan.envelope.testing;

import dev.inkan.registry.content.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Signs with the JDK's own cryptography, which the code under test does not use. */
public final class Signing {
  private Signing() {}

  /** The private key {@code testdata/keys/NAME.pkcs8.key}. */
  public static PrivateKey privateKey(String name) {
    String kind = name.startsWith("p") ? "EC" : name.startsWith("rsa") ? "RSA" : "Ed25519";
    try {
      return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der("keys/" + name + ".pkcs8.key")));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** What is in the one PEM block of a file, by a reader that is not ours. */
  public static byte[] der(String file) {
    String pem = new String(TestData.file(file).toByteArray(), StandardCharsets.US_ASCII);
    return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z0-9 ]+-----", ""));
  }

  /** A signature by a key of {@code testdata/keys} with the JCA algorithm of that name. */
  public static Bytes sign(String key, String jcaAlgorithm, Bytes message) {
    try {
      Signature signature = Signature.getInstance(jcaAlgorithm);
      signature.initSign(privateKey(key));
      signature.update(message.toByteArray());
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
