package dev.inkan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
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

  /** A descriptor's data (image-spec descriptor.md): the bundle comes with the manifest that names it. */
  @Test
  void aBundleThatItsManifestBringsAlongIsNotAskedFor() throws Exception {
    var content = new MemoryRegistry();
    assertEquals(List.of("GET referrers", "GET manifests"), requestsWithData(content, false));
  }

  @Test
  void aManifestThatTheListingBringsAlongIsNotAskedForEither() throws Exception {
    var content = MemoryRegistry.without(Lack.REFERRERS_API);
    assertEquals(
        List.of("GET referrers", "GET manifests"), requestsWithData(content, true), "the API and the fallback tag");
  }

  /** What one verification asks for when the signature's manifest, or the index that lists it, has its content inside. */
  private List<String> requestsWithData(MemoryRegistry content, boolean listed) throws Exception {
    var world = new TestWorld(folder);
    world.take("keys/p256.pkcs8.key", "release.key");
    world.take("keys/p256.pub", "release.pub");
    try (var registry = MisbehavingRegistry.over(content)) {
      ByTag tag = registry.tag("app", "v1");
      RawManifest image = TestImages.pushImage(content, tag);
      String name = tag.repository() + "@" + image.digest();
      assertEquals(0, world.run("sign", "--key", "release.key", name), world.err());
      Inlining.inline(content, new ByDigest(tag.repository(), image.digest()), listed);
      registry.clearRequests();
      world.forget();
      assertEquals(0, world.run("verify", "--key", "release.pub", name), world.out() + world.err());
      return registry.requests().stream()
          .map(request -> request.method() + " " + request.path().replaceFirst("^/v2/app/(\\w+)/.*", "$1"))
          .toList();
    }
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
