package dev.inkan.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.envelope.key.MalformedKey;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.envelope.testing.Bent;
import dev.inkan.envelope.testing.Signing;
import dev.inkan.envelope.testing.TestData;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, the answer is a value or the declared exception, with a sentence; never another exception. */
final class DamagedInputTest {
  private static final int MANY = 1000;

  @ParameterizedTest
  @ValueSource(strings = {"sign-p256", "sign-p521", "sign-p256-annotations", "attest-custom"})
  void aDamagedBundleIsRefusedOrMeansTheSameOrDoesNotHold(String name) throws Exception {
    Bytes good = TestData.file("cosign/" + name + ".bundle.json");
    VerificationKey key = TestData.publicKey(name.contains("p521") ? "p521" : "p256");
    Bytes signed = open(good).signedBytes();
    long opened = Bent.of(good, name.hashCode(), MANY).filter(bent -> {
      try {
        Envelope envelope = open(bent);
        boolean holds = key.verifies(envelope.signedBytes(), envelope.signatures().getFirst().value());
        assertTrue(!holds || envelope.signedBytes().equals(signed), "it holds for something that nobody signed");
        return true;
      } catch (MalformedEnvelope e) {
        assertNotNull(e.getMessage());
        return false;
      }
    }).count();
    assertTrue(opened > 0 && opened < MANY, opened + " opened");
  }

  private static Envelope open(Bytes blob) throws MalformedEnvelope {
    return new SigstoreBundle().open(Descriptor.of(SigstoreBundle.V03, blob), blob);
  }

  @Test
  void aDamagedStatementIsRefusedOrRead() throws Exception {
    Bytes good = open(TestData.file("cosign/sign-p256-annotations.bundle.json")).payload();
    long read = Bent.of(good, 7, MANY).filter(bent -> {
      try {
        return !Statement.read(bent).subjects().isEmpty();
      } catch (MalformedEnvelope e) {
        assertNotNull(e.getMessage());
        return false;
      }
    }).count();
    assertTrue(read > 0 && read < MANY, read + " read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "p521", "ed25519", "rsa2048"})
  void aDamagedPublicKeyIsRefusedOrAnother(String name) throws Exception {
    Bytes der = Bytes.of(Signing.der("keys/" + name + ".pub"));
    for (Bytes good : List.of(der, TestData.file("keys/" + name + ".pub"))) {
      long read = Bent.of(good, 11, 1000).filter(bent -> {
        try {
          VerificationKey key = PublicKeys.parsePem(bent);
          assertEquals(key, PublicKeys.parseDer(key.spki()), "a key that was read is legal");
          assertFalse(!bent.equals(der) && key.spki().equals(der) && good.equals(der), "a second spelling of a key");
          return true;
        } catch (MalformedKey e) {
          assertNotNull(e.getMessage());
          return false;
        }
      }).count();
      assertTrue(read < 1000, read + " read");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "p256, SHA256withECDSA", "p384, SHA384withECDSA", "p521, SHA512withECDSA", "ed25519, Ed25519",
    "rsa2048, SHA256withRSA"
  })
  void aDamagedSignatureDoesNotHold(String name, String jca) {
    Bytes message = Bytes.utf8("the imprint on the paper");
    Bytes good = Signing.sign(name, jca, message);
    VerificationKey key = TestData.publicKey(name);
    assertTrue(key.verifies(message, good));
    Bent.of(good, 13, 200)
        .filter(bent -> !bent.equals(good))
        .forEach(bent -> assertFalse(key.verifies(message, bent)));
  }

  /** A signature of megabytes costs nothing. */
  @Test
  void aHugeSignatureIsNotLookedAt() {
    Bytes huge = Bytes.of(new byte[8 << 20]);
    for (String name : List.of("p256", "ed25519", "rsa4096")) {
      assertFalse(TestData.publicKey(name).verifies(Bytes.EMPTY, huge));
    }
    assertFalse(TestData.publicKey("rsa4096").verifies(Bytes.EMPTY, Bytes.of(new byte[1025])));
  }

  @Test
  void oneKeyIsUsedByManyThreads() throws Exception {
    Bytes message = Bytes.utf8("m");
    for (String name : List.of("p384", "ed25519", "rsa3072")) {
      VerificationKey key = TestData.publicKey(name);
      String jca = name.equals("p384") ? "SHA256withECDSA" : name.equals("ed25519") ? "Ed25519" : "SHA256withRSA";
      Bytes good = Signing.sign(name, jca, message);
      Bytes other = Signing.sign(name, jca, Bytes.utf8("n"));
      long right = IntStream.range(0, 200).parallel()
          .filter(i -> key.verifies(message, i % 2 == 0 ? good : other) == (i % 2 == 0))
          .count();
      assertEquals(200, right, name);
    }
  }
}
