package dev.inkan.registry.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** image-spec descriptor.md. */
class DescriptorTest {
  private static final String DIGEST = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  private static Descriptor read(String json) throws MalformedContent {
    return Descriptor.read(StrictJson.parseObject(Bytes.utf8(json), "descriptor"));
  }

  private static String json(String size) {
    return "{\"mediaType\":\"a/b\",\"digest\":\"" + DIGEST + "\",\"size\":" + size + "}";
  }

  private static String json(String member, String value) {
    return "{\"mediaType\":\"a/b\",\"digest\":\"" + DIGEST + "\",\"size\":1,\"" + member + "\":" + value + "}";
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "4611686018427387904, 4611686018427387904", "9223372036854775807, 9223372036854775807"})
  void aSizeIsAWholeNumberOfBytes(String size, long bytes) throws Exception {
    assertEquals(bytes, read(json(size)).size());
  }

  /** A023, A054 and registry.md 6 #9. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "-9223372036854775808",
        "9223372036854775808",
        "18446744073709551616",
        "10000000000000000000",
        "1.0",
        "1.5",
        "1e3",
        "1E3",
        "1e19",
        "\"1\"",
        "\"\"",
        "null",
        "true",
        "[1]",
        "{}",
      })
  void anythingElseIsNoSize(String size) {
    assertThrows(MalformedContent.class, () -> read(json(size)));
  }

  @Test
  void dataIsBroughtAlongUnprovenAndNeverWritten() throws Exception {
    Descriptor read = read(json("data", "\"aGVsbG8=\""));
    assertEquals(Bytes.utf8("hello"), read.data());
    assertFalse(read.isProvenByData(), "of another digest and size");
    assertNull(read.json().get("data"));
    assertTrue(read(Descriptor.of(MediaType.OCI_EMPTY, Bytes.utf8("{}")), "e30=").isProvenByData());
  }

  private static Descriptor read(Descriptor descriptor, String data) throws MalformedContent {
    String json = JsonText.compact(descriptor.json()).utf8();
    return read(json.substring(0, json.length() - 1) + ",\"data\":\"" + data + "\"}");
  }

  /** registry.md 6 #56: it must not hide the entry, nor fill the memory. */
  @Test
  void dataThatIsNoneOrTooMuchIsLeftOut() throws Exception {
    for (String data : List.of("\"?\"", "1", "null", "\"" + "A".repeat(Descriptor.MAX_DATA + 4) + "\"")) {
      assertNull(read(json("data", data)).data(), data.substring(0, 1));
    }
    Bytes most = Bytes.of(new byte[768 * 1024]);
    assertEquals(most, read(json("data", "\"" + "A".repeat(Descriptor.MAX_DATA) + "\"")).data());
  }

  @Test
  void noSizeIsNegative() throws Exception {
    Digest digest = Digest.parse(DIGEST);
    assertThrows(IllegalArgumentException.class, () -> new Descriptor(MediaType.OCI_EMPTY, digest, -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"digest\":\"" + DIGEST + "\",\"size\":1}",
        "{\"mediaType\":\"a/b\",\"size\":1}",
        "{\"mediaType\":\"a/b\",\"digest\":\"" + DIGEST + "\"}",
        "{\"mediaType\":\"\",\"digest\":\"" + DIGEST + "\",\"size\":1}",
        "{\"mediaType\":\"a/b\",\"digest\":\"\",\"size\":1}",
        "{\"mediaType\":null,\"digest\":\"" + DIGEST + "\",\"size\":1}",
        "{\"mediaType\":1,\"digest\":\"" + DIGEST + "\",\"size\":1}",
        "{\"mediaType\":\"a/b\",\"digest\":[\"" + DIGEST + "\"],\"size\":1}",
        "{\"mediaType\":\"a/b\",\"digest\":\"sha256:../../etc/passwd\",\"size\":1}",
      })
  void typeDigestAndSizeMustBeThere(String json) {
    assertThrows(MalformedContent.class, () -> read(json));
  }

  @Test
  void theRestMayBeThere() throws Exception {
    assertNull(read(json("1")).artifactType());
    assertEquals(new MediaType("c/d"), read(json("artifactType", "\"c/d\"")).artifactType());
    assertEquals(Map.of("k", "v"), read(json("annotations", "{\"k\":\"v\"}")).annotations());
    assertEquals(Map.of(), read(json("annotations", "null")).annotations());
    assertEquals(
        new Platform("linux", "arm64", "v8"),
        read(json("platform", "{\"os\":\"linux\",\"architecture\":\"arm64\",\"variant\":\"v8\"}")).platform());
    assertEquals(1, read(json("data", "\"aGVsbG8=\"")).size());
    assertEquals(1, read(json("urls", "[\"http://169.254.169.254/\"]")).size());
    assertEquals(1, read(json("org.example.unknown", "{\"a\":[1]}")).size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "annotations|{\"k\":1}",
        "annotations|{\"k\":null}",
        "annotations|[]",
        "annotations|\"k=v\"",
        "artifactType|1",
        "platform|\"linux/amd64\"",
        "platform|{}",
        "platform|{\"os\":\"linux\"}",
        "platform|{\"os\":1,\"architecture\":\"amd64\"}",
      })
  void butNotAsSomethingElse(String member, String value) {
    assertThrows(MalformedContent.class, () -> read(json(member, value)));
  }

  /** One entry with a strange type in a listing must not hide the others. */
  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"nonsense\"", "\"a/b\\n\"", "null"})
  void anArtifactTypeThatIsNoneIsLeftOut(String type) throws Exception {
    assertNull(read(json("artifactType", type)).artifactType());
  }

  /** registry.md 6 #34: Go's JSON reads these as the member that they look like. */
  @ParameterizedTest
  @ValueSource(
      strings = {"Digest", "SIZE", "mediatype", "MediaType", "artifacttype", "Data", "URLs", "annotation\u017f"})
  void aMemberThatLooksLikeAnotherIsRefused(String member) {
    assertThrows(MalformedContent.class, () -> read(json(member, "\"x\"")));
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    var annotations = new LinkedHashMap<String, String>();
    for (String key : List.of("z", "a", "\"", "\u00fc", "m", "\u2028", "k")) {
      annotations.put(key, key + key);
    }
    var full = new Descriptor(
        MediaType.OCI_MANIFEST,
        Digest.parse(DIGEST),
        7,
        new MediaType("a/b"),
        annotations,
        new Platform("linux", "arm", "v7"));
    assertEquals(full, Descriptor.read(full.json()));
    assertEquals(List.copyOf(annotations.keySet()), List.copyOf(Descriptor.read(full.json()).annotations().keySet()));
    var bare = new Descriptor(MediaType.OCI_MANIFEST, Digest.parse(DIGEST), 7);
    assertEquals(bare, Descriptor.read(bare.json()));
    assertEquals(
        "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"" + DIGEST + "\",\"size\":7}",
        JsonText.compact(bare.json()).utf8());
  }

  @Test
  void theSameContentIsTheSameTypeDigestAndSize() throws Exception {
    Descriptor one = read(json("1"));
    assertTrue(one.isSameContent(read(json("artifactType", "\"c/d\""))));
    assertFalse(one.isSameContent(read(json("2"))));
    assertFalse(one.isSameContent(new Descriptor(new MediaType("a/c"), one.digest(), 1)));
    assertFalse(one.isSameContent(new Descriptor(one.mediaType(), Digest.sha256(Bytes.EMPTY), 1)));
  }

  @Test
  void annotationsCannotBeChangedLater() throws Exception {
    var annotations = new LinkedHashMap<String, String>();
    var descriptor =
        new Descriptor(MediaType.OCI_EMPTY, Digest.parse(DIGEST), 1, null, annotations, null);
    annotations.put("k", "v");
    assertEquals(Map.of(), descriptor.annotations());
    assertThrows(UnsupportedOperationException.class, () -> descriptor.annotations().put("k", "v"));
  }

  @Test
  void anUnknownPlatformNeverRuns() {
    assertTrue(new Platform("unknown", "unknown", null).isUnknown());
    assertFalse(new Platform("linux", "unknown", null).isUnknown());
    assertEquals("linux/arm/v7", new Platform("linux", "arm", "v7").toString());
    assertEquals("linux/amd64", new Platform("linux", "amd64", null).toString());
  }
}
