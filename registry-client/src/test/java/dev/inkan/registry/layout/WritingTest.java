package dev.inkan.registry.layout;

import static dev.inkan.registry.layout.OnDisk.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.RegistryWriter.SubjectListing;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written into a layout, and what is left alone. */
class WritingTest {
  private static final String REF_NAME = "\"org.opencontainers.image.ref.name\"";

  private Path folder;
  private OnDisk layout;

  @BeforeEach
  void setUp(@TempDir Path temporary) {
    folder = temporary;
    layout = OnDisk.at(folder);
  }

  private static Set<String> names(Path folder) throws IOException {
    var names = new TreeSet<String>();
    try (var files = Files.list(folder)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    }
    return names;
  }

  @Test
  void aLayoutIsMadeInAMissingFolder() throws Exception {
    RawManifest image = layout.image("v1");
    assertEquals(new TreeSet<>(List.of("blobs", "index.json", "oci-layout")), names(layout.root()));
    assertEquals("{\"imageLayoutVersion\":\"1.0.0\"}", Files.readString(layout.file("oci-layout")));
    assertEquals(image, layout.again().registry().resolve(layout.tag("v1")));
  }

  @Test
  void aLayoutIsMadeInAnEmptyFolder() throws Exception {
    Files.createDirectory(layout.root());
    layout.image("v1");
    assertEquals(List.of("v1"), layout.again().registry().tags(layout.repository()));
  }

  @Test
  void aFolderWithOtherThingsInItIsLeftAlone() throws Exception {
    Files.createDirectory(layout.root());
    Files.writeString(layout.file("todo.txt"), "buy milk");
    assertTrue(fails(Kind.LOCAL, () -> layout.image("v1")).getMessage().contains("other things are in it"));
    fails(Kind.LOCAL, () -> layout.registry().tags(layout.repository()));
    fails(Kind.LOCAL, () -> layout.registry().require(layout.repository()));
    assertEquals(new TreeSet<>(List.of("todo.txt")), names(layout.root()));
  }

  @Test
  void aFileIsNoFolder() throws Exception {
    Files.writeString(layout.root(), "buy milk");
    fails(Kind.LOCAL, () -> layout.image("v1"));
    assertEquals("buy milk", Files.readString(layout.root()));
  }

  @Test
  void aFolderByAnAbsoluteNameIsTheSame() throws Exception {
    RawManifest image = layout.image("v1");
    Repository absolute = Repository.layout(layout.root().toString());
    assertEquals(image, new LayoutRegistry(folder.resolve("elsewhere")).resolve(
        new ByTag(absolute, "v1")));
  }

  @Test
  void childrenAndManifestsWithoutATagAreNotListed() throws Exception {
    var pushed = TestImages.pushIndex(layout.registry(), layout.tag("v1"));
    RawManifest alone = layout.image("v2");
    layout.registry().pushManifest(layout.repository(), alone);
    assertEquals(2, layout.entries().size(), layout.index());
    for (RawManifest child : pushed.children()) {
      assertFalse(layout.index().contains(child.digest().toString()));
    }
  }

  /** As cosign's verify --local-image finds them. */
  @Test
  void imagesAndFamiliesSayWhatTheyAreToCosign() throws Exception {
    RawManifest image = layout.image("v1");
    var index = TestImages.pushIndex(layout.registry(), layout.tag("all"));
    RawManifest family = layout.note(image, "no family has a subject, but for the test it may", Map.of());
    RawManifest plain = TestImages.pushImage(layout.registry(), layout.tag(sig(image)));
    layout.registry().pushTag(
        layout.tag("sha256-" + index.index().digest().encoded() + ".att"), plain, new Expected.Anything());
    layout.registry().pushTag(
        layout.tag("sha256-" + image.digest().encoded() + ".sbom"), plain, new Expected.Anything());
    layout.registry().pushTag(layout.tag("note"), family, new Expected.Anything());
    assertEquals(
        List.of("image", "imageIndex", "", "sigs", "", "atts"),
        layout.entries().stream().map(entry -> kind(entry.toString())).toList(),
        layout.index());
  }

