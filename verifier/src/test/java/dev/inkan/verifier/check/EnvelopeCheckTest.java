package dev.inkan.verifier.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.Envelope.Signature;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.verifier.check.Verification.Rejected;
import dev.inkan.verifier.check.Verification.Verified;
import dev.inkan.verifier.reason.Reason;
import dev.inkan.verifier.reason.Reason.Code;
import dev.inkan.verifier.testing.TestSigner;
import dev.inkan.verifier.trust.TrustStore;
import dev.inkan.verifier.trust.TrustedSigner;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeCheckTest {
  private static final Digest IMAGE = Digest.sha256(Bytes.utf8("image"));
  private static final Digest OTHER = Digest.sha256(Bytes.utf8("other image"));
  private static final TestSigner RELEASE = TestSigner.named("release");
  private static final TestSigner CI = TestSigner.named("ci");
  private static final TestSigner STRANGER = TestSigner.named("stranger");
  private static final TrustStore TRUST = trust(RELEASE, CI);
  private static final Demand SIGNATURE = Demand.signature(Map.of());

  private static TrustStore trust(TestSigner... signers) {
    return new TrustStore(List.of(signers).stream().map(TestSigner::trusted).toList());
  }

  private static Verification check(Envelope envelope) {
    return EnvelopeCheck.check(envelope, IMAGE, TRUST, SIGNATURE, Instant.EPOCH);
  }

  private static void assertSignedBy(String signer, Verification verification) {
    Verified verified = assertInstanceOf(Verified.class, verification, verification.toString());
    assertEquals(signer, verified.signer());
    assertEquals("sigstore", verified.format());
  }

  private static Reason rejected(Code code, Verification verification) {
    Rejected rejected = assertInstanceOf(Rejected.class, verification, verification.toString());
    assertEquals(code, rejected.reason().code(), rejected.reason().detail());
    return rejected.reason();
  }

  private static Envelope with(Envelope envelope, Material material, Signature... signatures) {
    return new Envelope(
        envelope.format(),
        envelope.payloadType(),
        envelope.payload(),
        envelope.signedBytes(),
        List.of(signatures),
        material,
        envelope.evidence(),
        envelope.attributes());
  }

  private static Signature signature(Bytes value, @Nullable String keyId) {
    return new Signature(value, keyId);
  }

  @Test
  void theSignerWhoseKeyItWasIsNamed() {
    assertSignedBy("release", check(RELEASE.envelope(IMAGE)));
    assertSignedBy("ci", check(CI.envelope(IMAGE)));
  }

  @Test
  void aKeyThatNobodyTrustsProvesNothing() {
    rejected(Code.BAD_SIGNATURE, check(STRANGER.envelope(IMAGE)));
    rejected(
        Code.BAD_SIGNATURE, EnvelopeCheck.check(RELEASE.envelope(IMAGE), IMAGE, new TrustStore(List.of()), SIGNATURE, Instant.EPOCH));
  }

  /** A047, A087: glued to another image. */
  @Test
  void aGoodSignatureAboutAnotherImageIsAWrongClaim() {
    Reason reason = rejected(Code.WRONG_CLAIM, check(RELEASE.envelope(OTHER)));
    assertEquals("signed by release, but it is not about " + IMAGE, reason.detail());
  }

  /** A060: over the payload and not over its pre-authentication encoding. */
  @Test
  void aSignatureOverTheBarePayloadProvesNothing() {
    Bytes payload = Statement.cosignSign(IMAGE, Map.of());
    Bytes bare = RELEASE.sign(payload);
    rejected(Code.BAD_SIGNATURE, check(TestSigner.open(RELEASE.bundle(Statement.PAYLOAD_TYPE, payload, bare))));
  }

  @Test
  void aSignatureMovedToAnotherPayloadProvesNothing() {
    Bytes of = RELEASE.envelope(OTHER).signatures().getFirst().value();
    Bytes payload = Statement.cosignSign(IMAGE, Map.of());
    rejected(Code.BAD_SIGNATURE, check(TestSigner.open(RELEASE.bundle(Statement.PAYLOAD_TYPE, payload, of))));
  }

  /** A061: the type is signed, so it cannot be changed; and a signed one must be one that we know. */
  @Test
  void thePayloadTypeIsSignedAndMustBeKnown() {
    Bytes payload = Statement.cosignSign(IMAGE, Map.of());
    Bytes signature = RELEASE.envelope(IMAGE).signatures().getFirst().value();
    rejected(Code.BAD_SIGNATURE, check(TestSigner.open(RELEASE.bundle("application/json", payload, signature))));
    rejected(Code.UNKNOWN_FORMAT, check(RELEASE.envelope("application/json", payload)));
  }

  /** A059. */
  @Test
  void anEmptySignatureProvesNothing() {
    Envelope good = RELEASE.envelope(IMAGE);
    rejected(Code.BAD_SIGNATURE, check(with(good, good.material(), signature(Bytes.EMPTY, null))));
  }

  /** A062: the envelope's own constructor. */
  @Test
  void anEnvelopeWithoutSignaturesDoesNotExist() {
    Envelope good = RELEASE.envelope(IMAGE);
    assertThrows(IllegalArgumentException.class, () -> with(good, good.material()));
  }

  /** A063: one envelope is one signer's word, whatever the order. */
  @Test
  void severalSignaturesAreRefusedInEveryOrder() {
    Envelope good = RELEASE.envelope(IMAGE);
    Signature release = good.signatures().getFirst();
    Signature ci = signature(CI.sign(good.signedBytes()), null);
    Signature garbage = signature(Bytes.utf8("garbage"), null);
    for (Signature other : List.of(ci, garbage, release)) {
      rejected(Code.MALFORMED, check(with(good, good.material(), release, other)));
      rejected(Code.MALFORMED, check(with(good, good.material(), other, release)));
    }
  }

  /** A065: nobody has signed the hint. */
  @Test
  void whoseSignatureItIsSaysTheKeyAndNeverTheHint() {
    Envelope good = CI.envelope(IMAGE);
    Bytes value = good.signatures().getFirst().value();
    for (String hint : List.of(SigstoreBundle.hint(RELEASE.key()), SigstoreBundle.hint(STRANGER.key()), "", "?")) {
      assertSignedBy("ci", check(with(good, new Material.PublicKeyHint(hint), signature(value, hint))));
    }
    Envelope bad = STRANGER.envelope(IMAGE);
    Bytes strange = bad.signatures().getFirst().value();
    String hint = SigstoreBundle.hint(RELEASE.key());
    rejected(Code.BAD_SIGNATURE, check(with(bad, new Material.PublicKeyHint(hint), signature(strange, hint))));
  }

  /** A057, A091: a certificate that came along is not a reason to trust the key in it. */
  @Test
  void aCertificateIsNoKey() {
    Envelope strange = STRANGER.envelope(IMAGE);
    var chain = new Material.Certificates(List.of(Bytes.utf8("DER")));
    Reason reason =
        rejected(Code.NOT_A_KEY_SIGNATURE, check(with(strange, chain, strange.signatures().getFirst())));
    assertTrue(reason.detail().contains("nobody is trusted by certificate"), reason.detail());
  }

  /** Nobody has signed it, so it makes a signature by a trusted key neither better nor worse. */
  @Test
  void aCertificateBesideASignatureByATrustedKeyIsSaidToBeUnchecked() {
    Envelope good = RELEASE.envelope(IMAGE);
    var chain = new Material.Certificates(List.of(Bytes.utf8("DER")));
    Verification verification = check(with(good, chain, good.signatures().getFirst()));
    assertSignedBy("release", verification);
    assertEquals(List.of("certificate"), assertInstanceOf(Verified.class, verification).unchecked());
    assertEquals(List.of(), assertInstanceOf(Verified.class, check(good)).unchecked());
  }

  /** A067-A069: an attestation by the same key is no signature; the type is compared letter by letter. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        TestSigner.PROVENANCE,
        "https://sigstore.dev/cosign/sign/v1/",
        "https://sigstore.dev/cosign/sign/v1.evil",
        "https://sigstore.dev/cosign/sign/v10",
        "http://sigstore.dev/cosign/sign/v1",
        "HTTPS://sigstore.dev/cosign/sign/v1",
        " https://sigstore.dev/cosign/sign/v1"
      })
  void anotherKindOfStatementIsNoSignature(String type) {
    Bytes statement = TestSigner.statement(type, IMAGE);
    rejected(Code.WRONG_CLAIM_TYPE, check(RELEASE.envelope(Statement.PAYLOAD_TYPE, statement)));
  }

  @Test
  void anAttestationIsFoundWhereOneIsAskedFor() {
    var demand = new Demand(Set.of(TestSigner.PROVENANCE), Map.of());
    Envelope provenance =
        RELEASE.envelope(Statement.PAYLOAD_TYPE, TestSigner.statement(TestSigner.PROVENANCE, IMAGE));
    assertSignedBy("release", EnvelopeCheck.check(provenance, IMAGE, TRUST, demand, Instant.EPOCH));
    rejected(Code.WRONG_CLAIM_TYPE, EnvelopeCheck.check(RELEASE.envelope(IMAGE), IMAGE, TRUST, demand, Instant.EPOCH));
  }

  /** A066, A070, A071, A073, A075, A076: a signature that holds over what is no claim. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "{}",
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicateType\":\"https://sigstore.dev/cosign/sign/v1\"}"
      })
  void aSignedPayloadThatIsNoClaimProvesNothing(String payload) {
    rejected(Code.MALFORMED, check(RELEASE.envelope(Statement.PAYLOAD_TYPE, Bytes.utf8(payload))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "{\"digest\":null}", "{\"digest\":{}}", "{\"digest\":{\"sha256\":7}}"})
  void aStatementAboutNothingProvesNothing(String subjects) {
    Bytes statement = TestSigner.statement(Statement.COSIGN_SIGN, subjects);
    rejected(Code.MALFORMED, check(RELEASE.envelope(Statement.PAYLOAD_TYPE, statement)));
  }

  /** A073: every digest that we can compute must be the image's, and weaker ones count for nothing. */
  @Test
  void onlyDigestsThatCanBeProvenCount() {
    String weak = "{\"digest\":{\"sha1\":\"" + IMAGE.encoded().substring(0, 40) + "\",\"md5\":\"00\"}}";
    rejected(Code.WRONG_CLAIM, checkSubjects(weak));
    String contradicting =
        "{\"digest\":{\"sha256\":\"" + IMAGE.encoded() + "\",\"sha512\":\"" + "0".repeat(128) + "\"}}";
    rejected(Code.WRONG_CLAIM, checkSubjects(contradicting));
  }

  /** A073: nor is a weak digest that is asked for itself. */
  @Test
  void nothingIsProvenAboutADigestThatWeCannotCompute() {
    for (Digest weak : List.of(new Digest("md5", "0".repeat(32)), new Digest("blake3", "0".repeat(64)))) {
      Envelope about =
          RELEASE.envelope(Statement.PAYLOAD_TYPE, TestSigner.statement(Statement.COSIGN_SIGN, weak));
      rejected(Code.WRONG_CLAIM, EnvelopeCheck.check(about, weak, TRUST, SIGNATURE, Instant.EPOCH));
    }
  }

  /** A075. */
  @Test
  void aDigestInAnotherSpellingIsMalformed() {
    for (String spelling :
        List.of(IMAGE.encoded().toUpperCase(Locale.ROOT), " " + IMAGE.encoded(), IMAGE.toString())) {
      rejected(Code.MALFORMED, checkSubjects("{\"digest\":{\"sha256\":\"" + spelling + "\"}}"));
    }
  }

  /** A074: wherever the image stands among the subjects. */
  @Test
  void theImageMayBeAnyOfTheSubjects() {
    assertSignedBy("release", checkSubjects(subject(OTHER) + "," + subject(IMAGE)));
    assertSignedBy("release", checkSubjects(subject(IMAGE) + "," + subject(OTHER)));
  }

  /** A076. */
  @Test
  void moreSubjectsThanTheBoundIsALimit() {
    String many = (subject(IMAGE) + ",").repeat(1024) + subject(IMAGE);
    rejected(Code.LIMIT, checkSubjects(many));
  }

  private static String subject(Digest digest) {
    return "{\"digest\":{\"sha256\":\"" + digest.encoded() + "\"}}";
  }

  private static Verification checkSubjects(String subjects) {
    return check(RELEASE.envelope(Statement.PAYLOAD_TYPE, TestSigner.statement(Statement.COSIGN_SIGN, subjects)));
  }

  @Test
  void everyDemandedAnnotationMustBeThereAndEqual() {
    Envelope signed = TestSigner.open(RELEASE.bundle(IMAGE, Map.of("env", "prod", "team", "a")));
    assertSignedBy("release", checkDemanding(signed, Map.of()));
    assertSignedBy("release", checkDemanding(signed, Map.of("env", "prod")));
    assertSignedBy("release", checkDemanding(signed, Map.of("env", "prod", "team", "a")));
    Reason other = rejected(Code.WRONG_ANNOTATION, checkDemanding(signed, Map.of("env", "dev", "team", "a")));
    assertEquals(
        "signed by release, but annotation \"env\" is \"prod\"; demanded is \"dev\"", other.detail());
    Reason missing = rejected(Code.WRONG_ANNOTATION, checkDemanding(signed, Map.of("ticket", "7")));
    assertTrue(missing.detail().contains("annotation \"ticket\" is missing"), missing.detail());
    rejected(Code.WRONG_ANNOTATION, checkDemanding(signed, Map.of("env", "prod", "ticket", "7")));
    rejected(Code.WRONG_ANNOTATION, checkDemanding(signed, Map.of("ENV", "prod")));
    rejected(Code.WRONG_ANNOTATION, checkDemanding(signed, Map.of("env", "")));
  }

  /** Ten patterns, 9: the annotations of one subject are not those of another. */
  @Test
  void annotationsOfAnotherSubjectDoNotCount() {
    String subjects =
        subject(IMAGE)
            + ",{\"digest\":{\"sha256\":\"" + OTHER.encoded() + "\"},\"annotations\":{\"env\":\"prod\"}}";
    Envelope signed =
        RELEASE.envelope(Statement.PAYLOAD_TYPE, TestSigner.statement(Statement.COSIGN_SIGN, subjects));
    rejected(Code.WRONG_ANNOTATION, checkDemanding(signed, Map.of("env", "prod")));
  }

  private static Verification checkDemanding(Envelope envelope, Map<String, String> annotations) {
    return EnvelopeCheck.check(envelope, IMAGE, TRUST, Demand.signature(annotations), Instant.EPOCH);
  }

  /** What a signer says is text from outside. */
  @Test
  void whatASignerSaysIsMadePrintable() {
    Envelope signed = TestSigner.open(RELEASE.bundle(IMAGE, Map.of("env", "\u001b[2J\n")));
    Reason reason = rejected(Code.WRONG_ANNOTATION, checkDemanding(signed, Map.of("env", "x")));
    assertTrue(reason.detail().contains("\\u001b[2J\\u000a"), reason.detail());
  }

  @Test
  void trustIsDistinctInNamesAndKeys() {
    TrustedSigner release = RELEASE.trusted();
    assertThrows(IllegalArgumentException.class, () -> new TrustStore(List.of(release, release)));
    var sameKey = new TrustedSigner("again", RELEASE.key());
    assertThrows(IllegalArgumentException.class, () -> new TrustStore(List.of(release, sameKey)));
    var sameName = new TrustedSigner("release", CI.key());
    assertThrows(IllegalArgumentException.class, () -> new TrustStore(List.of(release, sameName)));
    assertThrows(IllegalArgumentException.class, () -> new TrustedSigner(" ", CI.key()));
    assertThrows(IllegalArgumentException.class, () -> new Demand(Set.of(""), Map.of()));
    assertThrows(IllegalArgumentException.class, () -> new Demand(Set.of(), Map.of()));
  }
}
