package dev.inkan.registry.layout;

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
import dev.inkan.registry.copy.Copier;
import dev.inkan.registry.copy.CopyListener;
import dev.inkan.registry.copy.CopyOptions;
import dev.inkan.registry.copy.Target;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.reference.Repository.LocalForm;
import dev.inkan.registry.testing.Tar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker save} writes. */
class DockerArchiveTest {
  private static final Repository ARCHIVE = Repository.local(LocalForm.DOCKER_ARCHIVE, "app.tar");
  private static final byte[] LAYER = "a layer".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "another layer".getBytes(StandardCharsets.UTF_8);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private static String hex(byte[] content) {
    return Digest.sha256(Bytes.of(content)).encoded();
  }

  private static String config(byte[]... layers) {
    var ids = new StringBuilder();
    for (byte[] layer : layers) {
      ids.append(ids.isEmpty() ? "" : ",").append("\"sha256:").append(hex(layer)).append('"');
    }
    return "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + ids + "]}}";
  }

  private static String image(String config, String tags, String... layers) {
    return "{\"Config\":\"" + config + "\",\"RepoTags\":" + tags + ",\"Layers\":[\""
        + String.join("\",\"", layers) + "\"]}";
  }

  private LayoutRegistry write(Tar tar) throws IOException {
    tar.write(folder.resolve("app.tar"));
    return new LayoutRegistry(folder);
  }

  private static ByTag tag(String tag) {
    return new ByTag(ARCHIVE, tag);
  }

  private void assertUnreadable(String detail, Tar tar) throws IOException {
    LayoutRegistry layouts = write(tar);
    var failure = assertThrows(RegistryException.class, () -> layouts.resolve(tag("v1")));
    assertEquals(Kind.LOCAL, failure.kind());
    assertTrue(String.valueOf(failure.getMessage()).contains(detail), failure.getMessage());
  }

  @Test
  void anImageIsReadWithAManifestThatIsMadeForIt() throws Exception {
    LayoutRegistry layouts = write(new Tar()
        .file("l1/layer.tar", LAYER)
        .file("config.json", config(LAYER, OTHER))
        .file("manifest.json", "[" + image("config.json", "[\"host:5000/app:v1\"]", "l1/layer.tar", "l2/layer.tar") + "]")
        .file("l2/layer.tar", OTHER));
    RawManifest manifest = layouts.resolve(tag("v1"));
    assertEquals(MediaType.DOCKER_MANIFEST, manifest.mediaType());
    var parsed = (Manifest.Image) manifest.parse();
    assertEquals(Bytes.utf8(config(LAYER, OTHER)), layouts.readBlob(ARCHIVE, parsed.config(), 1000));
    assertEquals(
        List.of(hex(LAYER), hex(OTHER)), parsed.layers().stream().map(layer -> layer.digest().encoded()).toList());
    assertEquals(Bytes.of(OTHER), layouts.readBlob(ARCHIVE, parsed.layers().getLast(), 1000));
    assertEquals(manifest, new LayoutRegistry(folder).manifest(new ByDigest(ARCHIVE, manifest.digest())));
    assertEquals(tag("v1"), layouts.only(ARCHIVE));
  }

  @Test
  void itIsCopiedIntoARegistry() throws Exception {
    LayoutRegistry layouts = write(new Tar()
        .file("manifest.json", "[" + image("c", "[\"app:v1\"]", "l") + "]").file("c", config(LAYER)).file("l", LAYER));
    var registry = new MemoryRegistry();
    var to = new Repository("registry.test", "app");
    var copier = new Copier(layouts, registry, registry, new CopyOptions(List.of(), 2, false), CopyListener.none());
    var plan = copier.plan(tag("v1"), new Target(to, "v1"));
    copier.transfer(plan);
    copier.tag(plan, new Expected.Absent());
    assertEquals(layouts.resolve(tag("v1")), registry.resolve(new ByTag(to, "v1")));
  }

  /** docker before 25 saved a layer that two images have once, and linked to it. */
  @Test
  void aLinkWithinTheArchiveLeadsToTheLayerOnce() throws Exception {
    LayoutRegistry layouts = write(new Tar()
        .file("manifest.json", "[" + image("c", "[\"app:v1\"]", "two/layer.tar") + "]")
        .file("c", config(LAYER))
        .file("one/layer.tar", LAYER)
        .link("two/layer.tar", "../one/layer.tar")
        .link("three/layer.tar", "../two/layer.tar"));
    var parsed = (Manifest.Image) layouts.resolve(tag("v1")).parse();
    assertEquals(Bytes.of(LAYER), layouts.readBlob(ARCHIVE, parsed.layers().getFirst(), 1000));
    for (String target : List.of("../../etc/passwd", "/etc/passwd", "../three/layer.tar", "layer.tar")) {
      assertUnreadable("is not in it", new Tar()
          .file("manifest.json", "[" + image("c", "[\"app:v1\"]", "two/layer.tar") + "]")
          .file("c", config(LAYER))
          .link("three/layer.tar", "../two/layer.tar")
          .link("two/layer.tar", target));
    }
  }

  /** As go-containerregistry and bazel write them. */
  @Test
  void aPackedLayerIsWhatItIs() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(LAYER);
    }
    LayoutRegistry layouts = write(new Tar()
        .file("manifest.json", "[" + image("c", "null", "l.tar.gz") + "]")
        .file("c", config(LAYER))
        .file("l.tar.gz", out.toByteArray()));
    var only = (ByDigest) layouts.only(ARCHIVE);
    Descriptor layer = ((Manifest.Image) layouts.manifest(only).parse()).layers().getFirst();
    assertEquals("application/vnd.docker.image.rootfs.diff.tar.gzip", layer.mediaType().value());
    assertEquals(Bytes.of(out.toByteArray()), layouts.readBlob(ARCHIVE, layer, 1000));
  }

  @Test
  void aLayerThatIsNotTheConfigurationsIsTampered() throws Exception {
    LayoutRegistry layouts = write(new Tar()
        .file("manifest.json", "[" + image("c", "[\"app:v1\"]", "l") + "]").file("c", config(LAYER)).file("l", OTHER));
    Descriptor layer = ((Manifest.Image) layouts.resolve(tag("v1")).parse()).layers().getFirst();
    var failure = assertThrows(RegistryException.class, () -> layouts.readBlob(ARCHIVE, layer, 1000));
    assertEquals(Kind.INTEGRITY, failure.kind());
  }

  @Test
  void severalImagesAreToldApartByTheirTags() throws Exception {
    LayoutRegistry layouts = write(new Tar()
        .file("manifest.json", "[" + image("c", "[\"app:v1\",\"app:v2\"]", "l") + ","
            + image("d", "[\"app:v3\"]", "m") + "]")
        .file("c", config(LAYER)).file("l", LAYER).file("d", config(OTHER)).file("m", OTHER));
    assertEquals(List.of("v1", "v2", "v3"), layouts.tags(ARCHIVE));
    assertEquals(layouts.resolve(tag("v1")), layouts.resolve(tag("v2")));
    var failure = assertThrows(RegistryException.class, () -> layouts.only(ARCHIVE));
    assertTrue(String.valueOf(failure.getMessage()).contains(":v1, :v3"), failure.getMessage());
  }

  @Test
  void whatCannotBeReadIsRefusedWithAReason() throws Exception {
    assertUnreadable("no docker archive", new Tar().file("x", "y"));
    assertUnreadable("oci-archive:", new Tar().file("oci-layout", "{}"));
    assertUnreadable("cannot be read", new Tar().file("manifest.json", "{"));
    assertUnreadable("cannot be read", new Tar().file("manifest.json", "{}"));
    assertUnreadable("\"Config\"", new Tar().file("manifest.json", "[{}]"));
    assertUnreadable("is not in it", new Tar().file("manifest.json", "[" + image("c", "null", "l") + "]"));
    assertUnreadable("is not in it", new Tar().file("manifest.json", "[" + image("../c", "null", "l") + "]"));
    assertUnreadable(
        "1 layers, but 2", new Tar()
            .file("manifest.json", "[" + image("c", "null", "l") + "]")
            .file("c", config(LAYER, OTHER)).file("l", LAYER));
    assertUnreadable(
        "more than 1000 images", new Tar().file("manifest.json", "[" + "{},".repeat(1000) + "{}]"));
    assertUnreadable(
        "more than the bound", new Tar()
            .file("manifest.json", "[" + image("c", "null", "l") + "]").file("c", new byte[4 * 1024 * 1024 + 1]));
    Files.delete(folder.resolve("app.tar"));
    var missing =
        assertThrows(RegistryException.class, () -> new LayoutRegistry(folder).resolve(tag("v1")));
    assertTrue(String.valueOf(missing.getMessage()).contains("there is no such file"));
  }
}
