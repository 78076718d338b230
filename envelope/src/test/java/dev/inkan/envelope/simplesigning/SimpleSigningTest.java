package dev.inkan.envelope.simplesigning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.claim.Claim;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.envelope.claim.ContainerImage;
import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.encoding.Pem;
import dev.inkan.envelope.testing.Bent;
import dev.inkan.envelope.testing.Signing;
import dev.inkan.envelope.testing.TestData;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cosign and containers/image keep under {@code .sig} tags; cosign.md 1.5. */
final class SimpleSigningTest {
  private static final SimpleSigning FORMAT = new SimpleSigning();
  private static final Digest IMAGE =
      new Digest("sha256", "d8d6a27d398982038cfab36077de7d85fde2d5abd3fbc56bc21a761a18407101");
  private static final String BESIDE = "dev.sigstore.cosign/";

  private static List<Descriptor> layers(String file) throws Exception {
    Bytes bytes = TestData.file("simplesigning/" + file + ".manifest.json");
    MediaType type = file.contains("docker") ? MediaType.DOCKER_MANIFEST : MediaType.OCI_MANIFEST;
    return ((Manifest.Image) RawManifest.of(type, bytes).parse()).layers();
  }

  private static Bytes payload(Descriptor layer) {
    return TestData.file("simplesigning/" + layer.digest().encoded() + ".payload.json");
  }

  private static Envelope open(Map<String, String> annotations) throws MalformedEnvelope {
    Bytes payload = Bytes.utf8("{}");
    Descriptor layer = Descriptor.of(SimpleSigning.LAYER, payload);
    return FORMAT.open(
        new Descriptor(layer.mediaType(), layer.digest(), layer.size(), null, annotations, null), payload);
  }

  private static Map<String, String> signed(String... more) {
    var annotations = new HashMap<>(Map.of(SimpleSigning.SIGNATURE, "c2ln"));
    for (int i = 0; i < more.length; i += 2) {
      annotations.put(BESIDE + more[i], more[i + 1]);
    }
    return annotations;
  }

  private static String refusal(MalformedEnvelope.Kind kind, Map<String, String> annotations) {
    MalformedEnvelope refused = assertThrows(MalformedEnvelope.class, () -> open(annotations));
    assertEquals(kind, refused.kind(), refused.getMessage());
    return String.valueOf(refused.getMessage());
  }