  private static String kind(String entry) {
    var match = Pattern.compile("dev\\.cosignproject\\.cosign/(\\w+)").matcher(entry);
    return match.find() ? match.group(1) : "";
  }

  /** cosign takes the first family that it finds for the first image that it finds. */
  @Test
  void theFamiliesOfTheFirstImageComeFirst() throws Exception {
    var index = TestImages.pushIndex(layout.registry(), layout.tag("child"));
    RawManifest child = index.children().getFirst();
    RawManifest sealOfChild = TestImages.pushImage(layout.registry(), layout.tag(sig(child)));
    RawManifest seal = TestImages.pushImage(layout.registry(), layout.tag(sig(index.index())));
    layout.registry().pushTag(layout.tag("v1"), index.index(), new Expected.Anything());
    List<String> entries = layout.entries().stream().map(Object::toString).toList();
    assertTrue(entries.get(entries.size() - 2).contains(seal.digest().toString()), layout.index());
    assertTrue(entries.getLast().contains(sealOfChild.digest().toString()), layout.index());
  }

  private static String sig(RawManifest image) {
    return "sha256-" + image.digest().encoded() + ".sig";
  }

  @Test
  void aReferrerIsListedAsOciSaysWithoutATag() throws Exception {
    RawManifest image = layout.image("v1");
    RawManifest note = layout.note(image, "one", Map.of("who", "me"));
    assertEquals(SubjectListing.BY_REGISTRY, layout.registry().pushManifest(layout.repository(), note));
    String entry = layout.entries().getLast().toString();
    assertTrue(entry.contains("artifactType") && entry.contains(OnDisk.NOTE.value()), entry);
    assertTrue(entry.contains("who"), entry);
    assertEquals(List.of("v1"), layout.registry().tags(layout.repository()));
    assertEquals(List.of(note.digest()), layout.again().referrers(image));
  }

  /** Whoever may push a signature must not be able to move a tag with it. */
  @Test
  void aManifestsOwnAnnotationsGiveItNoTag() throws Exception {
    RawManifest image = layout.image("v1");
    var names = Map.of(
        "org.opencontainers.image.ref.name", "v1", "kind", "dev.cosignproject.cosign/image", "who", "me");
    RawManifest note = layout.note(image, "one", names);
    layout.registry().pushManifest(layout.repository(), note);
    assertEquals(image, layout.registry().resolve(layout.tag("v1")));
    assertEquals(List.of("v1"), layout.registry().tags(layout.repository()));
    layout.registry().pushTag(layout.tag("v2"), note, new Expected.Anything());
    assertEquals(image, layout.registry().resolve(layout.tag("v1")));
    assertEquals(layout.tag("v1"), layout.registry().only(layout.repository()));
  }

  @Test
  void whateverElseIsInTheIndexStaysAsItIs() throws Exception {
    layout.writeIndex(
        "{\"schemaVersion\":2,\"vnd.example\":[1.50,null],\"manifests\":[{\"digest\":\"sha256:" + "1".repeat(64)
            + "\",\"mediaType\":\"application/xml\",\"size\":7,\"vnd.example\":{\"b\":1,\"a\":2}}],\"annotations\":"
            + "{\"x\":\"y\"}}");
    layout.image("v1");
    assertTrue(layout.index().startsWith(
        "{\"schemaVersion\":2,\"vnd.example\":[1.50,null],\"manifests\":[{\"digest\":\"sha256:" + "1".repeat(64)
            + "\",\"mediaType\":\"application/xml\",\"size\":7,\"vnd.example\":{\"b\":1,\"a\":2}},"), layout.index());
    assertTrue(layout.index().endsWith("],\"annotations\":{\"x\":\"y\"}}"), layout.index());
    assertEquals(2, layout.entries().size());
  }

