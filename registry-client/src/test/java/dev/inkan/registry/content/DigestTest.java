package dev.inkan.registry.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** image-spec descriptor.md "Digests"; A009 and registry.md 6 #31, #32: a digest is always safe in a path. */
class DigestTest {
  private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:" + HEX,
        "sha512:" + HEX + HEX,
        "blake3:" + HEX,
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "sha1:abc",
        "blake9:ABC",
        "multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8",
        "sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564",
        "a.b_c-d+e:x=",
      })
  void whatFollowsTheGrammarIsReadAsItStands(String text) throws Exception {
    assertEquals(text, Digest.parse(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "sha256",
        "sha256:",
        ":" + HEX,
        HEX,
        "sha256:../../etc/x",
        "sha256:..",
        "sha256:" + HEX + "\0",
        "sha256:" + HEX + "/..",
        "sha256:" + HEX + "\n",
        " sha256:" + HEX,
        "sha256: " + HEX,
        "sha256:0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
        "sha256:" + HEX + "0",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
        "sha256:g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "sha512:" + HEX,
        "blake3:" + HEX + HEX,
        "SHA256:" + HEX,
        "sha256:sha256:" + HEX,
        "sha_256_:" + HEX,
        "-sha:" + HEX,
        "sha..256:" + HEX,
        "sha256@" + HEX,
        "sha256:\u0660123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
        "../sha256:abc",
        "a/b:abc",
        "other:a/b",
        "other:a.b",
        "other:a\\b",
        "other:%2e%2e",
      })
  void anythingElseIsRefused(String text) {
    assertThrows(MalformedContent.class, () -> Digest.parse(text));
  }

  @Test
  void aDigestHasAtMost256Characters() throws Exception {
    String fits = "other:" + "a".repeat(250);
    assertEquals(fits, Digest.parse(fits).toString());
    assertThrows(MalformedContent.class, () -> Digest.parse(fits + "a"));
    assertThrows(MalformedContent.class, () -> Digest.parse("a".repeat(5_000_000)));
    assertThrows(MalformedContent.class, () -> Digest.parse("a.".repeat(5_000_000) + ":a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "0123"})
  void aDigestThatExistsIsLegal(String encoded) {
    assertThrows(IllegalArgumentException.class, () -> new Digest("sha256", encoded));
  }

  @Test
  void whatItShowsOfABadDigestIsPrintable() {
    var refused = assertThrows(MalformedContent.class, () -> Digest.parse("sha256:\u001b[31m"));
    assertTrue(String.valueOf(refused.getMessage()).endsWith("\"sha256:\\u001b[31m\""), refused.getMessage());
  }

  @Test
  void knownAnswers() throws Exception {
    Bytes abc = Bytes.utf8("abc");
    Digest sha256 = Digest.parse("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Digest sha512 = Digest.parse("sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    assertEquals(sha256, Digest.sha256(abc));
    assertTrue(sha256.matches(abc));
    assertTrue(sha512.matches(abc));
    assertFalse(sha256.matches(Bytes.utf8("abd")));
    assertFalse(sha512.matches(Bytes.utf8("")));
  }

  /** registry.md 6 #32: it can be carried, and proves nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"md5:d41d8cd98f00b204e9800998ecf8427e", "blake3:" + HEX, "sha1:abc"})
  void whatCannotBeComputedProvesNothing(String text) throws Exception {
    Digest digest = Digest.parse(text);
    assertFalse(digest.isSupported());
    assertThrows(IllegalStateException.class, digest::hasher);
    assertThrows(IllegalStateException.class, () -> digest.matches(Bytes.EMPTY));
  }

  @Test
  void sha256AndSha512AreSupported() throws Exception {
    assertTrue(Digest.parse("sha256:" + HEX).isSupported());
    assertTrue(Digest.parse("sha512:" + HEX + HEX).isSupported());
    assertEquals("SHA-512", Digest.parse("sha512:" + HEX + HEX).hasher().getAlgorithm());
  }

  @Test
  void digestsHaveAnOrder() throws Exception {
    assertTrue(Digest.parse("a:b").compareTo(Digest.parse("a:c")) < 0);
    assertEquals(0, Digest.parse("a:b").compareTo(Digest.parse("a:b")));
  }
}
