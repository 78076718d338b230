package dev.inkan.registry.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Attachment;
import dev.inkan.registry.attached.Listing;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same copy with a folder at one end, or at both: over an air gap. */
class CopyThroughLayoutTest {
  private static final ByTag V1 = new ByTag(new Repository("source.test", "app"), "v1");
  private static final ByTag PROD = new ByTag(new Repository("destination.test", "prod/app"), "v1");
  private static final ByTag STICK = new ByTag(Repository.layout("stick"), "v1");

  private Path folder;
  private LayoutRegistry layouts;

  @BeforeEach
  void setUp(@TempDir Path temporary) {
    folder = temporary;
    layouts = new LayoutRegistry(folder);
  }

  private static Set<String> hanging(RegistryReader registry, Repository repository, RawManifest image)
      throws RegistryException {
    var attached = new Attached(registry, Freight.OPTIONS.suffixes());
    var subject = new ByDigest(repository, image.digest());
    var found = new TreeSet<String>();
    for (Place place : attached.places()) {
      Listing listing = attached.list(subject, place);
      for (Descriptor entry : listing.entries()) {
        assertInstanceOf(Attachment.Hanging.class, attached.open(subject, listing, entry));
        found.add((place.family().isPresent() ? place + " " : "") + entry.digest());
      }
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nothingIsLostOnTheWayThroughAFolder(boolean api) throws Exception {
    MemoryRegistry source = api ? new MemoryRegistry() : MemoryRegistry.without(Lack.REFERRERS_API);
    MemoryRegistry destination = api ? MemoryRegistry.without(Lack.REFERRERS_API) : new MemoryRegistry();
    var index = TestImages.pushIndex(source, V1);
    RawManifest note = Freight.hang(source, V1.repository(), index.index(), Freight.SBOM, "an SBOM");
    Freight.hang(source, V1.repository(), note, Freight.BUNDLE, "a bundle on the SBOM");
    for (RawManifest child : index.children()) {
      Freight.hang(source, V1.repository(), child, Freight.BUNDLE, "a bundle on " + child.digest());
      Freight.sign(source, V1.repository(), child, "sig", "a payload on " + child.digest());
    }
    Freight.sign(source, V1.repository(), index.index(), "sig", "a payload");

    Freight.copy(source, V1, layouts, STICK);
    var carried = new LayoutRegistry(folder);
    Freight.copy(carried, STICK, destination, PROD);

    assertEquals(index.index(), destination.resolve(PROD));
    for (RawManifest each : List.of(
        index.index(), note, index.children().getFirst(), index.children().getLast())) {
      Set<String> before = hanging(source, V1.repository(), each);
      assertFalse(before.isEmpty());
      assertEquals(before, hanging(carried, STICK.repository(), each));
      assertEquals(before, hanging(destination, PROD.repository(), each));
    }
    assertEquals(STICK, carried.only(STICK.repository()));
  }

  @Test
  void copyingAgainTouchesNothing() throws Exception {
    var source = new MemoryRegistry();
    Freight.laden(source, V1);
    Freight.copy(source, V1, layouts, STICK);
    String index = Files.readString(folder.resolve("stick/index.json"));
    var copier = new Copier(source, layouts, layouts, Freight.OPTIONS, CopyListener.none());
    CopyPlan again = copier.plan(V1, new Target(STICK.repository(), "v1"));
    assertTrue(again.isTagged());
    assertTrue(copier.transfer(again).isNothing());
    assertEquals(index, Files.readString(folder.resolve("stick/index.json")));
  }

  @Test
  void aFolderIsCopiedToAnother() throws Exception {
    RawManifest image = Freight.laden(new MemoryRegistry(), V1);
    var source = new MemoryRegistry();
    Freight.laden(source, V1);
    Freight.copy(source, V1, layouts, STICK);
    var other = new ByTag(Repository.layout("other"), "v2");
    Freight.copy(layouts, STICK, layouts, other);
    assertEquals(hanging(layouts, STICK.repository(), image), hanging(layouts, other.repository(), image));
    Freight.copy(layouts, STICK, layouts, new ByTag(STICK.repository(), "v3"));
    assertEquals(image, layouts.resolve(new ByTag(STICK.repository(), "v3")));
  }

  /** cosign save: families without a name, bundles that nothing lists. */
  @Test
  void whatCosignSavedArrivesWhole() throws Exception {
    var source = new MemoryRegistry();
    RawManifest image = Freight.laden(source, V1);
    Freight.copy(source, V1, layouts, STICK);
    Path index = folder.resolve("stick/index.json");
    String saved = Files.readString(index)
        .replaceAll("\"org.opencontainers.image.ref.name\":\"[^\"]*\",", "")
        .replaceAll("\\{[^{}]*\"artifactType\":[^{}]*\\{[^{}]*}},", "");
    assertFalse(saved.contains("artifactType") || saved.contains("ref.name"), saved);
    Files.writeString(index, saved);
    var destination = new MemoryRegistry();
    var copier = new Copier(layouts, destination, destination, Freight.OPTIONS, CopyListener.none());
    copier.transfer(copier.plan(layouts.only(STICK.repository()), new Target(PROD.repository(), "v1")));
    assertEquals(hanging(source, V1.repository(), image), hanging(destination, PROD.repository(), image));
  }

  @Test
  void aFolderWithOtherThingsInItIsNoDestination() throws Exception {
    var source = new MemoryRegistry();
    Freight.laden(source, V1);
    Files.createDirectory(folder.resolve("stick"));
    Files.writeString(folder.resolve("stick/todo.txt"), "buy milk");
    RegistryException failure =
        assertThrows(RegistryException.class, () -> Freight.copy(source, V1, layouts, STICK));
    assertEquals(Kind.LOCAL, failure.kind());
    try (var files = Files.list(folder.resolve("stick"))) {
      assertEquals(1, files.count());
    }
  }
}
