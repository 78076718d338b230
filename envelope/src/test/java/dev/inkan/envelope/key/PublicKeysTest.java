package dev.inkan.envelope.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.encoding.Der;
import dev.inkan.envelope.encoding.Pem;
import dev.inkan.envelope.testing.Signing;
import dev.inkan.envelope.testing.TestData;
import dev.inkan.registry.content.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicKeysTest {
  private static String refusal(Bytes file) {
    return String.valueOf(assertThrows(MalformedKey.class, () -> PublicKeys.parsePem(file)).getMessage());
  }

  private static String text(String name) throws Exception {
    return TestData.file("keys/" + name + ".pub").utf8();
  }

  private static Bytes edwards(String hex) {
    return Der.sequence(
        Der.sequence(Der.oid(PublicKeys.ED25519)), Der.bitString(Bytes.of(HexFormat.of().parseHex(hex))));
  }

  private static Bytes rsa(BigInteger modulus, BigInteger exponent) {
    return Der.sequence(
        Der.sequence(Der.oid(PublicKeys.RSA), Der.nothing()),
        Der.bitString(Der.sequence(Der.integer(modulus), Der.integer(exponent))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "p384", "p521", "ed25519", "rsa2048", "rsa3072", "rsa4096"})
  void aKeyOfEachAcceptedKindIsReadAsPemAndAsDer(String name) throws Exception {
    Bytes der = Bytes.of(Signing.der("keys/" + name + ".pub"));
    VerificationKey key = PublicKeys.parsePem(TestData.file("keys/" + name + ".pub"));
    assertEquals(name, key.algorithm());
    assertEquals(der, key.spki());
    assertEquals(key, PublicKeys.parsePem(der));
    assertEquals(TestData.file("keys/" + name + ".pub"), PublicKeys.writePem(key));
    assertEquals(key.hashCode(), PublicKeys.parsePem(der).hashCode());
    assertEquals(name + " " + key.fingerprint(), key.toString());
  }

  @Test
  void twoKeysAreEqualOnlyWhenTheirPublicBytesAre() throws Exception {
    assertNotEquals(TestData.publicKey("rsa2048"), TestData.publicKey("rsa3072"));
    assertNotEquals(TestData.publicKey("p256"), TestData.publicKey("nopassword"));
  }

  /** A118. */
  @Test
  void lineEndingsAndTextInFrontDoNotMatter() throws Exception {
    VerificationKey key = TestData.publicKey("p256");
    assertEquals(key, PublicKeys.parsePem(Bytes.utf8(text("p256").replace("\n", "\r\n"))));
    assertEquals(key, PublicKeys.parsePem(Bytes.utf8("0 release key of the team\n" + text("p256"))));
  }

  /** A118, A119: what is no key is an error, never no key. */
  @Test
  void whatIsNotExactlyOnePublicKeyIsRefusedWithItsOwnSentence() throws Exception {
    assertTrue(refusal(Bytes.EMPTY).contains("empty"));
    assertTrue(refusal(Bytes.utf8(" \n\n")).contains("empty"));
    assertTrue(refusal(Bytes.utf8("ssh-ed25519 AAAA")).contains("no BEGIN line"));
    assertTrue(refusal(Bytes.utf8(text("p256") + text("p384"))).contains("2 PEM blocks"));
    assertTrue(refusal(Bytes.utf8(text("p256").replace("-----END PUBLIC KEY-----\n", ""))).contains("cut off"));
    assertTrue(refusal(Bytes.of(text("p256").getBytes(StandardCharsets.UTF_16LE))).contains("UTF-16"));
    assertTrue(refusal(TestData.file("keys/refused/certificate.pem")).contains("openssl x509 -pubkey"));
    assertTrue(refusal(TestData.file("keys/refused/rsa2048.pkcs1.pub")).contains("-RSAPublicKey_in"));
    for (String name : new String[] {"p256.pkcs8", "p256.sec1", "rsa2048.pkcs1", "p256.cosign", "p256.pbkdf2"}) {
      assertTrue(refusal(TestData.file("keys/" + name + ".key")).contains("inkan key public"));
    }
    assertTrue(refusal(Pem.write("SOMETHING", Bytes.utf8("x"))).contains("\"SOMETHING\""));
    assertTrue(refusal(Pem.write("PUBLIC KEY", Bytes.utf8("x"))).contains("SubjectPublicKeyInfo"));
    assertTrue(refusal(Bytes.of(Signing.der("keys/p256.pkcs8.key"))).contains("SubjectPublicKeyInfo"));
  }

  /** A114, A115. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      secp256k1       | another curve (1.3.132.0.10)
      p192            | another curve (1.2.840.10045.3.1.1)
      p256-explicit   | parameters of its own
      p256-compressed | uncompressed
      p256-hybrid     | uncompressed
      rsa1024         | 1024 bits
      rsa8192         | 8192 bits
      rsa2048-e3      | unusual public exponent
      rsa-pss         | RSA-PSS
      dsa             | 1.2.840.10040.4.1
      ed448           | 1.3.101.113
      x25519          | 1.3.101.110
      """)
  void aKeyThatIsNotAcceptedIsRefusedWithTheReason(String name, String reason) {
    String message = refusal(TestData.file("keys/refused/" + name + ".pub"));
    assertTrue(message.contains(reason), message);
  }

  @Test
  void aPointMustBeOnItsCurve() {
    byte[] der = Signing.der("keys/p256.pub");
    der[der.length - 1] ^= 1;
    assertTrue(refusal(Bytes.of(der)).contains("not on the curve"));
  }

  /** A110: a short or long key, a small order, a sum with a point of small order, a second encoding of a point. */
  @ParameterizedTest
  @ValueSource(strings = {
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a00",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "95999999999999999999999999999999999999999999999999999999999999e6",
    "f7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
  })
  void anEdwardsPointIsOneOfThePrimeOrder(String hex) {
    assertTrue(refusal(edwards(hex)).contains("not one of Ed25519's group"));
  }

  @Test
  void theFirstExampleKeyOfRfc8032IsAnEdwardsPoint() throws Exception {
    Bytes spki = edwards("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    assertEquals("ed25519", PublicKeys.parseDer(spki).algorithm());
  }

  @Test
  void anRsaKeyHasAUsualExponentAndAnOddModulus() throws Exception {
    BigInteger odd = new BigInteger(1, Signing.der("keys/rsa2048.pub")).shiftRight(40).setBit(2047).setBit(0)
        .mod(BigInteger.TWO.pow(2048));
    BigInteger usual = BigInteger.valueOf(65537);
    assertEquals("rsa2048", PublicKeys.parseDer(rsa(odd, usual)).algorithm());
    assertEquals("rsa2048", PublicKeys.parseDer(rsa(odd, BigInteger.valueOf((1L << 31) - 1))).algorithm());
    assertTrue(refusal(rsa(odd.clearBit(0), usual)).contains("weak RSA key"));
    for (long exponent : new long[] {-65537, 0, 1, 3, 17, 65535, 65538, (1L << 31) + 1}) {
      assertTrue(refusal(rsa(odd, BigInteger.valueOf(exponent))).contains("exponent"), "" + exponent);
    }
    assertTrue(refusal(rsa(odd.negate(), usual)).contains("bits"));
    assertTrue(refusal(rsa(odd.setBit(4096), usual)).contains("4097 bits"));
    assertTrue(refusal(rsa(odd.clearBit(2047), usual)).contains("bits"));
  }

  /** A114: a modulus of the kind that Infineon's library made, p and q being k*M + 65537^a mod M. */
  @Test
  void aRocaModulusIsRecognised() {
    BigInteger primorial = BigInteger.ONE;
    for (int prime = 2; prime <= 701; prime++) {
      if (BigInteger.valueOf(prime).isProbablePrime(30)) {
        primorial = primorial.multiply(BigInteger.valueOf(prime));
      }
    }
    BigInteger generator = BigInteger.valueOf(65537);
    BigInteger step = primorial.multiply(BigInteger.valueOf(3).shiftLeft(1022).divide(primorial));
    BigInteger p = step.add(generator.modPow(BigInteger.valueOf(123_456), primorial));
    BigInteger q = step.add(generator.modPow(BigInteger.valueOf(987_654), primorial));
    BigInteger modulus = p.multiply(q);
    assertTrue(refusal(rsa(modulus, generator)).contains("weak RSA key"), modulus.bitLength() + " bits");
  }

  /** One key, one SubjectPublicKeyInfo: else equal keys would count as two signers. */
  @Test
  void aSecondEncodingOfAKeyIsRefused() {
    byte[] p256 = Signing.der("keys/p256.pub");
    Bytes spki = Bytes.of(p256);
    assertTrue(refusal(Bytes.concat(spki, Bytes.of(new byte[] {0}))).contains("follows the last"));
    assertTrue(refusal(Der.sequence(spki)).contains("SubjectPublicKeyInfo"));
    Bytes point = Bytes.of(Arrays.copyOfRange(p256, p256.length - 65, p256.length));
    Bytes algorithm = Der.sequence(Der.oid(PublicKeys.EC), Der.oid(NamedCurve.P256.oid()));
    Bytes extra = Der.sequence(Der.oid(PublicKeys.EC), Der.oid(NamedCurve.P256.oid()), Der.nothing());
    assertTrue(refusal(Der.sequence(extra, Der.bitString(point))).contains("follows the last"));
    assertTrue(refusal(Der.sequence(algorithm, Der.bitString(point), Der.nothing())).contains("follows the last"));
    Bytes withNull = Der.sequence(Der.oid(PublicKeys.ED25519), Der.nothing());
    Bytes good = Bytes.of(HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    assertTrue(refusal(Der.sequence(withNull, Der.bitString(good))).contains("follows the last"));
    Bytes numbers = Der.sequence(Der.integer(1), Der.integer(3));
    Bytes noNull = Der.sequence(Der.oid(PublicKeys.RSA));
    assertTrue(refusal(Der.sequence(noNull, Der.bitString(numbers))).contains("SubjectPublicKeyInfo"));
  }
}
