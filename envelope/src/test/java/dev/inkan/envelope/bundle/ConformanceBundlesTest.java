package dev.inkan.envelope.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The bundles of sigstore-conformance, when {@code -Dinkan.vectors=DIR} names the folder that holds them. */
@EnabledIfSystemProperty(named = "inkan.vectors", matches = ".+")
final class ConformanceBundlesTest {
  private static Map<String, Bytes> bundles() throws IOException {
    Path suite = Path.of(System.getProperty("inkan.vectors", ""), "sigstore-conformance", "bundle-verify");
    try (Stream<Path> files = Files.walk(suite, 2)) {
      return files
          .filter(file -> file.endsWith("bundle.sigstore.json"))
          .collect(Collectors.toMap(
              file -> String.valueOf(file.getName(file.getNameCount() - 2)), ConformanceBundlesTest::read,
              (a, b) -> a, TreeMap::new));
    }
  }

  private static Bytes read(Path file) {
    try {
      return Bytes.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So no real bundle has a member or a spelling that this reader does not know, whatever it is a signature of. */
  @Test
  void theMaterialOfEveryRealBundleIsRead() throws Exception {
    List<String> refused = new ArrayList<>();
    for (var bundle : bundles().entrySet()) {
      try {
        JsonObject json = StrictJson.parseObject(bundle.getValue(), "bundle");
        MaterialReader material = MaterialReader.of(json.required("verificationMaterial"), true);
        material.material();
        material.evidence();
      } catch (MalformedContent e) {
        refused.add(bundle.getKey());
      }
    }
    assertEquals(
        List.of(
            "bundle-empty-certificate-chain_fail", "bundle-malformed-json_fail", "bundle-negative-log-index_fail",
            // Made by hand, with line breaks in its base64, which Go does not see; to be refused for its time anyway.
            "rekor2-timestamp-with-incorrect-time_fail"),
        refused);
    assertEquals(70, bundles().size());
  }

  /** A058, A081, A085: a statement is opened and read; a signature of a file, and what is no bundle, is refused so. */
  @Test
  void whatIsAnEnvelopeIsOpenedAndTheRestIsRefusedByKind() throws Exception {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (var bundle : bundles().entrySet()) {
      String outcome;
      try {
        Bytes blob = bundle.getValue();
        Envelope envelope = new SigstoreBundle().open(Descriptor.of(SigstoreBundle.V03, blob), blob);
        assertTrue(Claims.read(envelope).type().startsWith("https://"), bundle.getKey());
        outcome = "opened";
      } catch (MalformedEnvelope e) {
        outcome = e.kind().name();
      }
      outcomes.merge(outcome, 1, Integer::sum);
    }
    assertEquals(Map.of("opened", 14, "UNKNOWN", 51, "MALFORMED", 5), outcomes);
  }
}
