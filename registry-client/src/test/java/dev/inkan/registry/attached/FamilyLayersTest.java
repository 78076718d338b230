package dev.inkan.registry.attached;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.ScriptedReader;
import dev.inkan.registry.testing.TestImages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adding layers to the manifest of a tag family; cosign.md 1.5. */
class FamilyLayersTest {
  private static final Repository APP = new Repository("registry.test", "app");
  private static final MediaType NOTE = new MediaType("application/vnd.example.note");
  private static final String CONFIG_START =
      "{\"architecture\":\"\",\"created\":\"0001-01-01T00:00:00Z\",\"history\":[";
  private static final String HISTORY = "{\"created\":\"0001-01-01T00:00:00Z\"}";

  private MemoryRegistry registry;
  private ByDigest image;
  private ByTag tag;

  @BeforeEach
  void anImage() throws Exception {
    serve(new MemoryRegistry());
  }

  private void serve(MemoryRegistry registry) throws Exception {
    this.registry = registry;
    image = new ByDigest(APP, TestImages.pushImage(registry, new ByTag(APP, "v1")).digest());
    tag = FamilyTag.of(image, "sig").orElseThrow();
  }

  private AttachedWriter writer() {
    return new AttachedWriter(registry, registry, attempt -> {});
  }

  private Descriptor layer(String content, Map<String, String> annotations) throws Exception {
    Descriptor blob = TestImages.pushBlob(registry, APP, NOTE, Bytes.utf8(content));
    return new Descriptor(blob.mediaType(), blob.digest(), blob.size(), null, annotations, null);
  }

  private Manifest.Image stored() throws Exception {
    return (Manifest.Image) registry.resolve(tag).parse();
  }

  private String text() throws Exception {
    return registry.resolve(tag).bytes().utf8();
  }

  private String config() throws Exception {
    return registry.readBlob(APP, stored().config(), 10_000).utf8();
  }

  private void tagged(MediaType type, String json) throws Exception {
    registry.pushTag(tag, RawManifest.of(type, Bytes.utf8(json)), new Expected.Anything());
  }

  private static RegistryException assertFails(Kind kind, org.junit.jupiter.api.function.Executable call) {
    RegistryException failure = assertThrows(RegistryException.class, call);
    assertEquals(kind, failure.kind(), failure.getMessage());
    return failure;
  }

