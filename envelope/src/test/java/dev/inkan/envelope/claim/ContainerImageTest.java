package dev.inkan.envelope.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.testing.Bent;
import dev.inkan.envelope.testing.TestData;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContainerImageTest {
  private static final Digest IMAGE =
      new Digest("sha256", "d8d6a27d398982038cfab36077de7d85fde2d5abd3fbc56bc21a761a18407101");
  private static final String GOOD =
      "{\"critical\":{\"identity\":{\"docker-reference\":\"r.example/app:v1\"},\"image\":{\"docker-manifest-digest\":\""
          + IMAGE + "\"},\"type\":\"cosign container image signature\"},\"optional\":{\"env\":\"prod\",\"n\":1}}";

  private static ContainerImage read(String json) throws MalformedEnvelope {
    return ContainerImage.read(Bytes.utf8(json));
  }

  private static MalformedEnvelope refusal(String json) {
    MalformedEnvelope refused = assertThrows(MalformedEnvelope.class, () -> read(json), json);
    assertEquals(MalformedEnvelope.Kind.MALFORMED, refused.kind());
    return refused;
  }

  @Test
  void itSaysWhatTheSignerCallsTheImageAndWhatItIsAbout() throws Exception {
    ContainerImage claim = read(GOOD);
    assertEquals("cosign container image signature", claim.type());
    assertEquals(Optional.of("r.example/app:v1"), claim.imageName());
    assertTrue(claim.isAbout(IMAGE));
    assertFalse(claim.isAbout(Digest.sha256(Bytes.EMPTY)));
    assertFalse(claim.isAbout(new Digest("blake3", IMAGE.encoded())));
    assertEquals(Map.of("env", "prod"), claim.annotations(IMAGE));
    assertEquals(Map.of(), claim.annotations(Digest.sha256(Bytes.EMPTY)));
  }

  /** A payload of podman's older kind, or of another tool, is told by its type. */
  @Test
  void anotherTypeIsRead() throws Exception {
    assertEquals("atomic container signature", read(GOOD.replace("cosign", "atomic").replace(" image", "")).type());
    assertEquals("", read(GOOD.replace("cosign container image signature", "")).type());
  }

  @Test
  void withoutAnnotationsTheyAreNull() throws Exception {
    assertEquals(Map.of(), read(GOOD.replaceFirst("\"optional\":.*", "\"optional\":null}")).annotations(IMAGE));
    assertEquals(Map.of(), read(GOOD.replaceFirst("\"optional\":.*", "\"optional\":{}}")).annotations(IMAGE));
  }

  /** What Go's reader, which ignores case and unknown members, would take for the same is not. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "`\"critical\"` | `\"Critical\"`",
    "`\"optional\"` | `\"Optional\"`",
    "`\"critical\":` | `\"critical\":{},\"critical\":`",
    "`\"critical\":` | `\"Critical\":{},\"critical\":`",
    "`\"optional\":` | `\"x\":1,\"optional\":`",
    "`\"identity\":{` | `\"identity\":{\"x\":1,`",
    "`\"identity\"` | `\"Identity\"`",
    "`\"docker-reference\"` | `\"Docker-Reference\"`",
    "`\"image\":{` | `\"image\":{\"Docker-manifest-digest\":\"sha256:00\",`",
    "`\"type\":` | `\"Type\":\"x\",\"type\":`",
    "`\"type\":\"cosign container image signature\"` | `\"type\":1`",
    "`\"docker-reference\":\"r.example/app:v1\"` | `\"docker-reference\":null`",
    "`\"optional\":{\"env\":\"prod\",\"n\":1}` | `\"optional\":[]`",
    "`,\"optional\":{\"env\":\"prod\",\"n\":1}` | ` `",
    "`sha256:d8d6` | `sha256:D8D6`",
    "`sha256:d8d6` | `d8d6`",
    "`sha256:d8d6` | ` sha256:d8d6`",
    "`sha256:d8d6` | `sha256:8d6`"
  })
  void anythingButExactlyItsMembersIsMalformed(String from, String to) {
    assertTrue(GOOD.contains(from));
    refusal(GOOD.replace(from, to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "\"\"", "{\"critical\":null,\"optional\":null}", "{} {}"})
  void whatIsNoPayloadIsMalformed(String json) {
    assertTrue(String.valueOf(refusal(json).getMessage()).startsWith("not a simple signing payload: "));
  }

  /** Byte for byte what cosign 2.6.5 and 3.1.3 signed; testdata/simplesigning. */
  @Test
  void whatIsWrittenIsWhatCosignWrites() throws Exception {
    assertEquals(
        file("f793fafd1b4a61272885ae4f59d668c60abfe2da987ea50953db7a5d7412c602"),
        ContainerImage.cosign("127.0.0.1:5711/a/app", IMAGE, Map.of()).utf8());
    assertEquals(
        file("0b8cbc9b9e6cc34c63f924a86dd55d8f23ad4b72df4a80b0b1e0fee3e4a00dfc"),
        ContainerImage.cosign(
            "127.0.0.1:5711/a/app", IMAGE, new TreeMap<>(Map.of("team", "payments", "q", "<a&b>"))).utf8());
    assertEquals(
        file("f056f40c2cdb808fd06b85aca8e22b3f5c6e9178e9fc0368c9c40fb56588fbfb"),
        ContainerImage.cosign("127.0.0.1:5711/b/app", IMAGE, Map.of("build", "42")).utf8());
  }

  private static String file(String digest) throws Exception {
    return TestData.file("simplesigning/" + digest + ".payload.json").utf8();
  }

  @Test
  void aDamagedPayloadIsRefusedOrRead() {
    long read = Bent.of(Bytes.utf8(GOOD), 17, 1000).filter(bent -> {
      try {
        return ContainerImage.read(bent).digest() != null;
      } catch (MalformedEnvelope e) {
        assertNotNull(e.getMessage());
        return false;
      }
    }).count();
    assertTrue(read > 0 && read < 1000, read + " read");
  }
}
