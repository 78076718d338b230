package dev.inkan.registry.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry's repositories as layouts below one folder. What holds of every store is shown by the contract test. */
class TreeTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private static ByTag tag(String host, String path) {
    return new ByTag(new Repository(host, path), "v1");
  }

  @Test
  void aRepositoryIsTheLayoutInTheFolderOfItsName() throws Exception {
    RawManifest pushed = TestImages.pushImage(LayoutRegistry.below(folder), tag("one.test", "team/app"));
    var byName = new ByTag(Repository.layout("team/app"), "v1");
    assertEquals(pushed, new LayoutRegistry(folder).resolve(byName));
    assertEquals(pushed, LayoutRegistry.below(folder).resolve(tag("other.test:5000", "team/app")), "of any host");
  }

  @Test
  void repositoriesLieInOneAnotherWhicheverComesFirst() throws Exception {
    LayoutRegistry tree = LayoutRegistry.below(folder);
    RawManifest inner = TestImages.pushImage(tree, tag("one.test", "team/app/tool"), "inner");
    RawManifest outer = TestImages.pushImage(tree, tag("one.test", "team/app"), "outer");
    RawManifest innermost = TestImages.pushImage(tree, tag("one.test", "team/app/tool/x"), "innermost");
    LayoutRegistry again = LayoutRegistry.below(folder);
    assertEquals(inner, again.resolve(tag("one.test", "team/app/tool")));
    assertEquals(outer, again.resolve(tag("one.test", "team/app")));
    assertEquals(innermost, again.resolve(tag("one.test", "team/app/tool/x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"team/blobs", "blobs", "team/app/blobs/sha256", "team/index.json", "team/oci-layout/x"})
  void aNameThatIsAPartOfALayoutIsRefused(String path) throws Exception {
    LayoutRegistry tree = LayoutRegistry.below(folder);
    TestImages.pushImage(tree, tag("one.test", "team/app"));
    var refused =
        assertThrows(RegistryException.class, () -> TestImages.pushImage(tree, tag("one.test", path)));
    assertEquals(Kind.UNSUPPORTED, refused.kind());
    assertFalse(Files.exists(folder.resolve(path).resolve("oci-layout")));
  }

  /** We find it without; others look there only. */
  @Test
  void aReferrerWhoseTagIsDeletedStaysInTheIndex() throws Exception {
    LayoutRegistry tree = LayoutRegistry.below(folder);
    RawManifest image = TestImages.pushImage(tree, tag("one.test", "app"));
    var app = new Repository("one.test", "app");
    var type = new MediaType("application/vnd.example.note");
    RawManifest note =
        TestImages.artifact(tree, app, image.descriptor(), type, Bytes.utf8("note"), Map.of());
    tree.pushTag(new ByTag(app, "note"), note, new Expected.Absent());
    tree.deleteTag(new ByTag(app, "note"));
    String index = Files.readString(folder.resolve("app/index.json"));
    assertTrue(index.contains(note.digest().toString()), index);
    assertFalse(index.contains("\"note\""), index);
  }

  @Test
  void aManifestIsNotDeletedAsABlob() throws Exception {
    LayoutRegistry tree = LayoutRegistry.below(folder);
    RawManifest image = TestImages.pushImage(tree, tag("one.test", "app"));
    var refused = assertThrows(
        RegistryException.class, () -> tree.deleteBlob(new Repository("one.test", "app"), image.digest()));
    assertEquals(Kind.DENIED, refused.kind());
    assertEquals(image, tree.resolve(tag("one.test", "app")));
  }

  /** What somebody put there by hand leads nowhere else. */
  @Test
  void aLinkOnTheWayIsNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path base = Files.createDirectory(folder.resolve("base"));
    Files.createSymbolicLink(base.resolve("team"), elsewhere);
    LayoutRegistry tree = LayoutRegistry.below(base);
    var refused =
        assertThrows(RegistryException.class, () -> TestImages.pushImage(tree, tag("one.test", "team/app")));
    assertEquals(Kind.LOCAL, refused.kind());
    assertFalse(Files.exists(elsewhere.resolve("app")));
  }

  @Test
  void aFolderWithOtherThingsInItIsLeftAlone() throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("app")).resolve("notes.txt"), "mine");
    LayoutRegistry tree = LayoutRegistry.below(folder);
    var refused = assertThrows(RegistryException.class, () -> TestImages.pushImage(tree, tag("one.test", "app")));
    assertEquals(Kind.LOCAL, refused.kind());
  }
}