  /** Byte for byte, so that other tools see nothing that they have not seen from cosign. */
  @Test
  void theFirstLayerMakesTheManifestThatCosignMakes() throws Exception {
    Descriptor one = layer("one", Map.of("signed", "1"));
    assertEquals(Place.family("sig"), writer().append(image, "sig", List.of(one)));
    String config = CONFIG_START + HISTORY + "],\"os\":\"\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
        + one.digest() + "\"]},\"config\":{}}";
    assertEquals(233, config.length(), "as cosign's");
    assertEquals(config, config());
    assertEquals(
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{"
            + "\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"size\":233,\"digest\":\""
            + Digest.sha256(Bytes.utf8(config)) + "\"},\"layers\":[{\"mediaType\":\"application/vnd.example.note\","
            + "\"size\":3,\"digest\":\"" + one.digest() + "\",\"annotations\":{\"signed\":\"1\"}}]}",
        text());
  }

  @Test
  void theNextLayerIsAddedBehindThoseOfOthers() throws Exception {
    Descriptor one = layer("one", Map.of("signed", "1"));
    Descriptor two = layer("two", Map.of());
    writer().append(image, "sig", List.of(one));
    writer().append(image, "sig", List.of(two));
    assertEquals(List.of(one, two), stored().layers());
    assertEquals(
        CONFIG_START + HISTORY + "," + HISTORY + "],\"os\":\"\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
            + one.digest() + "\",\"" + two.digest() + "\"]},\"config\":{}}",
        config());
  }

  @Test
  void addingAgainChangesNothing() throws Exception {
    Descriptor one = layer("one", Map.of("signed", "1"));
    writer().append(image, "sig", List.of(one));
    RawManifest before = registry.resolve(tag);
    writer().append(image, "sig", List.of(one));
    assertEquals(before, registry.resolve(tag));
  }

  /** Two signers of one claim sign the same payload; the signatures stand in the annotations. */
  @Test
  void theSameContentWithOtherAnnotationsIsAnotherLayer() throws Exception {
    Descriptor first = layer("payload", Map.of("signed", "1"));
    Descriptor second = layer("payload", Map.of("signed", "2"));
    writer().append(image, "sig", List.of(first));
    writer().append(image, "sig", List.of(first, second));
    assertEquals(List.of(first, second), stored().layers());
  }

  @Test
  void membersThatNobodyKnowsStayInTheirPlace() throws Exception {
    Descriptor one = layer("one", Map.of());
    Descriptor config = TestImages.pushBlob(
        registry,
        APP,
        new MediaType("application/vnd.docker.container.image.v1+json"),
        Bytes.utf8("{\"x\":1.0,\"rootfs\":{\"y\":[],\"diff_ids\":[\"theirs\"]}}"));
    tagged(
        MediaType.DOCKER_MANIFEST,
        "{\"z\":1e2,\"schemaVersion\":2,\"config\":{\"mediaType\":\"" + config.mediaType() + "\",\"size\":"
            + config.size() + ",\"digest\":\"" + config.digest() + "\",\"q\":null},\"layers\":[{\"w\":true,"
            + "\"mediaType\":\"a/b\",\"digest\":\"" + one.digest() + "\",\"size\":3}],\"annotations\":{\"k\":\"v\"}}");
    writer().append(image, "sig", List.of(layer("two", Map.of())));
    String newConfig =
        "{\"x\":1.0,\"rootfs\":{\"y\":[],\"diff_ids\":[\"theirs\",\"" + layer("two", Map.of()).digest() + "\"]}}";
    assertEquals(newConfig, config());
    assertEquals(MediaType.DOCKER_MANIFEST, registry.resolve(tag).mediaType());
    assertEquals(
        "{\"z\":1e2,\"schemaVersion\":2,\"config\":{\"mediaType\":\"" + config.mediaType() + "\",\"size\":"
            + newConfig.length() + ",\"digest\":\"" + Digest.sha256(Bytes.utf8(newConfig)) + "\",\"q\":null},"
            + "\"layers\":[{\"w\":true,\"mediaType\":\"a/b\",\"digest\":\"" + one.digest() + "\",\"size\":3},"
            + "{\"mediaType\":\"application/vnd.example.note\",\"size\":3,\"digest\":\""
            + layer("two", Map.of()).digest() + "\"}],\"annotations\":{\"k\":\"v\"}}",
        text());
  }

  /** It is not ours to say what such a one means. */
  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "not JSON", "{\"rootfs\":{\"diff_ids\":[]}}", "{\"rootfs\":1}"})
  void aConfigThatHasNoEntryForEachLayerStaysAsItIs(String json) throws Exception {
    Descriptor config = TestImages.pushBlob(registry, APP, MediaType.OCI_EMPTY, Bytes.utf8(json));
    RawManifest theirs =
        TestImages.manifest(config, List.of(layer("theirs", Map.of())), null, null, Map.of());
    registry.pushTag(tag, theirs, new Expected.Anything());
    writer().append(image, "sig", List.of(layer("ours", Map.of())));
    assertEquals(config, stored().config());
    assertEquals(2, stored().layers().size());
  }

  /** A manifest that names what is not there, or is tampered with, is of no use to anybody. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void aConfigThatIsGoneIsMadeAnewAndOneThatCannotBeReadIsNot(Kind kind) throws Exception {
    Descriptor theirs = layer("theirs", Map.of());
    Descriptor ours = layer("ours", Map.of());
    writer().append(image, "sig", List.of(theirs));
    RawManifest before = registry.resolve(tag);
    var reader = new ScriptedReader(registry);
    reader.failBlob(kind);
    var writer = new AttachedWriter(reader, registry, attempt -> {});
    if (kind == Kind.NOT_FOUND || kind == Kind.INTEGRITY) {
      writer.append(image, "sig", List.of(ours));
      assertEquals(List.of(theirs, ours), stored().layers());
      assertTrue(config().contains("\"diff_ids\":[\"" + theirs.digest() + "\",\"" + ours.digest() + "\"]"), config());
    } else {
      assertFails(kind, () -> writer.append(image, "sig", List.of(ours)));
      assertEquals(before, registry.resolve(tag));
    }
  }

  @Test
  void aTagThatHoldsNoImageManifestIsLeftAlone() throws Exception {
    String json = "{\"schemaVersion\":2,\"manifests\":[]}";
    for (MediaType type : List.of(MediaType.OCI_INDEX, MediaType.DOCKER_LIST)) {
      tagged(type, json);
      RegistryException refused =
          assertFails(Kind.REFUSED, () -> writer().append(image, "sig", List.of(layer("one", Map.of()))));
      assertTrue(refused.getMessage().contains("left alone"), refused.getMessage());
      assertEquals(json, text());
    }
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "NOT_FOUND")
  void whatCannotBeReadIsNotWritten(Kind kind) throws Exception {
    var reader = new ScriptedReader(registry);
    reader.failResolve(kind);
    var writer = new AttachedWriter(reader, registry, attempt -> {});
    assertFails(kind, () -> writer.append(image, "sig", List.of(layer("one", Map.of()))));
    assertEquals(List.of("v1"), registry.tags(APP));
  }

  @Test
  void aFullManifestIsNotMadeLonger() throws Exception {
    var layers = new ArrayList<Descriptor>();
    Descriptor blob = layer("payload", Map.of());
    for (int i = 0; i < Attached.MAX_ENTRIES; i++) {
      layers.add(new Descriptor(blob.mediaType(), blob.digest(), blob.size(), null, Map.of("n", "" + i), null));
    }
    writer().append(image, "sig", layers);
    assertEquals(Attached.MAX_ENTRIES, stored().layers().size());
    assertFails(Kind.TOO_LARGE, () -> writer().append(image, "sig", List.of(layer("one", Map.of()))));
    assertEquals(Attached.MAX_ENTRIES, stored().layers().size());
  }

  @Test
  void aManifestThatNoRegistryWouldTakeIsNotWritten() throws Exception {
    Descriptor huge = layer("one", Map.of("n", "x".repeat(FallbackIndex.MAX_BYTES)));
    assertFails(Kind.TOO_LARGE, () -> writer().append(image, "sig", List.of(huge)));
    assertEquals(List.of("v1"), registry.tags(APP));
  }

  @Test
  void aDigestThatIsTooLongForSuchATagIsRefused() throws Exception {
    var subject = new ByDigest(APP, Digest.parse("sha512:" + "0".repeat(128)));
    assertFails(Kind.REFUSED, () -> writer().append(subject, "sig", List.of(layer("one", Map.of()))));
    assertThrows(IllegalArgumentException.class, () -> writer().append(image, "sig", List.of()));
  }

  /** sigstore/cosign#2432: of many signers at the same time none is lost, whatever the registry honours. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofManyWritersNoneIsLost(boolean conditional) throws Exception {
    serve(conditional ? new MemoryRegistry() : MemoryRegistry.without(Lack.CONDITIONAL_WRITES));
    var expected = new HashSet<Descriptor>();
    var layers = new ArrayList<Descriptor>();
    for (int i = 0; i < 24; i++) {
      layers.add(layer("payload " + i / 2, Map.of("n", "" + i)));
      expected.add(layers.getLast());
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Future<Place>> all = new ArrayList<>();
      for (Descriptor layer : layers) {
        all.add(threads.submit(() -> new AttachedWriter(registry, registry).append(image, "sig", List.of(layer))));
      }
      for (Future<Place> one : all) {
        assertEquals(Place.family("sig"), one.get());
      }
    }
    assertEquals(expected, new HashSet<>(stored().layers()));
    assertEquals(24, stored().layers().size());
  }
}
