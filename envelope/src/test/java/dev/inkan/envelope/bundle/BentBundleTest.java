package dev.inkan.envelope.bundle;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that are wrong in one place. */
final class BentBundleTest {
  private static final String GOOD = BundleJson.with(BundleJson.KEY);
  private static final String ENTRY = "{\"publicKey\":{},\"tlogEntries\":[%s]}";

  private static void refused(MalformedEnvelope.Kind kind, String sentence, String json) {
    MalformedEnvelope refusal = assertThrows(MalformedEnvelope.class, () -> SigstoreBundleTest.open(json), json);
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(sentence), message);
    assertEquals(kind, refusal.kind());
  }

  private static void malformed(String sentence, String json) {
    refused(MalformedEnvelope.Kind.MALFORMED, sentence, json);
  }

  /** The twin of every bundle below. */
  @Test
  void theBundleThatIsBentIsAGoodOne() throws Exception {
    Envelope envelope = SigstoreBundleTest.open(GOOD);
    assertEquals(Bytes.utf8("{}"), envelope.payload());
    assertEquals(Bytes.utf8("DSSEv1 1 t 2 {}"), envelope.signedBytes());
    assertEquals(List.of(new Envelope.Signature(Bytes.utf8("sig"), null)), envelope.signatures());
    assertEquals(new Material.PublicKeyHint("aGludA=="), envelope.material());
  }

  /** A050, A051: at every level, a member that is not known, known in another case, or in the second spelling. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      mediaType            | MediaType
      mediaType            | media_type
      verificationMaterial | verification_material
      dsseEnvelope         | extra
      publicKey            | extra
      hint                 | Hint
      payload              | extra
      sig                  | keyId
      """)
  void anUnknownMemberIsRefusedAtEveryLevel(String beside, String added) {
    String bent = GOOD.replace("\"" + beside + "\":", "\"" + added + "\":\"x\",\"" + beside + "\":");
    malformed("unknown member", bent);
  }

  /** A050, A083. */
  @ParameterizedTest
  @ValueSource(strings = {"mediaType", "verificationMaterial", "dsseEnvelope", "publicKey", "hint", "payload",
      "payloadType", "signatures", "sig"})
  void aMemberStandsOnceAndIsNotNull(String name) {
    malformed("stands twice", GOOD.replace("\"" + name + "\":", "\"" + name + "\":null,\"" + name + "\":"));
    malformed("", GOOD.replaceFirst("\"" + name + "\":(\"[^\"]*\"|\\{|\\[)", "\"" + name + "\":null,\"y\":$1"));
  }

  /** A083, A084. */
  @Test
  void thereIsExactlyOneOfWhatMustBeOne() {
    String message = "\"messageSignature\":{\"messageDigest\":{\"algorithm\":\"SHA2_256\",\"digest\":\"AQ==\"},"
        + "\"signature\":\"AQ==\"}";
    String dsse = "\"dsseEnvelope\":" + BundleJson.DSSE;
    malformed("exactly one of dsseEnvelope, messageSignature", BundleJson.of(BundleJson.KEY, message + "," + dsse));
    malformed("and has none", GOOD.replace(",\"dsseEnvelope\":" + BundleJson.DSSE, ""));
    malformed("is null", BundleJson.of(BundleJson.KEY, dsse + ",\"messageSignature\":null"));
    malformed("exactly one of publicKey", BundleJson.with("{}"));
    malformed("exactly one of publicKey",
        BundleJson.with("{\"publicKey\":{\"hint\":\"x\"},\"certificate\":{\"rawBytes\":\"AQ==\"}}"));
    malformed("\"verificationMaterial\" is missing",
        GOOD.replace("\"verificationMaterial\":" + BundleJson.KEY + ",", ""));
    malformed("\"mediaType\" is missing", GOOD.replaceFirst("\"mediaType\":\"[^\"]*\",", ""));
    refused(MalformedEnvelope.Kind.UNKNOWN, "over a file", BundleJson.of(BundleJson.KEY, message));
  }

  /** A057. */
  @Test
  void aCertificateHasBytes() {
    malformed("rawBytes\" is missing", BundleJson.with("{\"certificate\":{}}"));
    malformed("an empty certificate", BundleJson.with("{\"certificate\":{\"rawBytes\":\"\"}}"));
    malformed("is not base64", BundleJson.with("{\"certificate\":{\"rawBytes\":\" \"}}"));
    malformed("unknown member", BundleJson.with("{\"certificate\":{\"rawBytes\":\"AQ==\",\"pem\":\"x\"}}"));
  }

  @Test
  void aChainIsForTheVersionsThatKnowIt() throws Exception {
    String chain = "{\"x509CertificateChain\":{\"certificates\":[{\"rawBytes\":\"AQ==\"},{\"rawBytes\":\"Ag==\"}]}}";
    List<Bytes> ders = List.of(Bytes.of(new byte[] {1}), Bytes.of(new byte[] {2}));
    for (String version : List.of("0.1", "0.2")) {
      Envelope envelope = SigstoreBundleTest.open(BundleJson.with(chain, version));
      assertEquals(new Material.Certificates(ders), envelope.material());
    }
    malformed("a certificate chain", BundleJson.with(chain));
    malformed("a certificate chain", BundleJson.with(chain, "0.3"));
    malformed("without a certificate", BundleJson.with("{\"x509CertificateChain\":{\"certificates\":[]}}", "0.1"));
    malformed("without a certificate", BundleJson.with("{\"x509CertificateChain\":{}}", "0.1"));
    String many = "{\"rawBytes\":\"AQ==\"}" + ",{\"rawBytes\":\"AQ==\"}".repeat(16);
    refused(MalformedEnvelope.Kind.LIMIT, "17 certificates",
        BundleJson.with("{\"x509CertificateChain\":{\"certificates\":[" + many + "]}}", "0.1"));
  }

  /** A058. */
  @ParameterizedTest
  @ValueSource(strings = {"c2ln\\n", " c2ln", "c2lnAA", "c2lnAA=", "c2lnAB==", "c2ln====", "+-8=", "%"})
  void base64HasOneSpelling(String bent) {
    malformed("base64", GOOD.replace("c2ln", bent));
    malformed("base64", GOOD.replace("e30=", bent));
  }

  @Test
  void urlSafeBase64IsReadAsCosignReadsIt() throws Exception {
    Envelope envelope = SigstoreBundleTest.open(GOOD.replace("c2ln", "-_8="));
    assertEquals(Bytes.of(new byte[] {(byte) 0xFB, (byte) 0xFF}), envelope.signatures().getFirst().value());
  }

  /** A062, A063: whichever comes first. */
  @Test
  void thereIsExactlyOneSignature() {
    String two = "{\"sig\":\"c2ln\"},{\"sig\":\"Z2FyYmFnZQ==\"}";
    malformed("0 signatures", GOOD.replace("{\"sig\":\"c2ln\"}", ""));
    malformed("0 signatures", GOOD.replace(",\"signatures\":[{\"sig\":\"c2ln\"}]", ""));
    malformed("2 signatures", GOOD.replace("{\"sig\":\"c2ln\"}", two));
    malformed("must be an object", GOOD.replace("{\"sig\":\"c2ln\"}", "null"));
  }

  /** A059, A065, A066: no signature is one that does not hold; a key id is only a hint; no payload is no envelope. */
  @Test
  void anEmptySignatureIsKeptAndAMissingPayloadIsNot() throws Exception {
    assertEquals(Bytes.EMPTY, SigstoreBundleTest.open(GOOD.replace("c2ln", "")).signatures().getFirst().value());
    String named = GOOD.replace("{\"sig\"", "{\"keyid\":\"someone\",\"sig\"");
    assertEquals("someone", SigstoreBundleTest.open(named).signatures().getFirst().keyId());
    malformed("payload\" is missing", GOOD.replace("\"payload\":\"e30=\",", ""));
    malformed("payloadType\" is missing", GOOD.replace("\"payloadType\":\"t\",", ""));
  }

  /** A052, A085. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "\0", "{}", " // comment"})
  void nothingMayFollowTheDocument(String behind) {
    malformed("", GOOD + behind);
  }

  /** A052, A053, A085. */
  @Test
  void onlyOneStrictDocumentIsRead() {
    malformed("byte order mark", "\uFEFF" + GOOD);
    malformed("", GOOD.substring(0, GOOD.length() - 1));
    malformed("", "");
    malformed("", "[" + GOOD + "]");
    malformed("", "[".repeat(100_000));
    malformed("", GOOD.replace("\"aGludA==\"", "NaN"));
    malformed("", GOOD.replace("aGludA==", "\\ud800"));
    MalformedEnvelope notText = assertThrows(MalformedEnvelope.class, () -> {
      Bytes latin = Bytes.of(new byte[] {'{', '"', (byte) 0xE9, '"', ':', '1', '}'});
      new SigstoreBundle().open(Descriptor.of(SigstoreBundle.V03, latin), latin);
    });
    assertTrue(String.valueOf(notText.getMessage()).contains("UTF-8"));
  }

  /** A054, A085. */
  @ParameterizedTest
  @ValueSource(strings = {"-1", "\"-1\"", "1.5", "\"1e3\"", "9223372036854775808", "\"9223372036854775808\"",
      "\"1e400\"", "10000000000000000000", "\"01\"", "\"+1\"", "\"\"", "\" 1\"", "true", "{}", "\"\u0661\""})
  void aLogIndexIsAWholeNumberOf63Bits(String number) {
    malformed("logIndex", BundleJson.with(ENTRY.formatted("{\"logIndex\":" + number + "}")));
    malformed("", BundleJson.with(ENTRY.formatted("{\"integratedTime\":" + number + "}")));
    malformed("", BundleJson.with(ENTRY.formatted("{\"inclusionProof\":{\"treeSize\":" + number + "}}")));
    malformed("", BundleJson.with(ENTRY.formatted("{\"inclusionProof\":{\"logIndex\":" + number + "}}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"logIndex\":0}", "{\"logIndex\":\"9223372036854775807\"}", "{\"inclusionProof\":{}}",
      "{\"inclusionProof\":{\"hashes\":[\"AQ==\"]}}"})
  void aLogEntryOfTheRightShapeIsKept(String entry) throws Exception {
    assertEquals(1, SigstoreBundleTest.open(BundleJson.with(ENTRY.formatted(entry))).evidence().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "null", "[]", "{\"extra\":1}", "{\"logId\":{\"extra\":1}}", "{\"logId\":{\"keyId\":\"A\"}}", "{\"logId\":null}",
    "{\"kindVersion\":{\"Kind\":\"x\"}}", "{\"kindVersion\":{\"kind\":1}}", "{\"kindVersion\":{\"version\":1}}",
    "{\"inclusionPromise\":{\"extra\":1}}", "{\"inclusionPromise\":{\"signedEntryTimestamp\":\"A\"}}",
    "{\"inclusionProof\":{\"extra\":1}}", "{\"inclusionProof\":{\"rootHash\":\"A\"}}",
    "{\"inclusionProof\":{\"hashes\":[1]}}", "{\"inclusionProof\":{\"hashes\":[\"A\"]}}",
    "{\"inclusionProof\":{\"checkpoint\":{\"extra\":1}}}", "{\"inclusionProof\":{\"checkpoint\":{\"envelope\":1}}}",
    "{\"canonicalizedBody\":\"A\"}"
  })
  void aLogEntryOfAnotherShapeIsRefused(String entry) {
    malformed("", BundleJson.with(ENTRY.formatted(entry)));
  }

  /** A076: before anything is computed for a single one. */
  @Test
  void entriesAndTimestampsAreBounded() {
    String entries = "{}" + ",{}".repeat(31);
    assertDoesNotThrow(() -> SigstoreBundleTest.open(BundleJson.with(ENTRY.formatted(entries))));
    refused(MalformedEnvelope.Kind.LIMIT, "33 log entries", BundleJson.with(ENTRY.formatted(entries + ",{}")));
    String stamp = "{\"signedTimestamp\":\"AQ==\"}";
    String stamps = "{\"publicKey\":{},\"timestampVerificationData\":{\"rfc3161Timestamps\":[%s]}}";
    assertDoesNotThrow(
        () -> SigstoreBundleTest.open(BundleJson.with(stamps.formatted(stamp + ("," + stamp).repeat(31)))));
    refused(MalformedEnvelope.Kind.LIMIT, "33 timestamps",
        BundleJson.with(stamps.formatted(stamp + ("," + stamp).repeat(32))));
    malformed("unknown member", BundleJson.with(stamps.formatted("{\"signedTimestamp\":\"AQ==\",\"x\":1}")));
    malformed("is missing", BundleJson.with(stamps.formatted("{}")));
    malformed("unknown member", BundleJson.with("{\"publicKey\":{},\"timestampVerificationData\":{\"x\":[]}}"));
    String hashes = "\"AQ==\"" + ",\"AQ==\"".repeat(64);
    malformed("more than 64 hashes",
        BundleJson.with(ENTRY.formatted("{\"inclusionProof\":{\"hashes\":[" + hashes + "]}}")));
  }
}
