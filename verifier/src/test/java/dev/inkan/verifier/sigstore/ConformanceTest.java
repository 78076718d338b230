package dev.inkan.verifier.sigstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.key.MalformedKey;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.verifier.reason.Reason;
import dev.inkan.verifier.trust.TrustedRoot;
import dev.inkan.verifier.trust.TrustedRoots;
import dev.inkan.verifier.trust.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every stored case of sigstore-conformance, as a file and as a digest, and why each that is refused is:
 * {@code testdata/sigstore-conformance.tsv}. Runs when the cases are there ({@code -Dinkan.vectors=DIR}).
 */
class ConformanceTest {
  private static final Path ROOT = Path.of(System.getProperty("inkan.root"));
  private static final String IDENTITY =
      "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/"
          + "extremely-dangerous-oidc-beacon.yml@refs/heads/main";
  private static final String ISSUER = "https://token.actions.githubusercontent.com";
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  private static final int CASES = 70;

  private static Bytes read(Path file) throws IOException {
    return Bytes.of(Files.readAllBytes(file));
  }

  private static String line(Path file, String otherwise) throws IOException {
    return Files.exists(file) ? Files.readString(file).strip() : otherwise;
  }

  private static String outcome(Path cases, Path folder, boolean asDigest) throws Exception {
    Path own = folder.resolve("artifact");
    Bytes file = read(Files.exists(own) ? own : cases.resolveSibling("a.txt"));
    Artifact artifact = asDigest ? Artifact.Hashed.of(Digest.sha256(file)) : new Artifact.Content(file);
    Path trusted = folder.resolve("trusted_root.json");
    TrustedRoot root = TrustedRoots.parse(
        read(Files.exists(trusted) ? trusted : ROOT.resolve("cli/src/main/resources/dev/inkan/cli/public-good.json")));
    Path key = folder.resolve("key.pub");
    try {
      Who who = Files.exists(key)
          ? new Who.Key(PublicKeys.parsePem(read(key)))
          : new Who.Identity(
              line(folder.resolve("issuer"), ISSUER), line(folder.resolve("identity"), IDENTITY), root);
      var bundle = SigstoreBundle.openFile(read(folder.resolve("bundle.sigstore.json")));
      return switch (BundleCheck.check(bundle, artifact, who, NOW)) {
        case Proof.Proven ignored -> "PROVEN";
        case Proof.Refused refused -> refused.reason().code().name();
      };
    } catch (MalformedKey e) {
      return "UNUSABLE_KEY";
    } catch (MalformedEnvelope e) {
      return Reason.of(e).code().name();
    }
  }

  @Test
  void everyStoredCaseIsRightForTheRightReason() throws Exception {
    String vectors = System.getProperty("inkan.vectors", "");
    assumeTrue(!vectors.isEmpty(), "the cases are not there: -Dinkan.vectors=DIR");
    var found = new TreeMap<String, String>();
    Path cases = Path.of(vectors, "sigstore-conformance", "bundle-verify");
    try (var folders = Files.list(cases)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        String name = String.valueOf(folder.getFileName());
        String asFile = outcome(cases, folder, false);
        assertEquals(asFile, outcome(cases, folder, true), name);
        assertEquals(name.endsWith("_fail"), !asFile.equals("PROVEN"), name + ": " + asFile);
        found.put(name, asFile);
      }
    }
    assertEquals(CASES, found.size());
    List<String> lines = new ArrayList<>();
    found.forEach((name, outcome) -> lines.add(name + "\t" + outcome));
    assertEquals(Files.readString(ROOT.resolve("testdata/sigstore-conformance.tsv")), String.join("\n", lines) + "\n");
  }
}
