package dev.inkan.registry.layout;

import static dev.inkan.registry.layout.OnDisk.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A layout may come from anybody, and may have been damaged (A044, A045). Whoever opens a pipe waits for ever and
 * cannot be interrupted, so every test has a thread of its own.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddFilesTest {
  private Path folder;
  private OnDisk layout;
  private RawManifest image;
  private Descriptor layer;

  @BeforeEach
  void setUp(@TempDir Path temporary) throws Exception {
    folder = temporary;
    layout = OnDisk.at(folder);
    image = layout.image("v1");
    layer = ((Manifest.Image) image.parse()).layers().getFirst();
  }

  enum Oddity {
    LINK_TO_ITSELF_ELSEWHERE {
      @Override
      void put(Path place) throws IOException {
        Path elsewhere = place.resolveSibling("moved-" + place.getFileName());
        Files.move(place, elsewhere);
        Files.createSymbolicLink(place, elsewhere.toAbsolutePath());
      }
    },
    LINK_TO_AN_ENDLESS_DEVICE {
      @Override
      void put(Path place) throws IOException {
        remove(place);
        Files.createSymbolicLink(place, Path.of("/dev/zero"));
      }
    },
    LINK_TO_NOWHERE {
      @Override
      void put(Path place) throws IOException {
        remove(place);
        Files.createSymbolicLink(place, Path.of("nowhere"));
      }
    },
    /** One that nobody writes to: whoever opens it waits for ever. */
    PIPE {
      @Override
      void put(Path place) throws IOException {
        remove(place);
        try {
          var made = new ProcessBuilder("mkfifo", place.toString()).inheritIO().start();
          assertTrue(made.waitFor(30, TimeUnit.SECONDS) && made.exitValue() == 0, "mkfifo");
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    },
    THE_OTHER_KIND {
      @Override
      void put(Path place) throws IOException {
        boolean wasFolder = Files.isDirectory(place);
        remove(place);
        if (wasFolder) {
          Files.writeString(place, "");
        } else {
          Files.createDirectory(place);
        }
      }
    };

    abstract void put(Path place) throws IOException;

    static void remove(Path place) throws IOException {
      Files.move(place, place.resolveSibling("away-" + place.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void assertRefused(Executable call) {
    RegistryException failure = fails(Kind.LOCAL, call);
    assertFalse(failure.kind().isVerdict());
    assertTrue(failure.getMessage().contains("of oci:app: "), failure.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void aVersionFileThatIsNoFileIsNotOpened(Oddity oddity) throws Exception {
    oddity.put(layout.file("oci-layout"));
    LayoutRegistry fresh = layout.again().registry();
    assertRefused(() -> fresh.resolve(layout.tag("v1")));
    assertRefused(() -> fresh.tags(layout.repository()));
    assertRefused(() -> fresh.referrers(layout.digest(image.digest())));
    assertRefused(() -> fresh.hasBlob(layout.repository(), layer));
    assertRefused(() -> fresh.pushManifest(layout.repository(), image));
    assertRefused(() -> layout.registry().pushManifest(layout.repository(), image));
  }

  @ParameterizedTest
  @EnumSource
  void anIndexThatIsNoFileIsNotOpened(Oddity oddity) throws Exception {
    oddity.put(layout.file("index.json"));
    assertRefused(() -> layout.registry().resolve(layout.tag("v1")));
    assertRefused(() -> layout.registry().tags(layout.repository()));
    assertRefused(() -> layout.registry().referrers(layout.digest(image.digest())));
    assertRefused(() -> layout.registry().pushTag(layout.tag("v2"), image, new Expected.Anything()));
  }

  @ParameterizedTest
  @CsvSource({"blobs", "blobs/sha256"})
  void contentIsNotLookedForThroughALink(String name) throws Exception {
    for (Oddity oddity : Oddity.values()) {
      OnDisk other = OnDisk.at(Files.createDirectory(folder.resolve(oddity.name())));
      other.image("v1");
      oddity.put(other.file(name));
      assertRefused(() -> other.registry().resolve(layout.tag("v1")));
      assertRefused(() -> other.registry().manifest(layout.digest(image.digest())));
      assertRefused(() -> other.registry().blob(layout.repository(), layer));
      assertRefused(() -> other.registry().describeBlob(layout.repository(), layer.digest()));
      assertRefused(() -> other.registry().hasBlob(layout.repository(), layer));
      assertRefused(() -> other.registry().referrers(layout.digest(image.digest())));
      assertRefused(() -> other.registry().pushBlob(layout.repository(), layer, () -> {
        throw new AssertionError("opened");
      }));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBlobThatIsNoFileIsNotOpened(Oddity oddity) throws Exception {
    oddity.put(layout.blob(layer.digest()));
    assertRefused(() -> layout.registry().blob(layout.repository(), layer));
    assertRefused(() -> layout.registry().readBlob(layout.repository(), layer, 1 << 20));
    assertRefused(() -> layout.registry().describeBlob(layout.repository(), layer.digest()));
    assertRefused(() -> layout.registry().hasBlob(layout.repository(), layer));
    // It may be a signature that nobody has listed.
    assertRefused(() -> layout.registry().referrers(layout.digest(image.digest())));
  }

  @ParameterizedTest
  @EnumSource
  void aManifestThatIsNoFileIsNotOpened(Oddity oddity) throws Exception {
    oddity.put(layout.blob(image.digest()));
    assertRefused(() -> layout.registry().resolve(layout.tag("v1")));
    assertRefused(() -> layout.registry().manifest(layout.digest(image.digest())));
    assertRefused(() -> layout.registry().pushManifest(layout.repository(), image));
    assertRefused(() -> layout.registry().referrers(layout.digest(image.digest())));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "",
    "{}",
    "[]",
    "{\"imageLayoutVersion\":\"1.0.1\"}",
    "{\"imageLayoutVersion\":1}",
    "{\"imageLayoutVersion\":\"1.0.0\",\"imageLayoutVersion\":\"1.0.0\"}",
    "{\"imageLayoutVersion\":\"1.0.0\"} trailing",
  })
  void whatDoesNotSayThatItIsALayoutIsNone(String content) throws Exception {
    Files.writeString(layout.file("oci-layout"), content);
    assertRefused(() -> layout.again().registry().resolve(layout.tag("v1")));
    assertRefused(() -> layout.again().registry().pushManifest(layout.repository(), image));
    assertRefused(() -> layout.again().registry().require(layout.repository()));
    assertEquals(content, Files.readString(layout.file("oci-layout")));
  }

  @Test
  void aVersionFileHasABound() throws Exception {
    Files.writeString(layout.file("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}" + " ".repeat(5_000));
    fails(Kind.TOO_LARGE, () -> layout.again().registry().resolve(layout.tag("v1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "",
    "{}",
    "[]",
    "{\"schemaVersion\":1,\"manifests\":[]}",
    "{\"schemaVersion\":2,\"manifests\":{}}",
    "{\"schemaVersion\":2,\"manifests\":[],\"manifests\":[]}",
    "{\"schemaVersion\":2,\"manifests\":[],\"Manifests\":[]}",
    "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}",
    "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"manifests\":[]}",
    "{\"schemaVersion\":2,\"manifests\":[{}]}",
    "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"a/b\",\"size\":-1,\"digest\":\"sha256:00\"}]}",
    "{\"schemaVersion\":2,\"manifests\":[]} trailing",
  })
  void anIndexThatCannotBeReadIsNoEmptyOne(String content) throws Exception {
    Files.writeString(layout.file("index.json"), content);
    assertRefused(() -> layout.registry().resolve(layout.tag("v1")));
    assertRefused(() -> layout.registry().tags(layout.repository()));
    assertRefused(() -> layout.registry().referrers(layout.digest(image.digest())));
    assertRefused(() -> layout.registry().only(layout.repository()));
    assertRefused(() -> layout.registry().pushTag(layout.tag("v2"), image, new Expected.Anything()));
    assertEquals(content, Files.readString(layout.file("index.json")));
  }

  @Test
  void aMissingIndexIsNoEmptyOne() throws Exception {
    Files.delete(layout.file("index.json"));
    assertRefused(() -> layout.registry().tags(layout.repository()));
    assertRefused(() -> layout.registry().referrers(layout.digest(image.digest())));
    assertRefused(() -> layout.registry().pushTag(layout.tag("v2"), image, new Expected.Anything()));
    assertFalse(Files.exists(layout.file("index.json")));
  }

  @Test
  void anIndexHasABound() throws Exception {
    Files.writeString(layout.file("index.json"), layout.index() + " ".repeat(Layout.MAX_INDEX));
    fails(Kind.TOO_LARGE, () -> layout.registry().tags(layout.repository()));
    fails(Kind.TOO_LARGE, () -> layout.registry().referrers(layout.digest(image.digest())));
  }

  /** A044: which of the two is meant cannot be told. */
  @Test
  void aTagOnTwoContentsNamesNeither() throws Exception {
    RawManifest other = layout.image("v2");
    Files.writeString(layout.file("index.json"), layout.index().replace("\"v2\"", "\"v1\""));
    fails(Kind.INTEGRITY, () -> layout.registry().resolve(layout.tag("v1")));
    assertEquals(List.of("v1"), layout.registry().tags(layout.repository()));
    fails(
        Kind.CONFLICT,
        () -> layout.registry().pushTag(layout.tag("v1"), other, new Expected.Named(other.digest())));
    fails(Kind.CONFLICT, () -> layout.registry().pushTag(layout.tag("v1"), other, new Expected.Absent()));
    layout.registry().pushTag(layout.tag("v1"), other, new Expected.Anything());
    assertEquals(other, layout.registry().resolve(layout.tag("v1")));
  }

  @Test
  void anEntryThatStandsTwiceIsOne() throws Exception {
    String entry = layout.index().replaceAll(".*\"manifests\":\\[|]}$", "");
    Files.writeString(layout.file("index.json"), layout.index().replace(entry, entry + "," + entry));
    assertEquals(image, layout.registry().resolve(layout.tag("v1")));
    assertEquals(layout.tag("v1"), layout.registry().only(layout.repository()));
  }

  @Test
  void namesThatAreNoTagsAreNone() throws Exception {
    for (String name : List.of("docker.io/library/app:v1", "", "..", "a b", "v1\\u001b[2J")) {
      Files.writeString(
          layout.file("index.json"), layout.index().replaceFirst("ref\\.name\":\"[^\"]*\"", "ref.name\":\""
              + name.replace("\\", "\\\\") + "\""));
      assertEquals(List.of(), layout.registry().tags(layout.repository()));
      assertEquals(layout.digest(image.digest()), layout.registry().only(layout.repository()));
    }
  }

  @Test
  void anEntryOfAnotherSizeOrTypeIsALie() throws Exception {
    String right = layout.index();
    String size = "\"size\":" + image.bytes().size();
    Files.writeString(layout.file("index.json"), right.replace(size, "\"size\":" + (image.bytes().size() + 1)));
    fails(Kind.INTEGRITY, () -> layout.registry().resolve(layout.tag("v1")));
    Files.writeString(
        layout.file("index.json"),
        right.replace(MediaType.OCI_MANIFEST.value(), MediaType.DOCKER_MANIFEST.value()));
    RawManifest lied = layout.registry().resolve(layout.tag("v1"));
    assertThrows(MalformedContent.class, lied::parse);
    Files.writeString(layout.file("index.json"), right.replace(MediaType.OCI_MANIFEST.value(), "application/xml"));
    assertRefused(() -> layout.registry().resolve(layout.tag("v1")));
  }

  @Test
  void aListedImageThatIsMissingIsNotCalledAbsent() throws Exception {
    Files.delete(layout.blob(image.digest()));
    fails(Kind.INTEGRITY, () -> layout.registry().resolve(layout.tag("v1")));
    fails(Kind.NOT_FOUND, () -> layout.registry().manifest(layout.digest(image.digest())));
  }

  /** A044: the file's name is not its content's digest. */
  @Test
  void otherBytesUnderTheNameAreSeen() throws Exception {
    byte[] bytes = Files.readAllBytes(layout.blob(layer.digest()));
    bytes[bytes.length / 2] ^= 1;
    Files.write(layout.blob(layer.digest()), bytes);
    fails(Kind.INTEGRITY, () -> layout.registry().readBlob(layout.repository(), layer, 1 << 20));
    byte[] manifest = image.bytes().toByteArray();
    manifest[manifest.length / 2] ^= 1;
    Files.write(layout.blob(image.digest()), manifest);
    fails(Kind.INTEGRITY, () -> layout.registry().resolve(layout.tag("v1")));
    fails(Kind.INTEGRITY, () -> layout.registry().manifest(layout.digest(image.digest())));
  }

  @Test
  void aFileOfAnotherLengthIsNoBlob() throws Exception {
    Files.writeString(layout.blob(layer.digest()), "short");
    fails(Kind.INTEGRITY, () -> layout.registry().blob(layout.repository(), layer));
    assertFalse(layout.registry().hasBlob(layout.repository(), layer));
    fails(Kind.NOT_FOUND, () -> layout.registry().pushManifest(layout.repository(), image));
  }

  @Test
  void aManifestHasABound() throws Exception {
    Digest digest = layout.put(Bytes.of(new byte[4 * 1024 * 1024 + 1]));
    fails(Kind.TOO_LARGE, () -> layout.registry().manifest(layout.digest(digest)));
    assertEquals(List.of(), layout.referrers(image), "and hangs on nothing");
  }

  @Test
  void aBlobIsNoManifest() throws Exception {
    Descriptor config = ((Manifest.Image) image.parse()).config();
    fails(Kind.NOT_FOUND, () -> layout.registry().manifest(layout.digest(config.digest())));
    fails(Kind.NOT_FOUND, () -> layout.registry().manifest(layout.digest(layer.digest())));
  }

  @Test
  void theOnlyImageIsAskedFor() throws Exception {
    RawManifest other = layout.image("v2");
    RegistryException several = fails(Kind.LOCAL, () -> layout.registry().only(layout.repository()));
    assertTrue(several.getMessage().contains(":v1, :v2"), several.getMessage());
    Files.writeString(layout.file("index.json"), layout.index().replace("\"v2\"", "\"v 2\\u001b[2J\""));
    several = fails(Kind.LOCAL, () -> layout.registry().only(layout.repository()));
    assertTrue(several.getMessage().contains("@" + other.digest()), several.getMessage());
    for (int i = 3; i < 30; i++) {
      layout.image("v" + i);
    }
    several = fails(Kind.LOCAL, () -> layout.registry().only(layout.repository()));
    assertTrue(several.getMessage().contains("29 images") && several.getMessage().contains(", ..."));
    Files.writeString(layout.file("index.json"), "{\"schemaVersion\":2,\"manifests\":[]}");
    fails(Kind.NOT_FOUND, () -> layout.registry().only(layout.repository()));
  }

  @Test
  void nobodyReadsThousandsOfManifestsToFindTheOnlyImage() throws Exception {
    var entries = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      entries.append("{\"mediaType\":\"").append(MediaType.OCI_MANIFEST).append("\",\"size\":1,\"digest\":\"sha256:")
          .append("%064x".formatted(i)).append("\"},");
    }
    Files.writeString(
        layout.file("index.json"), layout.index().replace("\"manifests\":[", "\"manifests\":[" + entries));
    RegistryException several = fails(Kind.LOCAL, () -> layout.registry().only(layout.repository()));
    assertTrue(several.getMessage().contains("more than 1000 things"), several.getMessage());
    assertEquals(image, layout.registry().resolve(layout.tag("v1")));
  }

  @Test
  void whatHangsOnAnImageIsNotTheOnlyImage() throws Exception {
    RawManifest note = layout.note(image, "one", Map.of());
    layout.registry().pushManifest(layout.repository(), note);
    layout.registry().pushTag(layout.tag("note"), note, new Expected.Anything());
    layout.registry().pushTag(
        layout.tag("sha256-" + image.digest().encoded() + ".sig"), layout.image("v1"), new Expected.Anything());
    assertEquals(layout.tag("v1"), layout.registry().only(layout.repository()));
  }
}
