package dev.inkan.registry.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To a folder, out of it, and from one to another. */
class CopyLayoutTest {
  private static final Repository APP = new Repository("source.test", "app");
  private static final Repository PROD = new Repository("destination.test", "prod/app");
  private static final Repository FOLDER = Repository.layout("images");
  private static final Repository OTHER = Repository.layout("other");

  @TempDir private Path base;

  private final MemoryRegistry registry = MemoryRegistry.without(Lack.REFERRERS_API);
  private LayoutRegistry layouts;
  private RawManifest image;

  @BeforeEach
  void aFolderWithAnImage() throws Exception {
    layouts = new LayoutRegistry(base);
    image = Freight.laden(registry, new ByTag(APP, "v1"));
    Freight.copy(registry, new ByTag(APP, "v1"), layouts, new ByTag(FOLDER, "v1"));
  }

  private void assertArrives() throws Exception {
    Copied copied = Freight.copy(layouts, new ByTag(FOLDER, "v1"), registry, new ByTag(PROD, "v1"));
    assertEquals(3, copied.pushedManifests());
    assertEquals(image, registry.resolve(new ByTag(PROD, "v1")));
    assertEquals(
        registry.resolve(Freight.family(APP, image, "sig")), registry.resolve(Freight.family(PROD, image, "sig")));
  }

  @Test
  void everythingGoesThroughAFolder() throws Exception {
    assertArrives();
  }

  @Test
  void everythingGoesFromFolderToFolderAndOnceOnly() throws Exception {
    Freight.copy(layouts, new ByTag(FOLDER, "v1"), layouts, new ByTag(OTHER, "v1"));
    assertEquals(layouts.tags(FOLDER), layouts.tags(OTHER));
    assertTrue(Freight.copy(layouts, new ByTag(FOLDER, "v1"), layouts, new ByTag(OTHER, "v1")).isNothing());
  }

  /** As {@code cosign save} writes it: no list of tags has it. */
  @Test
  void aFamilyWithoutATagIsCopiedToo() throws Exception {
    Path index = base.resolve("images").resolve("index.json");
    String name = Freight.family(FOLDER, image, "sig").tag();
    String written = Files.readString(index);
    String unnamed = written.replace("\"org.opencontainers.image.ref.name\":\"" + name + "\"", "\"x\":\"y\"");
    assertTrue(!unnamed.equals(written) && unnamed.contains("dev.cosignproject.cosign/sigs"), written);
    Files.writeString(index, unnamed);
    layouts = new LayoutRegistry(base);
    assertArrives();
  }
}
