package dev.inkan.verifier.sigstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.Envelope.Signature;
import dev.inkan.envelope.claim.ContainerImage;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.verifier.check.Certified;
import dev.inkan.verifier.check.Demand;
import dev.inkan.verifier.check.EnvelopeCheck;
import dev.inkan.verifier.check.Verification;
import dev.inkan.verifier.check.Verification.Rejected;
import dev.inkan.verifier.check.Verification.Verified;
import dev.inkan.verifier.reason.Reason.Code;
import dev.inkan.verifier.sigstore.PrivateSigstore.Person;
import dev.inkan.verifier.trust.TrustStore;
import dev.inkan.verifier.trust.TrustedRoot;
import dev.inkan.verifier.trust.TrustedSigner;
import dev.inkan.verifier.trust.Who;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An image that was signed keyless, in a bundle or in a layer under its tag, among signers of every kind. */
class KeylessImageTest {
  private static final Digest IMAGE = Digest.sha256(PrivateSigstore.FILE);
  private static final Instant NOW = PrivateSigstore.SIGNED.plus(Duration.ofDays(1));
  private static final Demand SIGNED = Demand.signature(Map.of());

  private final PrivateSigstore sigstore = new PrivateSigstore();
  private final TrustedRoot root = sigstore.trustedRoot();
  private final TrustedSigner me = new TrustedSigner("me", PrivateSigstore.ME.in(root));
  private final TrustedSigner you =
      new TrustedSigner("you", new Person("https://issuer.test", "you@example.test").in(root));

  private static Verification check(Envelope envelope, TrustedSigner... signers) {
    return EnvelopeCheck.check(envelope, IMAGE, new TrustStore(List.of(signers)), SIGNED, NOW);
  }

  private static void assertRejected(Code code, Verification verification) {
    Rejected rejected = assertInstanceOf(Rejected.class, verification);
    assertEquals(code, rejected.reason().code(), rejected.reason().detail());
  }

  private Envelope bundle(Evidence... evidence) {
    var signing = sigstore.new Signing(true);
    Evidence[] all = evidence.length > 0 ? evidence : new Evidence[] {signing.logged1(PrivateSigstore.SIGNED)};
    return signing.bundle(all).envelope(signing.dsse);
  }

  /** As cosign 2 stored it: certificate, chain with its root, and the log's promise beside the layer. */
  private Envelope layer(boolean promised) throws Exception {
    Bytes payload = Bytes.utf8("{\"critical\":{\"identity\":{\"docker-reference\":\"registry.test/app\"},\"image\":"
        + "{\"docker-manifest-digest\":\"" + IMAGE + "\"},\"type\":\"cosign container image signature\"},\"optional\":null}");
    var signing = sigstore.new Signing(false, payload);
    Evidence.LogEntry entry = signing.logged1(PrivateSigstore.SIGNED);
    var promise = new Evidence.LogEntry(
        entry.logIndex(), entry.logId(), "", "", entry.integratedTime(), promised ? entry.promise() : Bytes.EMPTY, null,
        entry.body());
    return new Envelope(
        "cosign",
        ContainerImage.PAYLOAD_TYPE,
        payload,
        payload,
        List.of(new Signature(signing.signature, null)),
        new Material.Certificates(List.of(
            Bytes.of(signing.certificate.getEncoded()),
            Bytes.of(sigstore.fulcioCertificate.getEncoded()),
            Bytes.of(sigstore.rootCertificate.getEncoded()))),
        List.of(promise),
        Map.of());
  }

  @Test
  void aBundleIsByWhomTheCertificateSays() {
    Verified verified = assertInstanceOf(Verified.class, check(bundle(), you, me));
    assertEquals("me", verified.signer());
    assertEquals(List.of(), verified.unchecked());
    assertEquals(
        new Certified(
            "https://issuer.test", "me@example.test", Map.of(), List.of(PrivateSigstore.SIGNED), List.of("rekor.test")),
        verified.certified());
  }

  @Test
  void somebodyElsesIsNotTakenAndSaysWhose() {
    assertRejected(Code.WRONG_IDENTITY, check(bundle(), you));
  }

  @Test
  void aKeyAmongTheSignersChangesNothing() throws Exception {
    var key = new TrustedSigner("key", new Who.Key(
        dev.inkan.envelope.key.PublicKeys.parseDer(PrivateSigstore.spki(PrivateSigstore.ec()))));
    assertInstanceOf(Verified.class, check(bundle(), key, me));
    assertRejected(Code.WRONG_IDENTITY, check(bundle(), key, you));
    assertRejected(Code.NOT_A_KEY_SIGNATURE, check(bundle(), key));
    assertRejected(Code.NOT_A_KEY_SIGNATURE, check(bundle()));
  }

  @Test
  void whatIsMissingIsSaid() {
    var signing = sigstore.new Signing(true);
    assertRejected(
        Code.NOT_LOGGED, check(signing.bundle(signing.stamped(PrivateSigstore.SIGNED)).envelope(signing.dsse), me));
  }

  @Test
  void aLayerWithThePromiseOfTheLogIsTaken() throws Exception {
    Verification good = check(layer(true), me);
    assertEquals("me", assertInstanceOf(Verified.class, good, good::toString).signer());
    assertRejected(Code.BAD_LOG_ENTRY, check(layer(false), me));
    assertRejected(Code.WRONG_IDENTITY, check(layer(true), you));
  }

  @Test
  void aBundlesPromiseAloneIsNotEnough() {
    var signing = sigstore.new Signing(true);
    Evidence.LogEntry entry = signing.logged1(PrivateSigstore.SIGNED);
    var promise = new Evidence.LogEntry(
        entry.logIndex(), entry.logId(), entry.kind(), entry.version(), entry.integratedTime(), entry.promise(), null,
        entry.body());
    assertRejected(Code.BAD_LOG_ENTRY, check(signing.bundle(promise).envelope(signing.dsse), me));
  }

  @Test
  void anotherImageIsNotIt() {
    Verification other = EnvelopeCheck.check(
        bundle(), Digest.sha256(Bytes.EMPTY), new TrustStore(List.of(me)), SIGNED, NOW);
    assertRejected(Code.WRONG_CLAIM, other);
  }

  @Test
  void anAttestationByTheSamePersonIsNoSignature() {
    Verification other = EnvelopeCheck.check(
        bundle(), IMAGE, new TrustStore(List.of(me)), new Demand(java.util.Set.of("https://slsa.dev/provenance/v1"), Map.of()),
        NOW);
    assertRejected(Code.WRONG_CLAIM_TYPE, other);
  }
}
