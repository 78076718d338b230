package dev.inkan.envelope.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.encoding.Der;
import dev.inkan.envelope.encoding.DerReader;
import dev.inkan.envelope.testing.Signing;
import dev.inkan.envelope.testing.TestData;
import dev.inkan.registry.content.Bytes;
import java.math.BigInteger;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519phSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VerificationKeyTest {
  private static final Bytes MESSAGE = Bytes.utf8("the imprint on the paper");
  private static final BigInteger P256_ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private static Optional<SignatureAlgorithm> scheme(String key, Bytes signature) {
    return TestData.publicKey(key).schemeOf(MESSAGE, signature);
  }

  /** A117: this table is the decision which hash goes with which key; every other mix is refused. */
  @ParameterizedTest
  @CsvSource({
    "p256, SHA256withECDSA, ECDSA_SHA256",
    "p384, SHA256withECDSA, ECDSA_SHA256",
    "p384, SHA384withECDSA, ECDSA_SHA384",
    "p521, SHA256withECDSA, ECDSA_SHA256",
    "p521, SHA512withECDSA, ECDSA_SHA512",
    "rsa2048, SHA256withRSA, RSA_PKCS1_SHA256",
    "rsa3072, SHA256withRSA, RSA_PKCS1_SHA256",
    "rsa4096, SHA256withRSA, RSA_PKCS1_SHA256",
    "ed25519, Ed25519, ED25519"
  })
  void aSignatureUnderAnAcceptedSchemeHoldsForItsMessageOnly(String key, String jca, SignatureAlgorithm scheme) {
    Bytes signature = Signing.sign(key, jca, MESSAGE);
    assertEquals(Optional.of(scheme), scheme(key, signature));
    assertTrue(TestData.publicKey(key).verifies(MESSAGE, signature));
    assertFalse(TestData.publicKey(key).verifies(Bytes.utf8("another paper"), signature));
  }

  /** A113, A116, A117. */
  @ParameterizedTest
  @CsvSource({
    "p256, SHA1withECDSA", "p256, SHA384withECDSA", "p256, SHA512withECDSA",
    "p384, SHA1withECDSA", "p384, SHA512withECDSA",
    "p521, SHA1withECDSA", "p521, SHA384withECDSA",
    "rsa2048, SHA1withRSA", "rsa2048, MD5withRSA", "rsa2048, SHA384withRSA", "rsa2048, SHA512withRSA"
  })
  void anotherHashIsRefused(String key, String jca) {
    assertEquals(Optional.empty(), scheme(key, Signing.sign(key, jca, MESSAGE)));
  }

  @Test
  void theFirstSchemeIsTheOneThatEveryVerifierAccepts() {
    for (String key : new String[] {"p256", "p384", "p521"}) {
      assertEquals(SignatureAlgorithm.ECDSA_SHA256, TestData.publicKey(key).schemes().getFirst());
    }
    assertEquals(SignatureAlgorithm.ED25519, TestData.publicKey("ed25519").schemes().getFirst());
  }

  @Test
  void aSignatureByAnotherKeyDoesNotHold() {
    Bytes signature = Signing.sign("p256", "SHA256withECDSA", MESSAGE);
    for (String key : new String[] {"nopassword", "p384", "p521", "ed25519", "rsa2048"}) {
      assertFalse(TestData.publicKey(key).verifies(MESSAGE, signature), key);
    }
  }

  /** A059 and everything that is no signature at all. */
  @ParameterizedTest
  @ValueSource(strings = {"p256", "p384", "p521", "ed25519", "rsa2048", "rsa3072", "rsa4096"})
  void whatIsNoSignatureNeitherHoldsNorThrows(String key) {
    for (int size : new int[] {0, 1, 63, 64, 65, 72, 256, 384, 512, 513}) {
      for (int value : new int[] {0x00, 0x30, 0xFF}) {
        var bytes = new byte[size];
        Arrays.fill(bytes, (byte) value);
        assertFalse(TestData.publicKey(key).verifies(MESSAGE, Bytes.of(bytes)), size + " bytes");
        assertFalse(TestData.publicKey(key).verifies(Bytes.EMPTY, Bytes.of(bytes)), size + " bytes");
      }
    }
  }

  /** A105 (CVE-2022-21449), with the integers at and beyond the edges. */
  @Test
  void anEcdsaSignatureOfNumbersOutOfRangeDoesNotHold() throws Exception {
    DerReader numbers = DerReader.of(Signing.sign("p256", "SHA256withECDSA", MESSAGE)).sequence();
    BigInteger r = numbers.integer();
    BigInteger s = numbers.integer();
    VerificationKey key = TestData.publicKey("p256");
    assertTrue(key.verifies(MESSAGE, ecdsa(r, s)));
    for (BigInteger zero : new BigInteger[] {BigInteger.ZERO, P256_ORDER, P256_ORDER.negate()}) {
      assertFalse(key.verifies(MESSAGE, ecdsa(zero, zero)));
      assertFalse(key.verifies(MESSAGE, ecdsa(r, zero)));
      assertFalse(key.verifies(MESSAGE, ecdsa(zero, s)));
    }
    assertFalse(key.verifies(MESSAGE, ecdsa(r.add(P256_ORDER), s)));
    assertFalse(key.verifies(MESSAGE, ecdsa(r, s.add(P256_ORDER))));
    assertFalse(key.verifies(MESSAGE, ecdsa(r.subtract(P256_ORDER), s)));
    assertFalse(key.verifies(MESSAGE, ecdsa(r, s.negate())));
  }

  /** A103: so the bytes of a signature identify nothing. */
  @Test
  void theMirroredEcdsaSignatureHoldsToo() throws Exception {
    DerReader numbers = DerReader.of(Signing.sign("p256", "SHA256withECDSA", MESSAGE)).sequence();
    Bytes mirrored = ecdsa(numbers.integer(), P256_ORDER.subtract(numbers.integer()));
    assertTrue(TestData.publicKey("p256").verifies(MESSAGE, mirrored));
  }

  private static Bytes ecdsa(BigInteger r, BigInteger s) {
    return Der.sequence(Der.integer(r), Der.integer(s));
  }

  /** A106, A107. */
  @Test
  void anEcdsaSignatureHasOneEncoding() throws Exception {
    Bytes signature = Signing.sign("p256", "SHA256withECDSA", MESSAGE);
    VerificationKey key = TestData.publicKey("p256");
    DerReader numbers = DerReader.of(signature).sequence();
    BigInteger r = numbers.integer();
    BigInteger s = numbers.integer();
    Bytes one = Bytes.of(new byte[] {0});
    assertFalse(key.verifies(MESSAGE, Bytes.concat(signature, one)), "garbage behind");
    assertFalse(key.verifies(MESSAGE, Bytes.concat(signature, signature)), "two signatures");
    assertFalse(key.verifies(MESSAGE, Der.sequence(Der.integer(r), Der.integer(s), Der.integer(0))), "a third number");
    assertFalse(key.verifies(MESSAGE, Der.sequence(Der.integer(r))), "one number");
    Bytes padded = Der.element(DerReader.INTEGER, Bytes.concat(one, one, Bytes.of(r.toByteArray())));
    assertFalse(key.verifies(MESSAGE, Der.sequence(padded, Der.integer(s))), "a padded number");
    byte[] der = signature.toByteArray();
    byte[] longForm = new byte[der.length + 1];
    System.arraycopy(der, 1, longForm, 2, der.length - 1);
    longForm[0] = 0x30;
    longForm[1] = (byte) 0x81;
    assertFalse(key.verifies(MESSAGE, Bytes.of(longForm)), "a long length");
    Bytes indefinite = Bytes.concat(
        Bytes.of(new byte[] {0x30, (byte) 0x80}), Der.integer(r), Der.integer(s), Bytes.of(new byte[] {0, 0}));
    assertFalse(key.verifies(MESSAGE, indefinite), "an indefinite length");
    assertFalse(key.verifies(MESSAGE, Signing.sign("p256", "SHA256withECDSAinP1363Format", MESSAGE)), "r and s raw");
  }

  /** A108: each of these is what some verifier once took for the padding. */
  @Test
  void rsaPaddingIsComparedWhole() throws Exception {
    byte[] hash = SignatureAlgorithm.RSA_PKCS1_SHA256.input(MESSAGE);
    String info = "3031300d060960864801650304020105000420";
    assertTrue(holdsPadded("0001", "00" + info, hash, "", 0xFF), "the twin that is right");
    assertFalse(holdsPadded("0001", "00302f300b0609608648016503040201" + "0420", hash, "", 0xFF), "NULL is missing");
    assertFalse(holdsPadded("0002", "00" + info, hash, "", 0xFF), "block type 2");
    assertFalse(holdsPadded("0001", "00" + info, hash, "", 0xFE), "other padding bytes");
    assertFalse(holdsPadded("0001", "00" + info.replace("0201", "0202"), hash, "", 0xFF), "another hash's name");
    assertFalse(holdsPadded("0001", "0030813130" + info.substring(6), hash, "", 0xFF), "BER length");
    assertFalse(holdsPadded("0001", "00", hash, "", 0xFF), "no DigestInfo");
    byte[] almost = hash.clone();
    almost[31] ^= 1;
    assertFalse(holdsPadded("0001", "00" + info, almost, "", 0xFF), "the last bit of the hash");
    assertFalse(holdsGarbage(info, hash), "garbage behind the hash");
  }

  private static boolean holdsGarbage(String info, byte[] hash) {
    String garbage = "00".repeat(256 - 2 - 8 - 1 - info.length() / 2 - hash.length);
    return holdsPadded("0001", "00" + info, hash, garbage, 0xFF);
  }

  /** Signs {@code head FF..FF middle hash tail}, filled up to the modulus's length, without any padding of its own. */
  private static boolean holdsPadded(String head, String middle, byte[] hash, String tail, int filler) {
    RSAPrivateKey key = (RSAPrivateKey) Signing.privateKey("rsa2048");
    String end = middle + HexFormat.of().formatHex(hash) + tail;
    String fill = HexFormat.of().toHexDigits((byte) filler).repeat(256 - (head.length() + end.length()) / 2);
    BigInteger message = new BigInteger(head + fill + end, 16);
    byte[] raw = message.modPow(key.getPrivateExponent(), key.getModulus()).toByteArray();
    byte[] signature = new byte[256];
    int from = Math.max(0, raw.length - 256);
    System.arraycopy(raw, from, signature, 256 - raw.length + from, raw.length - from);
    return TestData.publicKey("rsa2048").verifies(MESSAGE, Bytes.of(signature));
  }

  /** A108: another representative of the same number. */
  @Test
  void anRsaSignatureIsSmallerThanTheModulusAndOfItsLength() {
    Bytes signature = Signing.sign("rsa2048", "SHA256withRSA", MESSAGE);
    VerificationKey key = TestData.publicKey("rsa2048");
    assertTrue(key.verifies(MESSAGE, signature));
    assertFalse(key.verifies(MESSAGE, Bytes.concat(Bytes.of(new byte[] {0}), signature)));
    BigInteger modulus = ((RSAPrivateKey) Signing.privateKey("rsa2048")).getModulus();
    BigInteger small = new BigInteger(1, signature.toByteArray());
    byte[] beyond = small.add(modulus).toByteArray();
    assertFalse(key.verifies(MESSAGE, Bytes.of(beyond)));
    byte[] last256 = Arrays.copyOfRange(beyond, beyond.length - 256, beyond.length);
    assertFalse(key.verifies(MESSAGE, Bytes.of(last256)));
  }

  /** A109: RSA means PKCS#1 v1.5 here, for the key and for the signature. */
  @Test
  void anRsaPssSignatureDoesNotHold() throws Exception {
    Signature signer = Signature.getInstance("RSASSA-PSS");
    signer.setParameter(new PSSParameterSpec(
        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    signer.initSign(Signing.privateKey("rsa2048"));
    signer.update(MESSAGE.toByteArray());
    assertFalse(TestData.publicKey("rsa2048").verifies(MESSAGE, Bytes.of(signer.sign())));
  }

  private static Ed25519PrivateKeyParameters edwardsKey() {
    byte[] der = Signing.der("keys/ed25519.pkcs8.key");
    return new Ed25519PrivateKeyParameters(der, der.length - 32);
  }

  private static Bytes prehashed(Bytes message, byte[] context) {
    var signer = new Ed25519phSigner(context);
    signer.init(true, edwardsKey());
    signer.update(message.toByteArray(), 0, message.size());
    return Bytes.of(signer.generateSignature());
  }

  @Test
  void prehashedEd25519HoldsWithoutAContext() {
    assertEquals(Optional.of(SignatureAlgorithm.ED25519_PH), scheme("ed25519", prehashed(MESSAGE, new byte[0])));
    assertFalse(TestData.publicKey("ed25519").verifies(MESSAGE, prehashed(MESSAGE, new byte[] {1})));
  }

  /** A111: neither scheme's signature is one of the other scheme's over the hash or over what was hashed. */
  @Test
  void thePureAndThePrehashedSchemeDoNotMix() {
    Bytes hash = Bytes.of(SignatureAlgorithm.ED25519_PH.input(MESSAGE));
    VerificationKey key = TestData.publicKey("ed25519");
    assertFalse(key.verifies(MESSAGE, Signing.sign("ed25519", "Ed25519", hash)));
    assertFalse(key.verifies(hash, prehashed(MESSAGE, new byte[0])));
  }

  /** A110: S of the same residue, other lengths. */
  @Test
  void anEd25519SignatureHasOneEncoding() {
    byte[] signature = Signing.sign("ed25519", "Ed25519", MESSAGE).toByteArray();
    VerificationKey key = TestData.publicKey("ed25519");
    assertTrue(key.verifies(MESSAGE, Bytes.of(signature)));
    assertFalse(key.verifies(MESSAGE, Bytes.of(Arrays.copyOf(signature, 63))));
    assertFalse(key.verifies(MESSAGE, Bytes.of(Arrays.copyOf(signature, 65))));
    BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] s = Arrays.copyOfRange(signature, 32, 64);
    byte[] larger = reversed(new BigInteger(1, reversed(s)).add(order).toByteArray());
    byte[] forged = Arrays.copyOf(signature, 64);
    System.arraycopy(larger, 0, forged, 32, 32);
    assertFalse(key.verifies(MESSAGE, Bytes.of(forged)));
  }

  private static byte[] reversed(byte[] bytes) {
    var out = new byte[Math.max(bytes.length, 32)];
    for (int i = 0; i < bytes.length; i++) {
      out[bytes.length - 1 - i] = bytes[i];
    }
    return out;
  }
}
