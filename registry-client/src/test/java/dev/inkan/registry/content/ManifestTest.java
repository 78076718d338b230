package dev.inkan.registry.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** image-spec manifest.md and image-index.md, Docker schema 2; what is refused rather than guessed. */
class ManifestTest {
  private static final String ENTRY = "{\"mediaType\":\"a/b\",\"digest\":"
      + "\"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\"size\":1}";
  private static final String OCI_MANIFEST = MediaType.OCI_MANIFEST.value();
  private static final String OCI_INDEX = MediaType.OCI_INDEX.value();

  private static Manifest parse(MediaType servedAs, String json) throws MalformedContent {
    return RawManifest.of(servedAs, Bytes.utf8(json)).parse();
  }

  private static String image(String more) {
    return "{\"schemaVersion\":2,\"config\":" + ENTRY + ",\"layers\":[" + ENTRY + "]" + more + "}";
  }

  private static String index(String more) {
    return "{\"schemaVersion\":2,\"manifests\":[" + ENTRY + "]" + more + "}";
  }

  private static String message(MediaType servedAs, String json) {
    return String.valueOf(assertThrows(MalformedContent.class, () -> parse(servedAs, json)).getMessage());
  }

  @Test
  void anImageManifestIsRead() throws Exception {
    String more = ",\"mediaType\":\"" + OCI_MANIFEST + "\",\"artifactType\":\"x/y\",\"subject\":" + ENTRY
        + ",\"annotations\":{\"b\":\"1\",\"a\":\"2\"}";
    var image = assertInstanceOf(Manifest.Image.class, parse(MediaType.OCI_MANIFEST, image(more)));
    assertEquals(new MediaType("x/y"), image.artifactType());
    assertEquals(1, image.layers().size());
    assertNotNull(image.subject());
    assertEquals(List.of("b", "a"), List.copyOf(image.annotations().keySet()));
  }

  @Test
  void anIndexIsRead() throws Exception {
    String more = ",\"mediaType\":\"" + OCI_INDEX + "\",\"artifactType\":\"x/y\",\"subject\":" + ENTRY;
    var index = assertInstanceOf(Manifest.Index.class, parse(MediaType.OCI_INDEX, index(more)));
    assertEquals(1, index.manifests().size());
    assertEquals(new MediaType("x/y"), index.artifactType());
    assertNotNull(index.subject());
  }

  @Test
  void dockersKindsAreReadToo() throws Exception {
    assertInstanceOf(Manifest.Image.class, parse(MediaType.DOCKER_MANIFEST, image("")));
    assertInstanceOf(Manifest.Index.class, parse(MediaType.DOCKER_LIST, index("")));
  }

  @Test
  void whatMayBeLeftOutIsEmpty() throws Exception {
    var image = (Manifest.Image) parse(MediaType.OCI_MANIFEST, "{\"schemaVersion\":2,\"config\":" + ENTRY + "}");
    assertEquals(List.of(), image.layers());
    assertEquals(Map.of(), image.annotations());
    assertNull(image.subject());
    assertNull(image.artifactType());
    var index = (Manifest.Index) parse(MediaType.OCI_INDEX, "{\"schemaVersion\":2,\"manifests\":null}");
    assertEquals(List.of(), index.manifests());
  }

  @Test
  void aListingCallsAnImageByItsConfigUnlessItSaysWhatItIs() throws Exception {
    assertEquals(new MediaType("a/b"), parse(MediaType.OCI_MANIFEST, image("")).listedType());
    assertEquals(new MediaType("a/b"), parse(MediaType.OCI_MANIFEST, image(",\"artifactType\":\"\"")).listedType());
    assertEquals(new MediaType("x/y"), parse(MediaType.OCI_MANIFEST, image(",\"artifactType\":\"x/y\"")).listedType());
    assertEquals(new MediaType("x/y"), parse(MediaType.OCI_INDEX, index(",\"artifactType\":\"x/y\"")).listedType());
    assertNull(parse(MediaType.OCI_INDEX, index("")).listedType());
  }

  /** A010, registry.md 6 #29 (CVE-2021-41190): one byte string that is both. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"manifests\":[" + ENTRY + "]",
        ",\"manifests\":[]",
        ",\"manifests\":null",
        ",\"fsLayers\":[]",
        ",\"Manifests\":[]",
        ",\"FSLayers\":[]",
      })
  void anImageThatIsAlsoAnIndexIsNeither(String more) {
    message(MediaType.OCI_MANIFEST, image(more));
    message(MediaType.DOCKER_MANIFEST, image(more));
  }

  /** A010, registry.md 6 #29. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"config\":" + ENTRY,
        ",\"config\":null",
        ",\"layers\":[]",
        ",\"layers\":null",
        ",\"fsLayers\":[]",
        ",\"Config\":{}",
        ",\"LAYERS\":[]",
        ",\"layer\u017f\":[]",
      })
  void anIndexThatIsAlsoAnImageIsNeither(String more) {
    message(MediaType.OCI_INDEX, index(more));
    message(MediaType.DOCKER_LIST, index(more));
  }

  /** A011, registry.md 6 #30: served as one thing, calling itself another. */
  @ParameterizedTest
  @CsvSource({
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
    "application/vnd.oci.image.manifest.v1+json; charset=utf-8",
    "application/vnd.oci.image.manifest.V1+json",
    "''",
    "application/json",
  })
  void aManifestIsWhatItWasServedAs(String inside) {
    String json = image(",\"mediaType\":\"" + inside + "\"");
    assertTrue(message(MediaType.OCI_MANIFEST, json).contains("calls itself"));
  }

