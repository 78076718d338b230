package dev.inkan.registry.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.reference.Repository.LocalForm;
import dev.inkan.registry.testing.Tar;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OCI layouts in tar archives. Docker's own archives have a test of their own. */
class ArchiveTest {
  private static final MediaType NOTE = new MediaType("application/vnd.example.note");
  private static final Repository ARCHIVE = Repository.local(LocalForm.OCI_ARCHIVE, "app.tar");
  private static final ByTag TAG = new ByTag(ARCHIVE, "v1");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private LayoutRegistry layouts;
  private RawManifest image;
  private RawManifest note;

  @BeforeEach
  void saveALayout() throws Exception {
    layouts = new LayoutRegistry(folder);
    Repository app = Repository.layout("app");
    image = TestImages.pushImage(layouts, new ByTag(app, "v1"));
    note = TestImages.artifact(layouts, app, image.descriptor(), NOTE, Bytes.utf8("note"), Map.of());
    layouts.pushManifest(app, note);
  }

  private void write(byte[] archive) throws IOException {
    Files.write(folder.resolve("app.tar"), archive);
  }

  private void assertOnlyTheNoteHangsOnTheImage() throws IOException {
    var listed = (Referrers.Listed) layouts.referrers(new ByDigest(ARCHIVE, image.digest()));
    assertEquals(List.of(note.digest()), listed.descriptors().stream().map(Descriptor::digest).toList());
  }

  private RegistryException failure() {
    return assertThrows(RegistryException.class, () -> new LayoutRegistry(folder).resolve(TAG));
  }

