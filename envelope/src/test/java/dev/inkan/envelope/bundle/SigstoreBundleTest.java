package dev.inkan.envelope.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.InclusionProof;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.claim.Claim;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.envelope.key.SignatureAlgorithm;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.envelope.testing.Signing;
import dev.inkan.envelope.testing.TestData;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SigstoreBundleTest {
  static final SigstoreBundle FORMAT = new SigstoreBundle();
  private static final Digest IMAGE =
      new Digest("sha256", "87dd4e277111eee759ca98dec9d521fd2895a73f24cc3487b7753dc89410d720");

  static Envelope open(String json) throws MalformedEnvelope {
    return open(Bytes.utf8(json));
  }

  private static Envelope open(Bytes blob) throws MalformedEnvelope {
    return FORMAT.open(Descriptor.of(SigstoreBundle.V03, blob), blob);
  }

  private static Bytes cosign(String name) {
    return TestData.file("cosign/" + name + ".bundle.json");
  }

  private static String text(String name) {
    try {
      return cosign(name).utf8();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static MalformedEnvelope refusal(String json) {
    return assertThrows(MalformedEnvelope.class, () -> open(json));
  }

  /** What cosign 3.1.3 signed with each kind of key, under the schemes that it chooses. */
  @ParameterizedTest
  @CsvSource({
    "p256, ECDSA_SHA256", "p384, ECDSA_SHA384", "p521, ECDSA_SHA512", "ed25519, ED25519_PH",
    "rsa2048, RSA_PKCS1_SHA256", "rsa3072, RSA_PKCS1_SHA256", "rsa4096, RSA_PKCS1_SHA256"
  })
  void whatCosignSignedHolds(String name, SignatureAlgorithm scheme) throws Exception {
    VerificationKey key = TestData.publicKey(name);
    Envelope envelope = open(cosign("sign-" + name));
    Bytes signature = envelope.signatures().getFirst().value();
    assertEquals(Optional.of(scheme), key.schemeOf(envelope.signedBytes(), signature));
    assertEquals("sigstore", envelope.format());
    assertEquals(List.of(new Envelope.Signature(signature, null)), envelope.signatures());
    assertEquals(new Material.PublicKeyHint(SigstoreBundle.hint(key)), envelope.material());
    assertEquals(List.of(), envelope.evidence());
    Claim claim = Claims.read(envelope);
    assertEquals(Statement.COSIGN_SIGN, claim.type());
    assertTrue(claim.isAbout(IMAGE));
    assertFalse(claim.isAbout(Digest.sha256(Bytes.EMPTY)));
    assertEquals(Map.of(), claim.annotations(IMAGE));
  }

  @Test
  void whatCosignAnnotatedIsRead() throws Exception {
    Claim claim = Claims.read(open(cosign("sign-p256-annotations")));
    assertEquals(Map.of("team", "payments", "build", "42"), claim.annotations(IMAGE));
  }

  /** An attestation is read as one, a predicate that is a string included, which cosign itself cannot read back. */
  @ParameterizedTest
  @CsvSource({
    "attest-custom, https://cosign.sigstore.dev/attestation/v1", "attest-spdx-string, https://spdx.dev/Document"
  })
  void whatCosignAttestedIsRead(String name, String type) throws Exception {
    Envelope envelope = open(cosign(name));
    assertTrue(TestData.publicKey("p256").verifies(
        envelope.signedBytes(), envelope.signatures().getFirst().value()));
    assertEquals(type, Claims.read(envelope).type());
    assertTrue(Claims.read(envelope).isAbout(IMAGE));
  }

  /** A bundle of ours, from the claim and signature that cosign made: its own bytes but for the random spaces. */
  @ParameterizedTest
  @ValueSource(strings = {"p256", "p384", "p521", "ed25519", "rsa2048", "rsa3072", "rsa4096"})
  void whatIsWrittenHasTheShapeOfCosignsBundle(String name) throws Exception {
    Envelope envelope = open(cosign("sign-" + name));
    Dsse dsse = new Dsse(envelope.payloadType(), envelope.payload(), envelope.signatures().getFirst());
    Bytes written = SigstoreBundle.write(TestData.publicKey(name), dsse);
    assertEquals(text("sign-" + name).replace(", ", ","), written.utf8());
    assertEquals(envelope, open(written));
  }

  @Test
  void aKeyIdIsWrittenWhenThereIsOne() throws Exception {
    Dsse dsse = new Dsse("t", Bytes.EMPTY, new Envelope.Signature(Bytes.utf8("s"), "the key"));
    Envelope envelope = open(SigstoreBundle.write(TestData.publicKey("p256"), dsse));
    assertEquals(List.of(dsse.signature()), envelope.signatures());
  }

  @Test
  void layersAreRecognisedByTheFamilyOfTheirType() {
    for (String yes : List.of(".v0.3+json", "+json;version=0.1", "+json;version=0.3", ".v0.4+json", ".v9+json")) {
      assertTrue(FORMAT.recognises(layer("application/vnd.dev.sigstore.bundle" + yes)), yes);
    }
    for (String no : List.of("application/vnd.dev.sigstore.bundles+json", "application/vnd.dev.sigstore.bundle",
        "application/vnd.dev.cosign.simplesigning.v1+json", "x/application+vnd.dev.sigstore.bundle.v0.3+json")) {
      assertFalse(FORMAT.recognises(layer(no)), no);
    }
    assertEquals("sigstore", FORMAT.name());
  }

  private static Descriptor layer(String mediaType) {
    return Descriptor.of(new MediaType(mediaType), Bytes.EMPTY);
  }

  /** A081, A082: what the bundle calls itself neither adds nor removes a demand. */
  @ParameterizedTest
  @ValueSource(strings = {
    "application/vnd.dev.sigstore.bundle+json;version=0.1", "application/vnd.dev.sigstore.bundle+json;version=0.2",
    "application/vnd.dev.sigstore.bundle+json;version=0.3", "application/vnd.dev.sigstore.bundle.v0.3+json"
  })
  void everyVersionUpTo03IsRead(String mediaType) throws Exception {
    Envelope envelope = open(text("sign-p256").replace(SigstoreBundle.V03.value(), mediaType));
    assertEquals(Map.of("mediaType", mediaType), envelope.attributes());
    assertEquals(open(cosign("sign-p256")).signedBytes(), envelope.signedBytes());
  }

  /** A081. */
  @ParameterizedTest
  @ValueSource(strings = {
    "application/vnd.dev.sigstore.bundle.v0.4+json", "application/vnd.dev.sigstore.bundle+json;version=0.4",
    "application/vnd.dev.sigstore.bundle+json", "application/vnd.dev.sigstore.bundle.v0.3+json ", "",
    "APPLICATION/vnd.dev.sigstore.bundle.v0.3+json"
  })
  void anotherVersionIsUnknown(String mediaType) {
    MalformedEnvelope refusal = refusal(text("sign-p256").replace(SigstoreBundle.V03.value(), mediaType));
    assertEquals(MalformedEnvelope.Kind.UNKNOWN, refusal.kind());
  }

  @Test
  void aBundleBeyondTheBoundIsNotParsed() throws Exception {
    Bytes large = Bytes.utf8(" ".repeat(FORMAT.maxBytes()) + text("sign-p256"));
    assertEquals(
        MalformedEnvelope.Kind.LIMIT, assertThrows(MalformedEnvelope.class, () -> open(large)).kind());
    int room = FORMAT.maxBytes() - cosign("sign-p256").size();
    open(Bytes.utf8(" ".repeat(room) + text("sign-p256")));
  }

  /** A060: only the pre-authentication encoding is what a signature may be over. */
  @Test
  void aSignatureOverThePayloadItselfDoesNotHold() throws Exception {
    Bytes payload = Statement.cosignSign(IMAGE, Map.of());
    String type = Statement.PAYLOAD_TYPE;
    for (Bytes signed : List.of(
        payload,
        Bytes.utf8("DSSEv1 28 " + type + " " + (payload.size() + 1) + " " + payload.utf8()),
        Dsse.preAuthentication("text/plain", payload))) {
      Envelope envelope = opened(type, payload, Signing.sign("p256", "SHA256withECDSA", signed));
      assertFalse(holds(envelope));
    }
    Bytes signature = Signing.sign("p256", "SHA256withECDSA", Dsse.preAuthentication(type, payload));
    assertTrue(holds(opened(type, payload, signature)));
    assertFalse(holds(opened("text/plain", payload, signature)), "A061: the payload type is signed");
    assertFalse(holds(opened(type, Statement.cosignSign(IMAGE, Map.of("a", "b")), signature)), "A087");
  }

  private static boolean holds(Envelope envelope) {
    return TestData.publicKey("p256").verifies(
        envelope.signedBytes(), envelope.signatures().getFirst().value());
  }

  private static Envelope opened(String type, Bytes payload, Bytes signature) throws MalformedEnvelope {
    Dsse dsse = new Dsse(type, payload, new Envelope.Signature(signature, null));
    return open(SigstoreBundle.write(TestData.publicKey("p256"), dsse));
  }

  /** Lengths are of bytes, not of characters. */
  @Test
  void theEncodingThatIsSignedIsTheOneOfTheSpecification() {
    assertEquals(
        Bytes.utf8("DSSEv1 29 http://example.com/HelloWorld 11 hello world"),
        Dsse.preAuthentication("http://example.com/HelloWorld", Bytes.utf8("hello world")));
    assertEquals(
        Bytes.utf8("DSSEv1 3 \u00e9t 4 \u00e9\u00e9"), Dsse.preAuthentication("\u00e9t", Bytes.utf8("\u00e9\u00e9")));
    assertEquals(Bytes.utf8("DSSEv1 0  0 "), Dsse.preAuthentication("", Bytes.EMPTY));
  }

  @Test
  void aCertificateALogEntryAndATimestampAreKeptForTheirChecks() throws Exception {
    String material = """
        {"certificate":{"rawBytes":"AQID"},
         "tlogEntries":[{"logIndex":"9007199254740993","logId":{"keyId":"AQ=="},"integratedTime":"1",
           "kindVersion":{"kind":"hashedrekord","version":"0.0.1"},"inclusionPromise":{"signedEntryTimestamp":"AQ=="},
           "inclusionProof":{"logIndex":"0","treeSize":"1","rootHash":"AQ==","hashes":["AQ=="],
             "checkpoint":{"envelope":"x"}},"canonicalizedBody":"AQ=="}],
         "timestampVerificationData":{"rfc3161Timestamps":[{"signedTimestamp":"AQI="}]}}""";
    Envelope envelope = open(BundleJson.with(material));
    assertEquals(new Material.Certificates(List.of(Bytes.of(new byte[] {1, 2, 3}))), envelope.material());
    assertEquals(2, envelope.evidence().size());
    Bytes one = Bytes.of(new byte[] {1});
    assertEquals(
        new Evidence.LogEntry(
            9007199254740993L, one, "hashedrekord", "0.0.1", 1, one, new InclusionProof(0, 1, one, List.of(one), "x"), one),
        envelope.evidence().getFirst());
    assertEquals(new Evidence.Timestamp(Bytes.of(new byte[] {1, 2})), envelope.evidence().getLast());
  }
}
