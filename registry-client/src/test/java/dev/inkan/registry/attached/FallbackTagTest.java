package dev.inkan.registry.attached;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** distribution-spec "Referrers Tag Schema". */
class FallbackTagTest {
  private static final Repository APP = new Repository("registry.test", "app");
  private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
    "sha256:" + HEX + ", sha256-" + HEX,
    // 64 characters of 128: the whole would be too long for a tag.
    "sha512:" + HEX + "ffff" + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ab, sha512-" + HEX,
    "a+b.c_d-e:F=g_h-i, a-b.c_d-e-F-g_h-i",
    "abcdefghijklmnopqrstuvwxyz0123456789:x, abcdefghijklmnopqrstuvwxyz012345-x",
  })
  void theTagIsMadeOfTheDigest(String digest, String tag) throws Exception {
    assertEquals(tag, FallbackTag.of(new ByDigest(APP, Digest.parse(digest))).tag());
  }
}