  private static String pem(String label) {
    try {
      return Pem.write(label, Bytes.utf8("DER")).utf8();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Every layer of what each tool wrote, by the key that it was made with. */
  @ParameterizedTest
  @CsvSource({
    "cosign2-three-layers, 0, p256, 127.0.0.1:5711/a/app",
    "cosign2-three-layers, 1, rsa2048, 127.0.0.1:5711/a/app",
    "cosign2-three-layers, 2, p384, 127.0.0.1:5711/a/app",
    "cosign2-docker-media-types, 0, p256, 127.0.0.1:5711/c/app",
    "cosign2-oci11, 0, p256, 127.0.0.1:5711/d/app",
    "cosign2-certificate, 0, p256, 127.0.0.1:5712/x/app",
    "cosign3, 0, p256, 127.0.0.1:5711/b/app",
    "containers-image, 0, p256, 127.0.0.1:5711/e/app:v1",
    "containers-image, 1, ed25519, 127.0.0.1:5711/e/app:v1"
  })
  void whatOthersSignedHolds(String file, int position, String key, String name) throws Exception {
    Descriptor layer = layers(file).get(position);
    assertTrue(FORMAT.recognises(layer));
    Envelope envelope = FORMAT.open(layer, payload(layer));
    assertEquals("cosign", envelope.format());
    assertTrue(TestData.publicKey(key)
        .verifies(envelope.signedBytes(), envelope.signatures().getFirst().value()));
    Claim claim = Claims.read(envelope);
    assertEquals(ContainerImage.COSIGN, claim.type());
    assertTrue(claim.isAbout(IMAGE));
    assertFalse(claim.isAbout(Digest.sha256(Bytes.EMPTY)));
    assertEquals(Optional.of(name), claim.imageName());
  }

  @Test
  void whatOthersAnnotatedIsRead() throws Exception {
    Descriptor annotated = layers("cosign2-three-layers").get(1);
    assertEquals(
        Map.of("team", "payments", "q", "<a&b>"),
        Claims.read(FORMAT.open(annotated, payload(annotated))).annotations(IMAGE));
    Descriptor dated = layers("containers-image").getFirst();
    assertEquals(
        Map.of("creator", "containers/image 5.42.0"),
        Claims.read(FORMAT.open(dated, payload(dated))).annotations(IMAGE),
        "the time is a number, and no demand could be met by one");
  }

  @Test
  void aSignatureWithoutACertificateIsByAKey() throws Exception {
    Envelope envelope = open(signed());
    assertEquals(new Material.PublicKeyHint(""), envelope.material());
    assertEquals(List.of(), envelope.evidence());
    assertEquals(envelope.payload(), envelope.signedBytes());
  }

  @Test
  void aCertificateAndItsChainAreKeptAsTheyCame() throws Exception {
    Descriptor layer = layers("cosign2-certificate").getFirst();
    var certificates =
        assertInstanceOf(Material.Certificates.class, FORMAT.open(layer, payload(layer)).material());
    assertEquals(2, certificates.chain().size());
    for (Map<String, String> alone : List.of(
        signed("certificate", pem("CERTIFICATE")), signed("certificate", pem("CERTIFICATE"), "chain", ""))) {
      assertEquals(new Material.Certificates(List.of(Bytes.utf8("DER"))), open(alone).material());
    }
    assertEquals(new Material.PublicKeyHint(""), open(signed("chain", "")).material(), "cosign 3 writes that");
  }

  /** A057: never a signature by a key because the certificate is no good. */
  @Test
  void aCertificateThatIsNoneIsMalformed() {
    String one = pem("CERTIFICATE");
    for (String certificate : List.of("", " ", "text", pem("PUBLIC KEY"), one + one, one + "more")) {
      String said = refusal(MalformedEnvelope.Kind.MALFORMED, signed("certificate", certificate));
      assertTrue(said.contains("dev.sigstore.cosign/certificate"), said);
    }
    for (String chain : List.of("text", pem("PUBLIC KEY"), one + pem("PUBLIC KEY"), one.repeat(17))) {
      String said = refusal(MalformedEnvelope.Kind.MALFORMED, signed("certificate", one, "chain", chain));
      assertTrue(said.contains("dev.sigstore.cosign/chain"), said);
    }
  }

  @Test
  void aLogEntryAndATimestampAreKeptAsTheyCame() throws Exception {
    String entry = "{\"SignedEntryTimestamp\":\"c2V0\", \"Payload\":{\"body\":\"e30=\",\"integratedTime\":1,"
        + "\"logIndex\":2,\"logID\":\"ab\"}}";
    Envelope envelope =
        open(signed("bundle", entry, "rfc3161timestamp", "{\"SignedRFC3161Timestamp\":\"REVS\"}"));
    assertEquals(
        List.of(
            new Evidence.LogEntry(
                2, Bytes.of(new byte[] {(byte) 0xab}), "", "", 1, Bytes.utf8("set"), null, Bytes.utf8("{}")),
            new Evidence.Timestamp(Bytes.utf8("DER"))),
        envelope.evidence());
    assertEquals(List.of(), open(signed("bundle", "", "rfc3161timestamp", "")).evidence());
  }

  private static String entry(String logId, String index) {
    return "{\"SignedEntryTimestamp\":\"c2V0\",\"Payload\":{\"body\":\"e30=\",\"integratedTime\":1,\"logIndex\":" + index
        + ",\"logID\":" + logId + "}}";
  }

  @Test
  void anythingElseInTheirPlaceIsMalformed() {
    for (String entry : List.of("x", "[]", "{}", "{\"SignedEntryTimestamp\":1,\"Payload\":{}}",
        "{\"SignedEntryTimestamp\":\"\",\"Payload\":[]}", "{\"Payload\":{}}{}", "{\"SignedEntryTimestamp\":\"\",\"Payload\":{}}",
        entry("\"abc\"", "1"), entry("\"zz\"", "1"), entry("\"ab\"", "-1"), entry("1", "1"))) {
      refusal(MalformedEnvelope.Kind.MALFORMED, signed("bundle", entry));
    }
    for (String stamp : List.of("x", "{}", "{\"SignedRFC3161Timestamp\":\"?\"}", "{\"SignedRFC3161Timestamp\":1}")) {
      refusal(MalformedEnvelope.Kind.MALFORMED, signed("rfc3161timestamp", stamp));
    }
  }

  /** cosign: "a .sig layer without it is an error"; url-safe base64 and loose ends are a second spelling. */
  @Test
  void aLayerWithoutASignatureIsMalformed() throws Exception {
    assertTrue(refusal(MalformedEnvelope.Kind.MALFORMED, Map.of()).contains("is missing"));
    for (String signature : List.of("c2ln ", "c2lnMQ", "-_-_", "c2ln\n", "=", "c2lnMR==")) {
      refusal(MalformedEnvelope.Kind.MALFORMED, Map.of(SimpleSigning.SIGNATURE, signature));
    }
    assertEquals(
        Bytes.EMPTY, open(Map.of(SimpleSigning.SIGNATURE, "")).signatures().getFirst().value(), "A059: it holds never");
  }

  @Test
  void whatIsTooLargeIsALimit() {
    for (String name : List.of("certificate", "bundle", "rfc3161timestamp")) {
      refusal(MalformedEnvelope.Kind.LIMIT, signed(name, " ".repeat((1 << 18) + 1)));
    }
    Bytes large = Bytes.of(new byte[FORMAT.maxBytes() + 1]);
    MalformedEnvelope refused = assertThrows(
        MalformedEnvelope.class, () -> FORMAT.open(SimpleSigning.layer(large, Bytes.utf8("sig")), large));
    assertEquals(MalformedEnvelope.Kind.LIMIT, refused.kind());
  }

  @Test
  void onlyItsOwnLayersAreRecognised() {
    for (String type : List.of(
        "application/vnd.dev.cosign.simplesigning.v2+json",
        "application/vnd.dsse.envelope.v1+json",
        "application/vnd.dev.sigstore.bundle.v0.3+json")) {
      assertFalse(FORMAT.recognises(Descriptor.of(new MediaType(type), Bytes.EMPTY)));
    }
    assertEquals(List.of("sig"), FORMAT.tagFamilies());
  }

  @Test
  void aLayerIsAsCosignWritesIt() throws Exception {
    Descriptor cosigns = layers("cosign3").getFirst();
    Bytes signature = Base64Text.decode(cosigns.annotations().getOrDefault(SimpleSigning.SIGNATURE, ""));
    assertEquals(cosigns, SimpleSigning.layer(payload(cosigns), signature));
  }

  /** Whatever happens to the payload, it does not hold any more. */
  @ParameterizedTest
  @ValueSource(strings = {"cosign3", "containers-image"})
  void aDamagedPayloadDoesNotHold(String file) throws Exception {
    Descriptor layer = layers(file).getFirst();
    Bent.of(payload(layer), 3, 500).filter(bent -> !bent.equals(payload(layer))).forEach(bent -> {
      try {
        Envelope envelope = FORMAT.open(layer, bent);
        assertFalse(TestData.publicKey("p256")
            .verifies(envelope.signedBytes(), envelope.signatures().getFirst().value()));
      } catch (MalformedEnvelope e) {
        throw new AssertionError(e);
      }
    });
  }

  /** A signature by a test key over a payload of ours. */
  @Test
  void thePayloadItselfIsWhatIsSigned() throws Exception {
    Bytes payload = ContainerImage.cosign("r.example/app", IMAGE, Map.of());
    Bytes signature = Signing.sign("p256", "SHA256withECDSA", payload);
    Envelope envelope = FORMAT.open(SimpleSigning.layer(payload, signature), payload);
    assertTrue(TestData.publicKey("p256").verifies(envelope.signedBytes(), signature));
  }
}
