package dev.inkan.signer.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.encoding.Der;
import dev.inkan.envelope.encoding.Pem;
import dev.inkan.registry.content.Bytes;
import dev.inkan.signer.testing.TestData;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A278: what a key file may ask of whoever opens it. No password is asked for what is refused. */
final class EncryptionTest {
  private static final PasswordSource NOT_ASKED = () -> {
    throw new AssertionError("a password was asked for");
  };
  private static final Bytes SALT = Der.octetString(Bytes.of(new byte[8]));
  private static final Bytes AES256 =
      Der.sequence(Der.oid("2.16.840.1.101.3.4.1.42"), Der.octetString(Bytes.of(new byte[16])));

  private static String refusal(String label, Bytes content) {
    Bytes file = Pem.write(label, content);
    return String.valueOf(assertThrows(UnusableKey.class, () -> KeyFile.read(file, NOT_ASKED)).getMessage());
  }

  private static String cosign(String changed, String to) {
    String json = new String(TestData.der("keys/p256.cosign.key").toByteArray(), StandardCharsets.US_ASCII);
    assertTrue(json.contains(changed), json);
    return refusal("ENCRYPTED SIGSTORE PRIVATE KEY", Bytes.utf8(json.replace(changed, to)));
  }

  private static String pbes2(Bytes kdf, Bytes cipher, Bytes box) {
    Bytes scheme = Der.sequence(Der.oid("1.2.840.113549.1.5.13"), Der.sequence(kdf, cipher));
    return refusal("ENCRYPTED PRIVATE KEY", Der.sequence(scheme, Der.octetString(box)));
  }

  private static String pbkdf2(Bytes... parameters) {
    Bytes kdf = Der.sequence(Der.oid("1.2.840.113549.1.5.12"), Der.sequence(parameters));
    return pbes2(kdf, AES256, Bytes.of(new byte[16]));
  }

  private static String scrypt(long n, long r, long p) {
    Bytes parameters = Der.sequence(SALT, Der.integer(n), Der.integer(r), Der.integer(p), Der.integer(32));
    return pbes2(Der.sequence(Der.oid("1.3.6.1.4.1.11591.4.11"), parameters), AES256, Bytes.of(new byte[16]));
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 2147483648", "65536, 65535", "65536, 16384", "65536, 262144", "65536, 0", "65536, -1", "8, 16", "8, 0",
    "1, 2", "1, 2147483647"
  })
  void cosignsCostsAreThreeAndNoOther(String cost, String to) {
    String message = cosign(":" + cost, ":" + to);
    assertTrue(message.contains("at a cost that cosign never chooses"), message);
  }

  @Test
  void cosignsFileHasItsFormAndNoOther() {
    assertTrue(cosign("\"scrypt\"", "\"pbkdf2\"").contains("in a way that cosign does not use"));
    assertTrue(cosign("nacl/secretbox", "aes-gcm").contains("in a way that cosign does not use"));
    assertTrue(cosign("\"salt\":\"", "\"salt\":\"AAAA").contains("35 bytes instead of 32"));
    assertTrue(cosign("\"nonce\":\"", "\"nonce\":\"AAAA").contains("27 bytes instead of 24"));
    assertTrue(cosign("\"nonce\":\"", "\"nonce\":\" ").contains("damaged"));
    assertTrue(cosign("\"N\":65536", "\"N\":65536.5").contains("damaged"));
    assertTrue(cosign("\"N\":65536", "\"N\":65536,\"N\":65536").contains("damaged"));
    assertTrue(cosign("{\"kdf\"", "[{\"kdf\"").contains("damaged"));
    assertTrue(cosign("ciphertext", "text").contains("damaged"));
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000_001, Integer.MAX_VALUE, 0})
  void pbkdf2IsRunForABoundedNumberOfIterations(long iterations) {
    assertTrue(pbkdf2(SALT, Der.integer(iterations)).contains("iterations of PBKDF2, at most 10000000"));
  }

  @Test
  void pbkdf2HasKnownParameters() {
    assertTrue(pbkdf2(SALT, Der.integer(1L << 31)).contains("out of range"));
    assertTrue(pbkdf2(SALT, Der.integer(-1)).contains("out of range"));
    assertTrue(pbkdf2(Der.octetString(Bytes.EMPTY), Der.integer(1)).contains("empty salt"));
    Bytes md5 = Der.sequence(Der.oid("1.2.840.113549.2.6"), Der.nothing());
    assertTrue(pbkdf2(SALT, Der.integer(1), Der.integer(32), md5).contains("unknown hash"));
    assertTrue(pbkdf2(SALT, Der.integer(1), Der.integer(32), Der.nothing()).contains("follows the last"));
  }

  @ParameterizedTest
  @CsvSource({"1048576, 8, 1", "65536, 8, 5", "2, 2097152, 2", "2, 1, 2147483647", "1073741824, 2147483647, 2147483647",
      "2097152, 2097152, 2097152"})
  void scryptIsRunAtABoundedCost(long n, long r, long p) {
    assertTrue(scrypt(n, r, p).contains("at most N*r*p=2097152"));
  }

  @ParameterizedTest
  @CsvSource({"0, 8, 1", "1, 8, 1", "3, 8, 1", "65537, 8, 1", "16384, 0, 1", "16384, 8, 0", "65536, 1, 1"})
  void scryptHasPossibleParameters(long n, long r, long p) {
    assertTrue(scrypt(n, r, p).contains("impossible scrypt parameters"));
  }

  @Test
  void theRestOfPbes2IsKnownToo() {
    Bytes kdf = Der.sequence(Der.oid("1.2.840.113549.1.5.12"), Der.sequence(SALT, Der.integer(1)));
    Bytes shortIv = Der.sequence(Der.oid("2.16.840.1.101.3.4.1.42"), Der.octetString(Bytes.of(new byte[15])));
    assertTrue(pbes2(kdf, shortIv, Bytes.of(new byte[16])).contains("wrong length"));
    for (int size : new int[] {0, 1, 15, 17}) {
      assertTrue(pbes2(kdf, AES256, Bytes.of(new byte[size])).contains("wrong length"));
    }
    Bytes other = Der.sequence(Der.oid("1.2.3.4"), Der.sequence());
    assertTrue(pbes2(other, AES256, Bytes.of(new byte[16])).contains("unknown way (1.2.3.4)"));
  }

  /** One wrong password in 256 gives a padding that looks right. */
  @Test
  void aWrongPasswordIsNamedSoWhateverItDecryptsTo() {
    int refused = 0;
    for (int i = 0; i < 600; i++) {
      String wrong = "wrong " + i;
      UnusableKey refusal = assertThrows(UnusableKey.class,
          () -> KeyFile.read(TestData.file("keys/p256.pbkdf2.key"), wrong::toCharArray));
      assertEquals("wrong password for the private key", refusal.getMessage());
      refused++;
    }
    assertEquals(600, refused);
  }

  @Test
  void aPasswordIsUtf8() throws Exception {
    try (var password = new Password("p\u00e4\ud83d\udd11".toCharArray())) {
      assertEquals(Bytes.utf8("p\u00e4\ud83d\udd11"), Bytes.of(password.utf8()));
    }
    for (String text : List.of("p\u00e4\ud83d\udd11", "", "x".repeat(1000))) {
      var files = new KeyGenerator(new SecureRandom()).generate(KeyAlgorithm.ED25519, text.toCharArray());
      assertEquals("ed25519", KeyFile.read(files.privatePem(), text::toCharArray).publicKey().algorithm());
    }
  }
}
