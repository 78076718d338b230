package dev.inkan.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.References;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example of the README, compiled and run. */
class ExampleTest {

  private static String example(String name) throws Exception {
    // README begins
    try (HttpRegistry registry = HttpRegistry.open(HttpRegistryOptions.defaults())) {
      ByTag tag = (ByTag) References.parse(name);
      RawManifest manifest = registry.resolve(tag);
      Referrers referrers = registry.referrers(new ByDigest(tag.repository(), manifest.digest()));
      return manifest.digest() + " " + referrers;
    }
    // README ends
  }

  @Test
  void theExampleOfTheReadmeRuns() throws Exception {
    try (var registry = MisbehavingRegistry.start()) {
      RawManifest image = TestImages.pushImage(registry.content(), registry.tag("app", "v1"));
      String said = example(registry.host() + "/app:v1");
      assertTrue(said.startsWith(image.digest().toString()), said);
    }
  }

  @Test
  void theExampleStandsInTheReadme() throws Exception {
    Path root = Path.of(System.getProperty("inkan.root"));
    String source =
        Files.readString(root.resolve("registry-client/src/test/java/dev/inkan/registry/ExampleTest.java"));
    int begin = source.indexOf("// README begins\n") + "// README begins\n".length();
    String code = source.substring(begin, source.indexOf("    // README ends")).replaceAll("(?m)^ {4}", "");
    assertEquals(1, Files.readString(root.resolve("README.md")).split("\\Q" + code + "\\E", 2).length - 1, code);
  }
}
