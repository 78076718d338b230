package dev.inkan.signer.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.Bytes;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SecretBoxTest {
  /** The example of NaCl's own tests (secretbox.c). */
  private static final byte[] KEY = hex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");

  private static final Bytes NONCE = Bytes.of(hex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37"));
  private static final Bytes MESSAGE = Bytes.of(hex(
      "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc"
          + "3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb"
          + "48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705"));
  private static final Bytes BOX = Bytes.of(hex(
      "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0df"
          + "c17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368"
          + "517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5"));

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  @Test
  void naClsExampleIsSealedAndOpened() {
    assertEquals(BOX, SecretBox.seal(KEY, NONCE, MESSAGE));
    assertEquals(Optional.of(MESSAGE), SecretBox.open(KEY, NONCE, BOX));
    assertEquals(
        Optional.of(Bytes.EMPTY), SecretBox.open(KEY, NONCE, SecretBox.seal(KEY, NONCE, Bytes.EMPTY)));
  }

  @Test
  void oneChangedBitAnywhereIsNoticed() {
    for (int at = 0; at < BOX.size(); at++) {
      byte[] bent = BOX.toByteArray();
      bent[at] ^= 1;
      assertTrue(SecretBox.open(KEY, NONCE, Bytes.of(bent)).isEmpty(), "byte " + at);
    }
    byte[] otherKey = KEY.clone();
    otherKey[31] ^= 1;
    assertTrue(SecretBox.open(otherKey, NONCE, BOX).isEmpty());
    byte[] otherNonce = NONCE.toByteArray();
    otherNonce[23] ^= 1;
    assertTrue(SecretBox.open(KEY, Bytes.of(otherNonce), BOX).isEmpty());
  }

  @Test
  void aBoxShorterThanItsTagIsNone() {
    assertTrue(SecretBox.open(KEY, NONCE, Bytes.EMPTY).isEmpty());
    assertTrue(SecretBox.open(KEY, NONCE, Bytes.of(new byte[15])).isEmpty());
    assertTrue(SecretBox.open(KEY, NONCE, Bytes.of(new byte[16])).isEmpty());
  }
}