  @Test
  void anEntryWithoutANameGetsIt() throws Exception {
    RawManifest image = layout.image("v1");
    Files.writeString(layout.file("index.json"), layout.index().replace(REF_NAME + ":\"v1\",", "\"a\":\"b\","));
    assertEquals(List.of(), layout.registry().tags(layout.repository()));
    assertEquals(layout.digest(image.digest()), layout.registry().only(layout.repository()));
    layout.registry().pushTag(layout.tag("v2"), image, new Expected.Absent());
    assertEquals(1, layout.entries().size(), layout.index());
    assertTrue(layout.index().contains("\"a\":\"b\""), layout.index());
    assertEquals(layout.tag("v2"), layout.registry().only(layout.repository()));
  }

  @Test
  void anImageMayHaveSeveralTags() throws Exception {
    RawManifest image = layout.image("v1");
    layout.registry().pushTag(layout.tag("v2"), image, new Expected.Absent());
    assertEquals(List.of("v1", "v2"), layout.registry().tags(layout.repository()));
    assertEquals(layout.digest(image.digest()), layout.registry().only(layout.repository()));
    RawManifest other = TestImages.pushImage(layout.registry(), layout.tag("v2"), "other");
    assertEquals(image, layout.registry().resolve(layout.tag("v1")));
    assertEquals(other, layout.registry().resolve(layout.tag("v2")));
  }

  @Test
  void whatLostItsTagIsListedNoMoreUnlessItHangsOnSomething() throws Exception {
    RawManifest image = layout.image("v1");
    RawManifest note = layout.note(image, "one", Map.of());
    layout.registry().pushTag(layout.tag("note"), note, new Expected.Anything());
    layout.registry().pushTag(layout.tag("note"), image, new Expected.Named(note.digest()));
    assertEquals(List.of(note.digest()), layout.referrers(image));
    assertTrue(layout.index().contains(note.digest().toString()), layout.index());
    RawManifest other = TestImages.pushImage(layout.registry(), layout.tag("v1"), "other");
    layout.registry().pushTag(layout.tag("note"), other, new Expected.Anything());
    assertFalse(layout.index().contains(image.digest().toString()), layout.index());
    assertEquals(layout.digest(other.digest()), layout.registry().only(layout.repository()));
  }

  @Test
  void writingTheSameAgainChangesNoFile() throws Exception {
    RawManifest image = layout.image("v1");
    var before = Files.getLastModifiedTime(layout.file("index.json"));
    Object file = Files.readAttributes(layout.file("index.json"), BasicFileAttributes.class)
        .fileKey();
    layout.image("v1");
    layout.registry().pushTag(layout.tag("v1"), image, new Expected.Named(image.digest()));
    assertEquals(before, Files.getLastModifiedTime(layout.file("index.json")));
    assertEquals(
        file,
        Files.readAttributes(layout.file("index.json"), BasicFileAttributes.class).fileKey());
  }

  @Test
  void aManifestThatWasDamagedIsMended() throws Exception {
    RawManifest image = layout.image("v1");
    Files.writeString(layout.blob(image.digest()), "x".repeat(image.bytes().size()));
    fails(Kind.INTEGRITY, () -> layout.registry().resolve(layout.tag("v1")));
    layout.registry().pushManifest(layout.repository(), image);
    assertEquals(image, layout.registry().resolve(layout.tag("v1")));
  }

  @Test
  void whatBreaksOffLeavesNothing() throws Exception {
    layout.image("v1");
    var before = names(layout.root());
    Bytes content = Bytes.of(new byte[200_000]);
    for (String fault : List.of("short", "long", "broken")) {
      Bytes sent = fault.equals("short") ? Bytes.of(new byte[199_999]) : Bytes.of(new byte[200_001]);
      fails(fault.equals("broken") ? Kind.UNREACHABLE : Kind.INTEGRITY, () -> layout.registry().pushBlob(
          layout.repository(),
          Descriptor.of(OnDisk.NOTE, content),
          () -> fault.equals("broken") ? broken() : sent.newInputStream()));
      assertEquals(before, names(layout.root()));
    }
    assertFalse(Files.exists(layout.blob(Digest.sha256(content))));
  }

