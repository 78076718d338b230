package dev.inkan.signer.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.encoding.Pem;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.registry.content.Bytes;
import dev.inkan.signer.key.KeyGenerator.KeyFiles;
import dev.inkan.signer.testing.TestData;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KeyGeneratorTest {
  private static final KeyGenerator GENERATOR = new KeyGenerator(new SecureRandom());

  @ParameterizedTest
  @EnumSource(KeyAlgorithm.class)
  void aKeyOfEachKindIsReadBackAndSigns(KeyAlgorithm algorithm) throws Exception {
    char[] password = "pw".toCharArray();
    KeyFiles files = GENERATOR.generate(algorithm, password);
    assertArrayEquals(new char[2], password);
    SigningKey key = KeyFile.read(files.privatePem(), "pw"::toCharArray);
    assertEquals(algorithm.optionName(), key.publicKey().algorithm());
    assertEquals(key.publicKey(), PublicKeys.parsePem(files.publicPem()));
    Bytes message = Bytes.utf8("m");
    assertTrue(key.publicKey().verifies(message, key.sign(message)));
  }

  /** The file is cosign's to the letter, but for what is random in it. */
  @Test
  void thePrivateFileHasTheFormOfCosigns() throws Exception {
    KeyFiles files = GENERATOR.generate(KeyAlgorithm.P256, "pw".toCharArray());
    assertEquals(form(TestData.file("keys/p256.cosign.key")), form(files.privatePem()));
    assertTrue(files.privatePem().utf8().startsWith("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n"));
    assertTrue(files.privatePem().utf8().lines().allMatch(line -> line.length() <= 64 || line.startsWith("-----")));
  }

  private static String form(Bytes file) throws Exception {
    String json = Pem.read(file).getFirst().content().utf8();
    return json
        .replaceAll("\"(salt|nonce|ciphertext)\":\"[^\"]*\"", "\"$1\":\"\"");
  }

  @Test
  void noTwoKeysSaltsOrNoncesAreTheSame() throws Exception {
    KeyFiles one = GENERATOR.generate(KeyAlgorithm.ED25519, new char[0]);
    KeyFiles two = GENERATOR.generate(KeyAlgorithm.ED25519, new char[0]);
    assertNotEquals(one.publicPem(), two.publicPem());
    for (String member : new String[] {"salt", "nonce"}) {
      assertNotEquals(member(one, member), member(two, member));
    }
  }

  private static String member(KeyFiles files, String name) throws Exception {
    String json = Pem.read(files.privatePem()).getFirst().content().utf8();
    return json.replaceAll(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
  }

  /** What is encrypted is a PKCS#8 that another implementation reads. */
  @Test
  void theJdkReadsTheKeyToo() throws Exception {
    for (KeyAlgorithm algorithm : new KeyAlgorithm[] {KeyAlgorithm.P256, KeyAlgorithm.P521, KeyAlgorithm.ED25519}) {
      KeyFiles files = GENERATOR.generate(algorithm, "pw".toCharArray());
      Bytes content = Pem.read(files.privatePem()).getFirst().content();
      Bytes pkcs8 = CosignEncryption.decrypt(content, "pw"::toCharArray).orElseThrow();
      String kind = algorithm == KeyAlgorithm.ED25519 ? "Ed25519" : "EC";
      var spec = new PKCS8EncodedKeySpec(pkcs8.toByteArray());
      assertEquals("PKCS#8", KeyFactory.getInstance(kind).generatePrivate(spec).getFormat());
    }
  }

  @Test
  void algorithmsHaveTheNamesOfTheCommandLine() {
    for (String name : new String[] {"p256", "p384", "p521", "rsa3072", "rsa4096", "ed25519"}) {
      assertEquals(name, KeyAlgorithm.named(name).orElseThrow().optionName());
    }
    assertEquals(6, KeyAlgorithm.values().length);
    assertEquals(Optional.empty(), KeyAlgorithm.named("P256"));
    assertEquals(Optional.empty(), KeyAlgorithm.named("rsa2048"));
  }
}
