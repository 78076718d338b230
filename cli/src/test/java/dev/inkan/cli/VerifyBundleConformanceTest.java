package dev.inkan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases of sigstore-conformance as its driver runs them: by the command line, each as a file and as a digest. */
class VerifyBundleConformanceTest {
  private static final int CASES = 70;

  @TempDir Path empty;

  private static List<String> words(Path folder, String artifact) throws Exception {
    var words = new ArrayList<>(List.of(
        "verify-bundle", "--bundle", folder.resolve("bundle.sigstore.json").toString()));
    Path key = folder.resolve("key.pub");
    if (Files.exists(key)) {
      words.addAll(List.of("--key", key.toString()));
    } else {
      words.addAll(List.of(
          "--certificate-identity",
          line(
              folder.resolve("identity"),
              "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/"
                  + "extremely-dangerous-oidc-beacon.yml@refs/heads/main"),
          "--certificate-oidc-issuer",
          line(folder.resolve("issuer"), "https://token.actions.githubusercontent.com")));
    }
    Path root = folder.resolve("trusted_root.json");
    if (Files.exists(root)) {
      words.addAll(List.of("--trusted-root", root.toString()));
    }
    words.add(artifact);
    return words;
  }

  private static String line(Path file, String otherwise) throws Exception {
    return Files.exists(file) ? Files.readString(file).strip() : otherwise;
  }

  @Test
  void everyCaseEndsAsItsNameSays() throws Exception {
    String vectors = System.getProperty("inkan.vectors", "");
    assumeTrue(!vectors.isEmpty(), "the cases are not there: -Dinkan.vectors=DIR");
    Path cases = Path.of(vectors, "sigstore-conformance", "bundle-verify");
    int ran = 0;
    try (var folders = Files.list(cases)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        Path own = folder.resolve("artifact");
        Path file = Files.exists(own) ? own : cases.resolveSibling("a.txt");
        for (String artifact
            : List.of(file.toString(), Digest.sha256(Bytes.of(Files.readAllBytes(file))).toString())) {
          var world = new TestWorld(empty);
          int exit = world.run(words(folder, artifact).toArray(String[]::new));
          boolean fails = folder.toString().endsWith("_fail");
          assertTrue(fails ? exit == 1 || exit == 2 : exit == 0, folder + " " + artifact + ": " + exit);
          ran++;
        }
      }
    }
    assertEquals(2 * CASES, ran);
  }
}
