package dev.inkan.signer.key;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.encoding.Pem;
import dev.inkan.registry.content.Bytes;
import dev.inkan.signer.testing.TestData;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in a key file, the answer is a key that signs or the declared exception; never another one. */
final class DamagedKeyFileTest {
  private static final Bytes MESSAGE = Bytes.utf8("m");

  @ParameterizedTest
  @CsvSource({
    "p256.pkcs8, PRIVATE KEY", "p521.sec1, EC PRIVATE KEY", "ed25519.pkcs8, PRIVATE KEY", "rsa2048.pkcs8, PRIVATE KEY",
    "rsa2048.pkcs1, RSA PRIVATE KEY", "p256.pbkdf2, ENCRYPTED PRIVATE KEY"
  })
  void oneChangedByteGivesAnErrorOrAWholeKey(String name, String label) {
    byte[] good = TestData.der("keys/" + name + ".key").toByteArray();
    var random = new Random(17);
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] bent = good.clone();
      bent[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
      refused += isRefused(Pem.write(label, Bytes.of(bent))) ? 1 : 0;
    }
    assertTrue(refused > 0);
  }

  /** One character of a BEGIN or END line is missing. Line breaks alone may go. */
  @ParameterizedTest
  @ValueSource(strings = {"PRIVATE", "-----BEGIN", "-----END", "\n-----END", "KEY-----\n"})
  void aDamagedFrameIsRefused(String part) {
    String good = TestData.text("keys/p256.pkcs8.key");
    for (int at = 1; at < part.length(); at++) {
      String bent = good.replace(part, part.substring(0, at) + part.substring(at + 1));
      assertTrue(isRefused(Bytes.of(bent.getBytes(StandardCharsets.US_ASCII))) || bent.contains(part)
          || bent.replaceAll("\\s", "").equals(good.replaceAll("\\s", "")), bent);
    }
  }

  private static boolean isRefused(Bytes file) {
    try {
      SigningKey key = KeyFile.read(file, TestData.PASSWORD::toCharArray);
      assertTrue(key.publicKey().verifies(MESSAGE, key.sign(MESSAGE)), "a key that was read signs");
      return false;
    } catch (UnusableKey e) {
      assertNotNull(e.getMessage());
      return true;
    }
  }
}
