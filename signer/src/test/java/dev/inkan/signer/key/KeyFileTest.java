package dev.inkan.signer.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.encoding.Der;
import dev.inkan.envelope.encoding.DerReader;
import dev.inkan.envelope.encoding.Pem;
import dev.inkan.envelope.key.NamedCurve;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.SignatureAlgorithm;
import dev.inkan.registry.content.Bytes;
import dev.inkan.signer.testing.TestData;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFileTest {
  private static final PasswordSource NOT_ASKED = () -> {
    throw new AssertionError("a password was asked for");
  };
  private static final Bytes MESSAGE = Bytes.utf8("the imprint on the paper");

  private static PasswordSource password(String password) {
    return password::toCharArray;
  }

  private static Bytes key(String name) {
    return TestData.file("keys/" + name + ".key");
  }

  private static String refusal(Bytes file, PasswordSource passwords) {
    return String.valueOf(assertThrows(UnusableKey.class, () -> KeyFile.read(file, passwords)).getMessage());
  }

  private static String refusal(Bytes file) {
    return refusal(file, NOT_ASKED);
  }

  private static String refusal(String name, String password) {
    return refusal(key(name), password(password));
  }

  @ParameterizedTest
  @CsvSource({
    "p256.pkcs8, p256", "p384.pkcs8, p384", "p521.pkcs8, p521", "ed25519.pkcs8, ed25519", "rsa2048.pkcs8, rsa2048",
    "rsa3072.pkcs8, rsa3072", "rsa4096.pkcs8, rsa4096", "p256.sec1, p256", "p384.sec1, p384", "p521.sec1, p521",
    "rsa2048.pkcs1, rsa2048", "p256-with-parameters.sec1, p256-with-parameters"
  })
  void aPlainKeyIsReadWithoutAPassword(String name, String half) throws Exception {
    SigningKey key = KeyFile.read(key(name), NOT_ASKED);
    assertEquals(TestData.publicKey(half), key.publicKey());
    assertTrue(key.publicKey().verifies(MESSAGE, key.sign(MESSAGE)));
  }

  /** By OpenSSL and by cosign; the last two under costs and a label that cosign has used or may use. */
  @ParameterizedTest
  @CsvSource({
    "p256.pbkdf2, p256", "p384.pbkdf2-sha512-aes128, p384", "ed25519.pbkdf2-sha1-aes192, ed25519",
    "rsa2048.scrypt, rsa2048", "p256.cosign, p256", "p384.cosign, p384", "p521.cosign, p521", "ed25519.cosign, ed25519",
    "rsa2048.cosign, rsa2048", "p256.cosign-2021, p256", "p256.cosign-owasp, p256"
  })
  void anEncryptedKeyIsReadWithItsPasswordOnly(String name, String half) throws Exception {
    SigningKey key = KeyFile.read(key(name), password(TestData.PASSWORD));
    assertEquals(TestData.publicKey(half), key.publicKey());
    assertTrue(key.publicKey().verifies(MESSAGE, key.sign(MESSAGE)));
    assertEquals("wrong password for the private key", refusal(name, "Correct horse"));
    assertEquals("wrong password for the private key", refusal(name, ""));
  }

  @Test
  void theEmptyPasswordIsOne() throws Exception {
    SigningKey key = KeyFile.read(key("nopassword.cosign"), password(""));
    assertEquals(TestData.publicKey("nopassword"), key.publicKey());
    assertEquals("wrong password for the private key", refusal("nopassword.cosign", " "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256.cosign", "p256.pbkdf2", "rsa2048.scrypt"})
  void thePasswordIsAskedForOnceAndOverwritten(String name) throws Exception {
    var asked = new ArrayList<char[]>();
    KeyFile.read(key(name), () -> {
      asked.add(TestData.PASSWORD.toCharArray());
      return asked.getLast();
    });
    assertEquals(1, asked.size());
    assertArrayEquals(new char[TestData.PASSWORD.length()], asked.getFirst());
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256.cosign", "p256.pbkdf2"})
  void whereThereIsNoPasswordThatIsTheError(String name) {
    assertEquals("nobody there", refusal(key(name), () -> {
      throw new UnusableKey("nobody there");
    }));
  }

  /** Each kind of key signs under the scheme that every verifier accepts. */
  @ParameterizedTest
  @CsvSource({
    "p256, ECDSA_SHA256", "p384, ECDSA_SHA256", "p521, ECDSA_SHA256", "ed25519, ED25519", "rsa2048, RSA_PKCS1_SHA256",
    "rsa3072, RSA_PKCS1_SHA256", "rsa4096, RSA_PKCS1_SHA256"
  })
  void theFirstSchemeIsWhatIsSignedWith(String name, SignatureAlgorithm scheme) {
    SigningKey key = TestData.signingKey(name);
    assertEquals(Optional.of(scheme), key.publicKey().schemeOf(MESSAGE, key.sign(MESSAGE)));
    assertEquals(key.sign(MESSAGE), key.sign(MESSAGE), "the same claim is the same bytes");
  }

  /** RFC 6979 A.2.5, "sample" with SHA-256. */
  @Test
  void noncesAreThoseOfRfc6979() throws Exception {
    var number = new BigInteger("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16);
    Bytes expected = Der.sequence(
        Der.integer(new BigInteger("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716", 16)),
        Der.integer(new BigInteger("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8", 16)));
    SigningKey key = EcSigningKey.of(NamedCurve.P256, Bytes.of(number.toByteArray()));
    assertEquals(expected, key.sign(Bytes.utf8("sample")));
  }

  @Test
  void whatIsNoPrivateKeyIsRefusedWithItsOwnSentence() {
    assertTrue(refusal(Bytes.EMPTY).contains("the file is empty"));
    assertTrue(refusal(Bytes.utf8("hello")).contains("no BEGIN line"));
    assertTrue(refusal(TestData.file("keys/p256.pub")).contains("it is the .key file that signs"));
    assertTrue(refusal(TestData.file("keys/refused/rsa2048.pkcs1.pub")).contains("it is the .key file that signs"));
    assertTrue(refusal(TestData.file("keys/refused/certificate.pem")).contains("\"CERTIFICATE\""));
    assertTrue(refusal(Pem.write("OPENSSH PRIVATE KEY", MESSAGE)).contains("ssh-keygen -p -m PKCS8"));
    assertTrue(refusal(Pem.write("PGP PRIVATE KEY BLOCK", MESSAGE)).contains("\"PGP PRIVATE KEY BLOCK\""));
    assertTrue(refusal(TestData.der("keys/p256.pkcs8.key")).contains("openssl pkey -inform DER"));
    String twice = TestData.text("keys/p256.pkcs8.key") + TestData.text("keys/p384.pkcs8.key");
    assertTrue(refusal(Bytes.utf8(twice)).contains("2 PEM blocks"));
    String lost = TestData.text("keys/p256-with-parameters.sec1.key").replaceFirst("(?s)-----BEGIN EC PRIVATE.*", "");
    assertTrue(refusal(Bytes.utf8(lost)).contains("\"EC PARAMETERS\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256.pkcs8", "p256.cosign", "rsa2048.pkcs1", "p256.pbkdf2"})
  void aKeyFileThatIsCutOffIsNamedSo(String name) {
    String text = TestData.text("keys/" + name + ".key");
    assertTrue(refusal(Bytes.utf8(text.substring(0, text.length() / 2))).contains("cut off"));
  }

  /** The block is whole, but what is in it is not. */
  @ParameterizedTest
  @CsvSource({
    "p256.pkcs8, PRIVATE KEY", "ed25519.pkcs8, PRIVATE KEY", "rsa2048.pkcs8, PRIVATE KEY", "p256.sec1, EC PRIVATE KEY",
    "rsa2048.pkcs1, RSA PRIVATE KEY", "p256.pbkdf2, ENCRYPTED PRIVATE KEY", "rsa2048.scrypt, ENCRYPTED PRIVATE KEY"
  })
  void aDamagedKeyIsRefusedAtWhateverByteItEnds(String name, String label) {
    byte[] der = TestData.der("keys/" + name + ".key").toByteArray();
    for (int size = 1; size < der.length; size += 1 + der.length / 64) {
      Bytes cut = Pem.write(label, Bytes.of(Arrays.copyOf(der, size)));
      assertTrue(refusal(cut).startsWith("the private key is damaged"));
    }
  }

  /** A114, A115: what is not accepted for verifying is not for signing. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      secp256k1              | another curve (1.3.132.0.10)
      p192                   | another curve (1.2.840.10045.3.1.1)
      p256-explicit          | parameters of its own
      rsa1024                | 1024 bits
      rsa8192                | 8192 bits
      rsa2048-e3             | unusual public exponent
      rsa-pss                | 1.2.840.113549.1.1.10
      dsa                    | 1.2.840.10040.4.1
      ed448                  | 1.3.101.113
      x25519                 | 1.3.101.110
      p256.legacy-encrypted  | openssl pkcs8 -topk8
      p256.pbes1             | outdated way
      p256.pbes2-des3        | another cipher than AES-CBC
      p256.pbkdf2-costly     | 20000000 iterations of PBKDF2
      """)
  void aKeyThatIsNotAcceptedIsRefusedWithTheReasonAndBeforeThePassword(String name, String reason) {
    String message = refusal(key("refused/" + name));
    assertTrue(message.contains(reason), message);
  }

  private static Bytes pkcs8(Bytes algorithm, Bytes... rest) {
    return Pem.write("PRIVATE KEY", Der.sequence(Der.integer(0), algorithm, Bytes.concat(rest)));
  }

  private static final Bytes P256 = Der.sequence(Der.oid(PublicKeys.EC), Der.oid(NamedCurve.P256.oid()));
  private static final Bytes ED25519 = Der.sequence(Der.oid(PublicKeys.ED25519));

  private static Bytes ecKey(BigInteger number, Bytes... rest) {
    byte[] raw = number.toByteArray();
    return Der.octetString(Der.sequence(Der.integer(1), Der.octetString(Bytes.of(raw)), Bytes.concat(rest)));
  }

  @Test
  void aPrivateNumberIsInRange() throws Exception {
    BigInteger order = NamedCurve.P256.domain().getN();
    assertEquals("p256", KeyFile.read(pkcs8(P256, ecKey(BigInteger.ONE)), NOT_ASKED).publicKey().algorithm());
    for (BigInteger bad : List.of(BigInteger.ZERO, order, order.add(BigInteger.ONE))) {
      assertTrue(refusal(pkcs8(P256, ecKey(bad))).contains("out of range"));
    }
  }

  @Test
  void aPublicHalfInAKeyFileIsItsOwn() throws Exception {
    Bytes seed = Der.octetString(Der.octetString(Bytes.of(new byte[32])));
    byte[] spki = KeyFile.read(pkcs8(ED25519, seed), NOT_ASKED).publicKey().spki().toByteArray();
    Bytes own = Bytes.concat(
        Bytes.of(new byte[] {0}), Bytes.of(Arrays.copyOfRange(spki, spki.length - 32, spki.length)));
    byte[] bent = own.toByteArray();
    bent[32] ^= 1;
    Bytes attributes = Der.element(0xA0, Bytes.EMPTY);
    KeyFile.read(pkcs8(ED25519, seed, attributes, Der.element(0x81, own)), NOT_ASKED);
    for (Bytes other : List.of(Bytes.of(bent), Bytes.EMPTY, Bytes.concat(own, own))) {
      assertTrue(refusal(pkcs8(ED25519, seed, Der.element(0x81, other))).contains("public half"));
    }
    Bytes point = Der.element(0xA1, Der.bitString(Bytes.of(new byte[65])));
    assertTrue(refusal(pkcs8(P256, ecKey(BigInteger.ONE, point))).contains("public half"));
  }

  @Test
  void aKeyHasOneCurveAndAKnownVersion() {
    Bytes p384 = Der.element(0xA0, Der.oid(NamedCurve.P384.oid()));
    assertTrue(refusal(pkcs8(P256, ecKey(BigInteger.ONE, p384))).contains("two curves"));
    Bytes bare = Der.sequence(Der.integer(1), Der.octetString(Bytes.of(new byte[] {1})));
    assertTrue(refusal(Pem.write("EC PRIVATE KEY", bare)).contains("without a curve"));
    Bytes version2 = Der.sequence(Der.integer(2), Der.octetString(Bytes.of(new byte[] {1})));
    assertTrue(refusal(Pem.write("EC PRIVATE KEY", version2)).contains("unknown version"));
    Bytes pkcs8Version2 = Der.sequence(Der.integer(2), ED25519, Der.octetString(Bytes.EMPTY));
    assertTrue(refusal(Pem.write("PRIVATE KEY", pkcs8Version2)).contains("unknown version"));
    assertTrue(refusal(pkcs8(ED25519, Der.octetString(Der.octetString(Bytes.of(new byte[31]))))).contains("31 bytes"));
    assertTrue(refusal(pkcs8(ED25519, Der.octetString(Der.octetString(Bytes.of(new byte[32]))), Der.nothing()))
        .contains("follows the last"));
  }

  /** A key whose numbers do not belong together may give its factors away with its first signature. */
  @Test
  void theNumbersOfAnRsaKeyBelongTogether() throws Exception {
    var in = DerReader.of(TestData.der("keys/rsa2048.pkcs1.key")).sequence();
    in.smallInteger();
    var numbers = new ArrayList<BigInteger>();
    for (int i = 0; i < 8; i++) {
      numbers.add(in.integer());
    }
    assertEquals("rsa2048", KeyFile.read(rsa(numbers, 0), NOT_ASKED).publicKey().algorithm());
    for (int i = 2; i < 8; i++) {
      var bent = new ArrayList<>(numbers);
      bent.set(i, bent.get(i).add(BigInteger.TWO));
      assertTrue(refusal(rsa(bent, 0)).contains("do not belong together"), "number " + i);
    }
    var onlyOne = new ArrayList<>(numbers);
    onlyOne.set(3, BigInteger.ONE);
    onlyOne.set(4, numbers.getFirst());
    assertTrue(refusal(rsa(onlyOne, 0)).contains("do not belong together"));
    assertTrue(refusal(rsa(numbers, 1)).contains("two primes"));
  }

  private static Bytes rsa(List<BigInteger> numbers, int version) {
    Bytes[] elements = numbers.stream().map(Der::integer).toArray(Bytes[]::new);
    return Pem.write("RSA PRIVATE KEY", Der.sequence(Der.integer(version), Bytes.concat(elements)));
  }

  @Test
  void noSecretIsInWhatAKeyShows() throws Exception {
    for (String name : List.of("p256", "ed25519", "rsa2048")) {
      SigningKey key = TestData.signingKey(name);
      assertEquals("private half of " + key.publicKey(), key.toString());
    }
    String message = refusal("p256.cosign", "hunter2");
    assertFalse(message.contains("hunter2"));
    assertEquals("Password", new Password("hunter2".toCharArray()).toString());
  }
}