  private void assertUnreadable(String detail, byte[] archive) throws IOException {
    write(archive);
    RegistryException failure = failure();
    assertEquals(Kind.LOCAL, failure.kind());
    assertTrue(String.valueOf(failure.getMessage()).contains(detail), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allOfALayoutIsReadInWhicheverOrderItsFilesCome(boolean reversed) throws Exception {
    Tar.of(folder.resolve("app"), reversed).write(folder.resolve("app.tar"));
    assertEquals(image, layouts.resolve(TAG));
    assertEquals(List.of("v1"), layouts.tags(ARCHIVE));
    assertEquals(TAG, layouts.only(ARCHIVE));
    assertEquals(note, layouts.manifest(new ByDigest(ARCHIVE, note.digest())));
    assertOnlyTheNoteHangsOnTheImage();
    Descriptor layer = ((Manifest.Image) note.parse()).layers().getFirst();
    assertEquals(Bytes.utf8("note"), layouts.readBlob(ARCHIVE, layer, 4));
    assertEquals(4, layouts.describeBlob(ARCHIVE, layer.digest()).size());
    assertTrue(layouts.hasBlob(ARCHIVE, layer));
  }

  /** As {@code tar -cf app.tar -C app .} names them. */
  @Test
  void namesMayBeginWithADot() throws Exception {
    var tar = new Tar().entry("./", '5', 0, "", new byte[0]).entry("./blobs/", '5', 0, "", new byte[0]);
    for (String name : List.of("oci-layout", "index.json")) {
      tar.file("./" + name, Files.readAllBytes(folder.resolve("app").resolve(name)));
    }
    String blob = LayoutFiles.blob(image.digest());
    tar.file("./" + blob, Files.readAllBytes(folder.resolve("app").resolve(blob)));
    write(tar.bytes());
    assertEquals(image, layouts.resolve(TAG));
  }

  @Test
  void aReferrerThatNobodyListsIsFoundThere() throws Exception {
    String blob = LayoutFiles.blob(note.digest());
    Repository other = Repository.layout("other");
    RawManifest same = TestImages.pushImage(layouts, new ByTag(other, "v1"));
    assertEquals(image, same);
    Files.copy(folder.resolve("app").resolve(blob), folder.resolve("other").resolve(blob));
    Tar.of(folder.resolve("other"), false).write(folder.resolve("app.tar"));
    assertOnlyTheNoteHangsOnTheImage();
  }

  @Test
  void longNamesAreReadInBothForms() throws Exception {
    String name = "blobs/sha256/" + "x/".repeat(60) + "name";
    byte[] pax = record("path=" + name);
    write(Tar.of(folder.resolve("app"), false)
        .entry("@LongLink", 'L', name.length() + 1, "", (name + "\0").getBytes(StandardCharsets.UTF_8))
        .file("cut", "one")
        .entry("pax_global", 'g', record("comment=x").length, "", record("comment=x"))
        .entry("PaxHeaders/cut", 'x', pax.length, "", pax)
        .entry("cut", '0', 0, "", new byte[0])
        .bytes());
    assertTrue(String.valueOf(failure().getMessage()).contains("is in it twice"), "both had the same long name");
  }

  /** A record of an extended header; its length counts its own digits. */
  private static byte[] record(String text) {
    int length = text.length() + 3;
    while (String.valueOf(length).length() + text.length() + 2 != length) {
      length++;
    }
    return (length + " " + text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsNotWhatItsNameSaysIsTampered() throws Exception {
    var tar = new Tar();
    for (String name : List.of("oci-layout", "index.json")) {
      tar.file(name, Files.readAllBytes(folder.resolve("app").resolve(name)));
    }
    byte[] changed = Files.readAllBytes(folder.resolve("app").resolve(LayoutFiles.blob(image.digest())));
    changed[changed.length - 2] ^= 1;
    write(tar.file(LayoutFiles.blob(image.digest()), changed).bytes());
    assertEquals(Kind.INTEGRITY, failure().kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/etc/passwd", "a/../../x", "a//b", "./../x", "..", "a/./b", ""})
  void aNameThatLeadsElsewhereIsRefused(String name) throws Exception {
    assertUnreadable("leads elsewhere", Tar.of(folder.resolve("app"), false).file(name, "x").bytes());
  }

  @Test
  void whatCouldBeReadInTwoWaysIsRefused() throws Exception {
    Path app = folder.resolve("app");
    assertUnreadable("is in it twice", Tar.of(app, false).file("index.json", "{}").bytes());
    assertUnreadable("is in it twice", Tar.of(app, false).file("./index.json", "{}").bytes());
    assertUnreadable("is in it twice", Tar.of(app, false).link("index.json", "x").bytes());
    assertUnreadable("is in it twice", new Tar().link("index.json", "x").file("index.json", "{}").bytes());
  }

  @Test
  void devicesPipesAndSparseFilesAreRefused() throws Exception {
    for (char type : List.of('3', '4', '6', 'S', 'V')) {
      assertUnreadable(
          "neither a file, a folder nor a link",
          Tar.of(folder.resolve("app"), false).entry("x", type, 0, "", new byte[0]).bytes());
    }
    byte[] sparse = record("GNU.sparse.major=1");
    assertUnreadable("sparse", Tar.of(folder.resolve("app"), false).entry("x", 'x', sparse.length, "", sparse).bytes());
    byte[] global = record("path=index.json");
    assertUnreadable("for all entries", new Tar().entry("x", 'g', global.length, "", global).bytes());
  }

  /** A link is kept in mind and not followed: a layout has none. */
  @Test
  void aLinkIsNoFileOfALayout() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "{}");
    write(new Tar()
        .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
        .link("index.json", outside.toString())
        .file("blobs/sha256/x", "x")
        .bytes());
    assertTrue(String.valueOf(failure().getMessage()).contains("no file index.json"), failure().getMessage());
  }

  @Test
  void whatIsCutOffIsRefusedWhereverItIs() throws Exception {
    byte[] whole = Tar.of(folder.resolve("app"), false).bytes();
    byte[] withoutEnd = Tar.of(folder.resolve("app"), false).withoutEnd();
    assertUnreadable("cut off", withoutEnd);
    for (int length = 512; length < withoutEnd.length; length += 321) {
      assertUnreadable("cut off", Arrays.copyOf(whole, length));
    }
    assertUnreadable("no tar archive", Arrays.copyOf(whole, 511));
    assertUnreadable("no tar archive", new byte[0]);
  }

  @Test
  void whatIsNoArchiveIsRefusedWithAReason() throws Exception {
    assertUnreadable("no tar archive", "x".repeat(5000).getBytes(StandardCharsets.UTF_8));
    assertUnreadable("no tar archive", new byte[1024]);
    var packed = new byte[1024];
    packed[0] = 0x1f;
    packed[1] = (byte) 0x8b;
    assertUnreadable("gunzip", packed);
    assertUnreadable("no file oci-layout", new Tar().file("x", "y").bytes());
    assertUnreadable("docker-archive:", new Tar().file("manifest.json", "[]").bytes());
    byte[] damaged = Tar.of(folder.resolve("app"), false).bytes();
    damaged[1024 * 2] ^= 1;
    write(damaged);
    assertEquals(Kind.LOCAL, failure().kind());
  }

  @Test
  void aSizeThatIsNoneIsRefused() throws Exception {
    assertUnreadable("cut off within \"x\"", new Tar().entry("x", '0', 077777777777L, "", new byte[0]).bytes());
    for (String size : List.of("size=-1", "size=99999999999999999999", "size=x")) {
      byte[] pax = record(size);
      assertUnreadable(
          "a size that is no size", new Tar().entry("x", 'x', pax.length, "", pax).file("y", "").bytes());
    }
    assertUnreadable("extended header", new Tar().entry("x", 'x', 5, "", "9 a=b".getBytes(StandardCharsets.UTF_8)).bytes());
    assertUnreadable("more than 65536", new Tar().entry("x", 'x', 70_000, "", new byte[70_000]).bytes());
  }

  /** CVE-2023-25153: the number of entries is the sender's. */
  @Test
  void thereIsABoundOnEntries() throws Exception {
    var tar = new Tar();
    for (int i = 0; i <= TarIndex.MAX_ENTRIES; i++) {
      tar.entry("d" + i, '5', 0, "", new byte[0]);
    }
    assertUnreadable("more than 100000 entries", tar.bytes());
  }

  @Test
  void whatIsNotThereOrNoFileIsSaidSo() throws Exception {
    assertTrue(String.valueOf(failure().getMessage()).contains("there is no such file"));
    Files.createDirectory(folder.resolve("app.tar"));
    assertTrue(String.valueOf(failure().getMessage()).contains("not a file"));
  }

  @Test
  void anArchiveIsNotWrittenTo() throws Exception {
    Tar.of(folder.resolve("app"), false).write(folder.resolve("app.tar"));
    byte[] before = Files.readAllBytes(folder.resolve("app.tar"));
    Descriptor blob = Descriptor.of(NOTE, Bytes.utf8("more"));
    var attempts = new ArrayList<RegistryException>();
    attempts.add(assertThrows(
        RegistryException.class, () -> layouts.pushBlob(ARCHIVE, blob, Bytes.utf8("more")::newInputStream)));
    attempts.add(assertThrows(RegistryException.class, () -> layouts.pushManifest(ARCHIVE, note)));
    attempts.add(
        assertThrows(RegistryException.class, () -> layouts.pushTag(TAG, image, new Expected.Anything())));
    attempts.add(assertThrows(RegistryException.class, () -> layouts.deleteTag(TAG)));
    for (RegistryException attempt : attempts) {
      assertEquals(Kind.LOCAL, attempt.kind());
      assertTrue(String.valueOf(attempt.getMessage()).contains("only read"), attempt.getMessage());
    }
    assertTrue(Arrays.equals(before, Files.readAllBytes(folder.resolve("app.tar"))));
    assertFalse(Files.exists(folder.resolve("index.json")));
  }
}