  /** A hundred thousand bytes, and then the network is gone. */
  private static InputStream broken() {
    return new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("gone");
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        throw new IOException("gone");
      }
    });
  }

  /** Nothing of this machine is to blame. */
  @Test
  void whoIsInterruptedIsNotToldToMendTheFolder() throws Exception {
    RawManifest image = layout.image("v1");
    for (Executable call : List.<Executable>of(
        () -> layout.registry().resolve(layout.tag("v1")),
        () -> layout.registry().pushTag(layout.tag("v2"), image, new Expected.Anything()))) {
      Thread.currentThread().interrupt();
      fails(Kind.TIMEOUT, call);
      assertTrue(Thread.interrupted(), "it is still to be seen that somebody interrupted");
    }
    assertEquals(List.of("v1"), layout.again().registry().tags(layout.repository()));
  }

  @Test
  void whatCannotBeReadMakesNoLayout() {
    fails(Kind.UNREACHABLE, () -> layout.registry().pushBlob(
        layout.repository(), Descriptor.of(OnDisk.NOTE, Bytes.utf8("x")), () -> {
          throw new IOException("gone");
        }));
    assertFalse(Files.exists(layout.root()));
  }

  @Test
  void theLayoutIsNeverFullerThanItCanBeRead() throws Exception {
    layout.image("v1");
    var index = new StringBuilder(layout.index());
    String entry = ",{\"mediaType\":\"application/xml\",\"size\":1,\"digest\":\"sha256:" + "1".repeat(64) + "\"}";
    index.insert(index.lastIndexOf("]"), entry.repeat(9_999));
    Files.writeString(layout.file("index.json"), index);
    fails(Kind.TOO_LARGE, () -> layout.image("v2"));
    assertEquals(index.toString(), layout.index());
    assertEquals(List.of("v1"), layout.again().registry().tags(layout.repository()));
  }

  /** What can be read without a right to write. */
  @Test
  void aReadOnlyLayoutCanBeRead() throws Exception {
    RawManifest image = layout.image("v1");
    Files.setPosixFilePermissions(
        layout.root(), PosixFilePermissions.fromString("r-xr-xr-x"));
    Files.setPosixFilePermissions(
        layout.file("oci-layout"), PosixFilePermissions.fromString("r--r--r--"));
    try {
      assertEquals(image, layout.again().registry().resolve(layout.tag("v1")));
      assertEquals(List.of(), layout.again().referrers(image));
    } finally {
      Files.setPosixFilePermissions(
          layout.root(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha512", "blake3"})
  void everyAlgorithmThatProvesSomethingHasItsFolder(String algorithm) throws Exception {
    layout.image("v1");
    Bytes content = Bytes.utf8("hello");
    if (algorithm.equals("blake3")) {
      var digest = new Digest(algorithm, "0".repeat(64));
      fails(Kind.UNSUPPORTED, () -> layout.registry().manifest(layout.digest(digest)));
      fails(Kind.UNSUPPORTED, () -> layout.registry().blob(
          layout.repository(), new Descriptor(MediaType.OCI_EMPTY, digest, 5)));
      return;
    }
    var hash = MessageDigest.getInstance("SHA-512").digest(content.toByteArray());
    var digest = new Digest(algorithm, HexFormat.of().formatHex(hash));
    var descriptor = new Descriptor(OnDisk.NOTE, digest, 5);
    layout.registry().pushBlob(layout.repository(), descriptor, content::newInputStream);
    assertTrue(Files.exists(layout.file("blobs/sha512/" + digest.encoded())));
    assertEquals(content, layout.registry().readBlob(layout.repository(), descriptor, 5));
  }

  @Test
  void aRegistryIsNoFolder() {
    var app = new Repository("registry.test", "app");
    fails(Kind.UNSUPPORTED, () -> layout.registry().tags(app));
    fails(Kind.UNSUPPORTED, () -> layout.registry().require(app));
  }
}
