package dev.inkan.verifier.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** sigstore_trustroot.proto. */
class TrustedRootsTest {
  private static final String TYPE = "\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\"";
  private static final String KEY = "{\"rawBytes\":\"MCowBQYDK2VwAyEAPn+AREHoBaZ7wgS1zBqpxmLSGnyhxXj4lFxSdWVB8o8=\","
      + "\"keyDetails\":\"PKIX_ED25519\",\"validFor\":{\"start\":\"2025-04-16T00:00:00Z\"}}";

  private static TrustedRoot parse(String members) throws MalformedTrustedRoot {
    return TrustedRoots.parse(Bytes.utf8("{" + TYPE + members + "}"));
  }

  @Test
  void thePublicGoodInstanceIsWhole() throws Exception {
    Path file = Path.of(
        System.getProperty("inkan.root"), "cli/src/main/resources/dev/inkan/cli/public-good.json");
    TrustedRoot root = TrustedRoots.parse(Bytes.of(Files.readAllBytes(file)));
    assertEquals(2, root.logs().size());
    assertEquals("log2025-1.rekor.sigstore.dev", root.logs().get(1).host());
    assertEquals(2, root.certificateLogs().size());
    assertEquals(2, root.certificateAuthorities().size());
    assertEquals(1, root.timestampAuthorities().size());
  }

  @Test
  void membersAndKeysOfAVersionToComeAreLeftOut() throws Exception {
    TrustedRoot root = parse(",\"later\":{},\"tlogs\":[{\"baseUrl\":\"https://Log.Test/x\",\"later\":1,\"publicKey\":" + KEY
        + ",\"logId\":{\"keyId\":\"AQ==\"}},{\"baseUrl\":\"https://other.test\",\"publicKey\":"
        + KEY.replace("MCow", "AAAA") + ",\"logId\":{\"keyId\":\"Ag==\"}}]");
    assertEquals(1, root.logs().size());
    assertEquals("log.test", root.logs().getFirst().host());
    assertEquals(Instant.parse("2025-04-16T00:00:00Z"), root.logs().getFirst().validity().start());
  }

  @Test
  void anEmptyOneTrustsNobody() throws Exception {
    assertTrue(parse("").logs().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "no JSON",
        "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=9\"}",
        "{TYPE,\"tlogs\":{}}",
        "{TYPE,\"tlogs\":[1]}",
        "{TYPE,\"tlogs\":[{\"publicKey\":KEY}]}",
        "{TYPE,\"tlogs\":[{\"logId\":{\"keyId\":\"AQ==\"}}]}",
        "{TYPE,\"tlogs\":[{\"publicKey\":{\"rawBytes\":\"?\",\"keyDetails\":\"x\"},\"logId\":{\"keyId\":\"AQ==\"}}]}",
        "{TYPE,\"certificateAuthorities\":[{\"certChain\":{\"certificates\":[]}}]}",
        "{TYPE,\"certificateAuthorities\":[{\"certChain\":{\"certificates\":[{\"rawBytes\":\"AQ==\"}]}}]}",
        "{TYPE,\"certificateAuthorities\":[{}]}",
        "{TYPE,TYPE}",
      })
  void whatIsNoneIsRefused(String json) {
    Bytes file = Bytes.utf8(json.replace("TYPE", TYPE).replace("KEY", KEY));
    assertThrows(MalformedTrustedRoot.class, () -> TrustedRoots.parse(file));
  }

  @Test
  void aTimeThatIsNoneIsRefused() {
    assertThrows(
        MalformedTrustedRoot.class,
        () -> parse(",\"tlogs\":[{\"publicKey\":" + KEY.replace("2025-04-16T00:00:00Z", "soon")
            + ",\"logId\":{\"keyId\":\"AQ==\"}}]"));
  }

  @Test
  void thereIsABound() {
    assertThrows(MalformedTrustedRoot.class, () -> TrustedRoots.parse(Bytes.of(new byte[(4 << 20) + 1])));
  }
}