  @Test
  void aMediaTypeIsText() {
    message(MediaType.OCI_MANIFEST, image(",\"mediaType\":[\"" + OCI_MANIFEST + "\"]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/octet-stream",
        "text/html",
        "application/vnd.oci.empty.v1+json",
        "application/vnd.docker.distribution.manifest.v1+prettyjws",
      })
  void aManifestOfAnotherTypeIsNotGuessedAt(String type) {
    assertTrue(message(new MediaType(type), image("")).contains("neither"));
    assertTrue(message(new MediaType(type), index("")).contains("neither"));
  }

  /** A012: Docker schema 1 signs and hashes something else than its bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "3", "-2"})
  void anotherSchemaIsRefused(String version) {
    String json = "{\"schemaVersion\":" + version + ",\"config\":" + ENTRY + ",\"layers\":[]}";
    assertTrue(message(MediaType.OCI_MANIFEST, json).contains("schema"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "2.0", "null", "2e0", "[2]", "99999999999999999999"})
  void aSchemaVersionIsTheNumberTwo(String version) {
    message(MediaType.OCI_MANIFEST, "{\"schemaVersion\":" + version + ",\"config\":" + ENTRY + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "",
        "{\"schemaVersion\":2}",
        "{\"schemaVersion\":2,\"config\":null}",
        "{\"schemaVersion\":2,\"config\":[]}",
        "{\"schemaVersion\":2,\"config\":" + ENTRY + ",\"layers\":{}}",
        "{\"schemaVersion\":2,\"config\":" + ENTRY + ",\"layers\":[null]}",
        "{\"schemaVersion\":2,\"config\":" + ENTRY + ",\"layers\":[[]]}",
        "{\"schemaVersion\":2,\"config\":" + ENTRY + ",\"layers\":\"x\"}",
        "{\"schemaVersion\":2,\"config\":" + ENTRY + ",\"subject\":\"x\"}",
        "{\"schemaVersion\":2,\"config\":" + ENTRY + ",\"subject\":{}}",
        "{\"schemaVersion\":2,\"config\":" + ENTRY + ",\"artifactType\":\"nonsense\"}",
        "{\"schemaVersion\":2,\"config\":" + ENTRY + ",\"annotations\":{\"a\":1}}",
        "{\"schemaVersion\":2,\"config\":" + ENTRY + "}x",
        "\ufeff{\"schemaVersion\":2,\"config\":" + ENTRY + "}",
      })
  void whatIsMalformedIsRefused(String json) {
    message(MediaType.OCI_MANIFEST, json);
  }

  /** A051, registry.md 6 #34: a subject that two parsers see differently. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\"subject\":" + ENTRY + ",\"subject\":" + ENTRY,
        ",\"subject\":" + ENTRY + ",\"Subject\":" + ENTRY,
        ",\"Subject\":" + ENTRY,
        ",\"\\u0073ubject\":" + ENTRY + ",\"subject\":null",
        ",\"mediatype\":\"x\"",
        ",\"ArtifactType\":\"x/y\"",
      })
  void aMemberHasOneSpelling(String more) {
    message(MediaType.OCI_MANIFEST, image(more));
    message(MediaType.OCI_INDEX, index(more));
  }

  /** A021, registry.md 6 #36: too many layers or children to look at. */
  @Test
  void aManifestListsAtMostTenThousand() throws Exception {
    String fits = (ENTRY + ",").repeat(Manifest.MAX_ENTRIES - 1) + ENTRY;
    String tooMany = fits + "," + ENTRY;
    assertInstanceOf(
        Manifest.Index.class, parse(MediaType.OCI_INDEX, "{\"schemaVersion\":2,\"manifests\":[" + fits + "]}"));
    assertTrue(
        message(MediaType.OCI_INDEX, "{\"schemaVersion\":2,\"manifests\":[" + tooMany + "]}").contains("10000"));
    assertTrue(
        message(
                MediaType.OCI_MANIFEST,
                "{\"schemaVersion\":2,\"config\":" + ENTRY + ",\"layers\":[" + tooMany + "]}")
            .contains("10000"));
  }

  /** A001: a manifest's bytes are those of its descriptor, or there is no manifest. */
  @Test
  void bytesThatAreNotTheDescriptorsMakeNoManifest() {
    Bytes bytes = Bytes.utf8("{}");
    Descriptor right = Descriptor.of(MediaType.OCI_MANIFEST, bytes);
    assertEquals(bytes, new RawManifest(right, bytes).bytes());
    assertThrows(IllegalArgumentException.class, () -> new RawManifest(right, Bytes.utf8("[]")));
    var longer = new Descriptor(MediaType.OCI_MANIFEST, right.digest(), 3);
    assertThrows(IllegalArgumentException.class, () -> new RawManifest(longer, bytes));
    var unproven = new Descriptor(MediaType.OCI_MANIFEST, new Digest("md5", "abc"), 2);
    assertThrows(IllegalArgumentException.class, () -> new RawManifest(unproven, bytes));
  }
}
