package dev.inkan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many verifications in one process cost. (One alone: testdata/scripts/requests.txt.) */
class VerifyBudgetTest {
  private static final int IMAGES = 100;

  @TempDir Path folder;

  @Test
  void aHundredImagesByDigestAreThreeRequestsEach() throws Exception {
    assertTrue(requests(new MemoryRegistry(), true) <= 302);
  }

  /** A registry is asked once in a run whether it has the API, for each repository. */
  @Test
  void withoutTheReferrersApiTheyAreFourEach() throws Exception {
    assertTrue(requests(MemoryRegistry.without(Lack.REFERRERS_API), true) <= 402);
  }

  @Test
  void byTagTheyAreOneMoreEach() throws Exception {
    assertTrue(requests(new MemoryRegistry(), false) <= 402);
  }

  private int requests(MemoryRegistry content, boolean byDigest) throws Exception {
    var world = new TestWorld(folder);
    world.take("keys/p256.pkcs8.key", "release.key");
    world.take("keys/p256.pub", "release.pub");
    try (var registry = MisbehavingRegistry.over(content)) {
      List<String> images = new ArrayList<>();
      for (int i = 0; i < IMAGES; i++) {
        var tag = registry.tag("app-" + i % 10, "v" + i);
        var image = TestImages.pushImage(content, tag, "image " + i);
        images.add(byDigest ? tag.repository() + "@" + image.digest() : tag.toString());
      }
      Files.write(folder.resolve("list"), images);
      var sign = new ArrayList<>(List.of("sign", "--key", "release.key"));
      sign.addAll(images);
      assertEquals(0, world.run(sign.toArray(String[]::new)), world.err());
      int before = registry.seen().size();
      world.forget();
      assertEquals(0, world.run("verify", "--key", "release.pub", "--file", "list"), world.out() + world.err());
      return registry.seen().size() - before;
    }
  }
}
