package dev.inkan.verifier.sigstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.InclusionProof;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.Envelope.Signature;
import dev.inkan.envelope.bundle.Dsse;
import dev.inkan.envelope.bundle.FileBundle;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.verifier.reason.Reason.Code;
import dev.inkan.verifier.sigstore.PrivateSigstore.Person;
import dev.inkan.verifier.sigstore.Proof.Proven;
import dev.inkan.verifier.sigstore.Proof.Refused;
import dev.inkan.verifier.trust.TrustedRoot;
import dev.inkan.verifier.trust.TrustedRoot.Authority;
import dev.inkan.verifier.trust.TrustedRoot.Log;
import dev.inkan.verifier.trust.Validity;
import dev.inkan.verifier.trust.Who;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Good bundles of a Sigstore of our own, and each of them with one thing wrong. */
class BundleCheckTest {
  private static final Instant NOW = PrivateSigstore.SIGNED.plus(Duration.ofDays(200));
  private static final Artifact FILE = new Artifact.Content(PrivateSigstore.FILE);

  private final PrivateSigstore sigstore = new PrivateSigstore();
  private final TrustedRoot root = sigstore.trustedRoot();

  private Proof check(FileBundle bundle) {
    return check(bundle, FILE, PrivateSigstore.ME, root, NOW);
  }

  private static Proof check(FileBundle bundle, Artifact artifact, Person person, TrustedRoot root, Instant now) {
    return BundleCheck.check(bundle, artifact, person.in(root), now);
  }

  private static void assertRefused(Code code, String words, Proof proof) {
    Refused refused = assertInstanceOf(Refused.class, proof);
    assertEquals(code, refused.reason().code(), refused.reason().detail());
    assertTrue(refused.reason().detail().contains(words), refused.reason().detail());
  }

  private PrivateSigstore.Signing signing(boolean statement) {
    return sigstore.new Signing(statement);
  }

  private static FileBundle first(PrivateSigstore.Signing signing) {
    return signing.bundle(signing.logged1(PrivateSigstore.SIGNED));
  }

  private static FileBundle second(PrivateSigstore.Signing signing) {
    return signing.bundle(signing.logged2(), signing.stamped(PrivateSigstore.SIGNED));
  }

  private static FileBundle with(FileBundle bundle, Evidence... evidence) {
    return new FileBundle(bundle.mediaType(), bundle.content(), bundle.material(), List.of(evidence));
  }

  // What is good.

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSignatureThatRekorLoggedIsProven(boolean statement) {
    Proven proven = assertInstanceOf(Proven.class, check(first(signing(statement))));
    assertEquals(List.of("rekor.test"), proven.logs());
    assertEquals(List.of(PrivateSigstore.SIGNED), proven.times());
    assertEquals("me@example.test (https://issuer.test)", String.valueOf(proven.identity()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSignatureThatRekor2LoggedAndAnAuthorityStampedIsProven(boolean statement) {
    Proven proven = assertInstanceOf(Proven.class, check(second(signing(statement))));
    assertEquals(List.of("log2026.rekor.test"), proven.logs());
    assertEquals(List.of(PrivateSigstore.SIGNED), proven.times());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theFilesDigestIsEnough(boolean statement) {
    Artifact known = Artifact.Hashed.of(Digest.sha256(PrivateSigstore.FILE));
    assertInstanceOf(Proven.class, check(first(signing(statement)), known, PrivateSigstore.ME, root, NOW));
    assertInstanceOf(Proven.class, check(second(signing(statement)), known, PrivateSigstore.ME, root, NOW));
  }

  @Test
  void aPromiseAloneIsEnoughForTheFirstVersionOnly() {
    var signing = signing(false);
    Evidence.LogEntry entry = signing.logged1(PrivateSigstore.SIGNED);
    FileBundle promised = with(signing.bundle(), changed(entry, null, entry.promise()));
    assertRefused(Code.BAD_LOG_ENTRY, "no proof", check(promised));
    var old = new FileBundle(
        "application/vnd.dev.sigstore.bundle+json;version=0.1",
        promised.content(), promised.material(), promised.evidence());
    assertInstanceOf(Proven.class, check(old));
  }

  /** A162: what cannot be verified among what can makes nothing worse. */
  @Test
  void evidenceOfOthersAmongItIsPassedOver() {
    var signing = signing(true);
    var stranger = new PrivateSigstore().new Signing(true);
    FileBundle both = signing.bundle(
        stranger.logged1(PrivateSigstore.SIGNED), signing.logged2(), stranger.stamped(PrivateSigstore.SIGNED),
        signing.stamped(PrivateSigstore.SIGNED));
    assertInstanceOf(Proven.class, check(both));
  }

  @Test
  void aKeysSignatureNeedsNobodyElse() throws Exception {
    var signing = signing(false);
    FileBundle bundle = new FileBundle(
        signing.bundle().mediaType(), signing.bundle().content(), new Material.PublicKeyHint(""), List.of());
    var key = new Who.Key(PublicKeys.parseDer(PrivateSigstore.spki(signing.pair)));
    assertInstanceOf(Proven.class, BundleCheck.check(bundle, FILE, key, NOW));
    var other = new Who.Key(PublicKeys.parseDer(PrivateSigstore.spki(PrivateSigstore.ec())));
    assertRefused(Code.BAD_SIGNATURE, "did not make", BundleCheck.check(bundle, FILE, other, NOW));
    assertRefused(Code.NOT_A_KEY_SIGNATURE, "certificate", BundleCheck.check(first(signing), FILE, key, NOW));
    assertRefused(Code.WRONG_IDENTITY, "a key signed it", check(bundle));
  }

  // Whose it is.

  @Test
  void anotherIdentityOrIssuerIsSomebodyElse() {
    FileBundle bundle = first(signing(false));
    for (var other : List.of(
        new Person("https://issuer.test", "you@example.test"),
        new Person("https://issuer.test", "ME@example.test"),
        new Person("https://issuer.test/", "me@example.test"),
        new Person("https://other.test", "me@example.test"))) {
      assertRefused(Code.WRONG_IDENTITY, "asked for is", check(bundle, FILE, other, root, NOW));
    }
  }

  // What it is about.

  @Test
  void anotherFileIsNotIt() {
    Artifact other = new Artifact.Content(Bytes.utf8("what is not signed"));
    assertRefused(
        Code.BAD_LOG_ENTRY, "another content", check(first(signing(false)), other, PrivateSigstore.ME, root, NOW));
    assertRefused(Code.WRONG_CLAIM, "not about", check(first(signing(true)), other, PrivateSigstore.ME, root, NOW));
    assertRefused(Code.WRONG_CLAIM, "not about", check(second(signing(true)), other, PrivateSigstore.ME, root, NOW));
  }

  @Test
  void aDigestThatSaysOtherwiseIsASecondMind() {
    var signing = signing(false);
    FileBundle good = first(signing);
    var content = new FileBundle.Content.Message("SHA2_256", MerkleProof.sha256(Bytes.EMPTY), signing.signature);
    assertRefused(
        Code.WRONG_CLAIM,
        "another file",
        check(new FileBundle(good.mediaType(), content, good.material(), good.evidence())));
  }

  /** The log saw another's signature, and the certificate is another's: each alone is good. */
  @Test
  void aSignatureByAnotherKeyIsNotTheCertificates() {
    var signing = signing(true);
    signing.signature = PrivateSigstore.sign(PrivateSigstore.ec().getPrivate(), signing.dsse.preAuthentication());
    signing.dsse = new Dsse(signing.dsse.payloadType(), signing.dsse.payload(), new Signature(signing.signature, null));
    assertRefused(Code.BAD_SIGNATURE, "did not make", check(first(signing)));
    assertRefused(Code.BAD_SIGNATURE, "did not make", check(second(signing)));
  }

  // What is missing.

  @Test
  void withoutALogEntryNobodySawIt() {
    var signing = signing(false);
    assertRefused(Code.NOT_LOGGED, "no entry", check(signing.bundle(signing.stamped(PrivateSigstore.SIGNED))));
  }

  @Test
  void withoutATimeNobodyKnowsWhen() {
    var signing = signing(false);
    assertRefused(Code.NO_TRUSTED_TIME, "nobody", check(signing.bundle(signing.logged2())));
  }

  /** A150: only the promise covers the time. */
  @Test
  void aTimeThatTheLogDidNotSignIsNone() {
    var signing = signing(false);
    Evidence.LogEntry entry = signing.logged1(PrivateSigstore.SIGNED);
    assertRefused(
        Code.NO_TRUSTED_TIME, "nobody", check(signing.bundle(changed(entry, entry.proof(), Bytes.EMPTY))));
  }

  @Test
  void aCertificateThatNoLogVouchesForIsNotTaken() {
    var signing = signing(false);
    signing.certificate =
        sigstore.issue(signing.pair, PrivateSigstore.ME, false, KeyPurposeId.id_kp_codeSigning);
    assertRefused(Code.NOT_IN_CERTIFICATE_LOG, "no trusted certificate log", check(first(signing)));
  }

  @Test
  void aCertificateForSomethingElseIsNotTaken() {
    var signing = signing(false);
    signing.certificate = sigstore.issue(signing.pair, PrivateSigstore.ME, true, KeyPurposeId.id_kp_serverAuth);
    assertRefused(Code.BAD_CERTIFICATE, "signing code", check(first(signing)));
  }

  // Who is not trusted: a twin of each service, with the same names.

  private TrustedRoot without(Function<TrustedRoot, TrustedRoot> twist) {
    return twist.apply(new PrivateSigstore().trustedRoot());
  }

  @Test
  void aTwinOfTheCertificateAuthorityIsNotIt() {
    TrustedRoot twin = without(other -> new TrustedRoot(
        root.logs(), other.certificateAuthorities(), root.certificateLogs(), root.timestampAuthorities()));
    assertRefused(
        Code.BAD_CERTIFICATE, "does not chain", check(first(signing(false)), FILE, PrivateSigstore.ME, twin, NOW));
  }

  @Test
  void aTwinOfTheCertificateLogIsNotIt() {
    TrustedRoot twin = without(other -> new TrustedRoot(
        root.logs(), root.certificateAuthorities(), disguised(other.certificateLogs(), root.certificateLogs()),
        root.timestampAuthorities()));
    assertRefused(
        Code.NOT_IN_CERTIFICATE_LOG, "no trusted",
        check(first(signing(false)), FILE, PrivateSigstore.ME, twin, NOW));
  }

  @Test
  void aTwinOfTheTransparencyLogIsNotIt() {
    TrustedRoot twin = without(other -> new TrustedRoot(
        disguised(other.logs(), root.logs()), root.certificateAuthorities(), root.certificateLogs(),
        root.timestampAuthorities()));
    assertRefused(
        Code.BAD_LOG_ENTRY, "did not sign", check(first(signing(false)), FILE, PrivateSigstore.ME, twin, NOW));
    assertRefused(
        Code.BAD_LOG_ENTRY, "not signed by", check(second(signing(false)), FILE, PrivateSigstore.ME, twin, NOW));
  }

  /** The keys of the one under the ids of the other. */
  private static List<Log> disguised(List<Log> keys, List<Log> ids) {
    var logs = new ArrayList<Log>();
    for (int i = 0; i < keys.size(); i++) {
      logs.add(new Log(ids.get(i).host(), ids.get(i).id(), keys.get(i).key(), ids.get(i).validity()));
    }
    return logs;
  }

  @Test
  void aTwinOfTheTimestampAuthorityIsNotIt() {
    TrustedRoot twin = without(other -> new TrustedRoot(
        root.logs(), root.certificateAuthorities(), root.certificateLogs(), other.timestampAuthorities()));
    assertRefused(
        Code.BAD_TIMESTAMP, "not trusted", check(second(signing(false)), FILE, PrivateSigstore.ME, twin, NOW));
  }

  @Test
  void anEmptyRootTrustsNobody() {
    var nobody = new TrustedRoot(List.of(), List.of(), List.of(), List.of());
    assertRefused(
        Code.BAD_LOG_ENTRY, "not trusted", check(first(signing(false)), FILE, PrivateSigstore.ME, nobody, NOW));
  }

  // When.

  @ParameterizedTest
  @ValueSource(longs = {-61, 541})
  void whatWasSignedOutsideOfTheCertificatesTimeIsNotTaken(long seconds) {
    Instant then = PrivateSigstore.SIGNED.plusSeconds(seconds);
    var signing = signing(false);
    assertRefused(Code.OUTSIDE_VALIDITY, then.toString(), check(signing.bundle(signing.logged1(then))));
    assertRefused(
        Code.OUTSIDE_VALIDITY, then.toString(), check(signing.bundle(signing.logged2(), signing.stamped(then))));
  }

  /** Both ends belong to it, and every time that somebody trusted says counts. */
  @Test
  void allTimesMustFit() {
    var signing = signing(false);
    Instant last = PrivateSigstore.SIGNED.plusSeconds(540);
    assertInstanceOf(Proven.class, check(signing.bundle(signing.logged1(last))));
    assertRefused(
        Code.OUTSIDE_VALIDITY,
        "signed at",
        check(signing.bundle(signing.logged1(last), signing.stamped(last.plusSeconds(1)))));
  }

  @Test
  void whatIsYetToComeIsNoTime() {
    FileBundle bundle = first(signing(false));
    assertRefused(
        Code.NO_TRUSTED_TIME,
        "future",
        check(bundle, FILE, PrivateSigstore.ME, root, PrivateSigstore.SIGNED.minusSeconds(1)));
  }

  @Test
  void anAuthorityThatIsNotTrustedThenIsNotTrusted() {
    var late = new Validity(PrivateSigstore.SIGNED.plusSeconds(1), null);
    Authority fulcio = root.certificateAuthorities().getFirst();
    Authority tsa = root.timestampAuthorities().getFirst();
    var lateFulcio = new TrustedRoot(
        root.logs(), List.of(new Authority(fulcio.uri(), fulcio.chain(), late)), root.certificateLogs(),
        root.timestampAuthorities());
    assertRefused(
        Code.BAD_CERTIFICATE, "trusted from",
        check(first(signing(false)), FILE, PrivateSigstore.ME, lateFulcio, NOW));
    // Trusted when the certificate begins, and no longer when it signed.
    var early = new Validity(PrivateSigstore.BEGIN, PrivateSigstore.SIGNED.minusSeconds(30));
    var earlyFulcio = new TrustedRoot(
        root.logs(), List.of(new Authority(fulcio.uri(), fulcio.chain(), early)), root.certificateLogs(),
        root.timestampAuthorities());
    assertRefused(
        Code.BAD_CERTIFICATE, "trusted from",
        check(first(signing(false)), FILE, PrivateSigstore.ME, earlyFulcio, NOW));
    var lateTsa = new TrustedRoot(
        root.logs(), root.certificateAuthorities(), root.certificateLogs(),
        List.of(new Authority(tsa.uri(), tsa.chain(), late)));
    assertRefused(
        Code.BAD_TIMESTAMP, "trusted from",
        check(second(signing(false)), FILE, PrivateSigstore.ME, lateTsa, NOW));
  }

  /** CVE-2026-24122: path validation itself does not look at the anchor's dates. */
  @Test
  void anAnchorThatHasExpiredIsNone() {
    Authority fulcio = root.certificateAuthorities().getFirst();
    var anchor = sigstore.anchorUntil(PrivateSigstore.SIGNED.minusSeconds(1));
    var expired = new TrustedRoot(
        root.logs(),
        List.of(new Authority(fulcio.uri(), List.of(sigstore.fulcioCertificate, anchor), fulcio.validity())),
        root.certificateLogs(), root.timestampAuthorities());
    assertRefused(
        Code.BAD_CERTIFICATE, "of the authority is not valid",
        check(first(signing(false)), FILE, PrivateSigstore.ME, expired, NOW));
  }

  @Test
  void aLogThatIsNotTrustedThenDoesNotVouch() {
    for (Validity validity : List.of(
        new Validity(null, null), new Validity(PrivateSigstore.SIGNED.plusSeconds(1), null),
        new Validity(PrivateSigstore.BEGIN, PrivateSigstore.SIGNED.minusSeconds(1)))) {
      var logs = root.logs().stream().map(log -> new Log(log.host(), log.id(), log.key(), validity)).toList();
      var other = new TrustedRoot(
          logs, root.certificateAuthorities(), root.certificateLogs(), root.timestampAuthorities());
      assertRefused(
          Code.BAD_LOG_ENTRY, "trusted", check(first(signing(false)), FILE, PrivateSigstore.ME, other, NOW));
      assertRefused(
          Code.BAD_LOG_ENTRY, "trusted", check(second(signing(false)), FILE, PrivateSigstore.ME, other, NOW));
      var certificateLogs =
          root.certificateLogs().stream().map(log -> new Log(log.host(), log.id(), log.key(), validity)).toList();
      var third = new TrustedRoot(
          root.logs(), root.certificateAuthorities(), certificateLogs, root.timestampAuthorities());
      assertRefused(
          Code.NOT_IN_CERTIFICATE_LOG, "no trusted",
          check(first(signing(false)), FILE, PrivateSigstore.ME, third, NOW));
    }
    var exactly = new Validity(PrivateSigstore.SIGNED, PrivateSigstore.SIGNED);
    var logs = root.logs().stream().map(log -> new Log(log.host(), log.id(), log.key(), exactly)).toList();
    var edge = new TrustedRoot(
        logs, root.certificateAuthorities(), root.certificateLogs(), root.timestampAuthorities());
    assertInstanceOf(Proven.class, check(first(signing(false)), FILE, PrivateSigstore.ME, edge, NOW));
  }

  // One field of the evidence altered, or another's in its place.

  private static Evidence.LogEntry changed(
      Evidence.LogEntry entry, @org.jspecify.annotations.Nullable InclusionProof proof, Bytes promise) {
    return new Evidence.LogEntry(
        entry.logIndex(), entry.logId(), entry.kind(), entry.version(), entry.integratedTime(), promise, proof,
        entry.body());
  }

  private static Bytes flipped(Bytes bytes) {
    byte[] copy = bytes.toByteArray();
    copy[copy.length / 2] ^= 1;
    return Bytes.of(copy);
  }

  private static List<Evidence.LogEntry> altered(Evidence.LogEntry e) {
    InclusionProof p = e.proof();
    if (p == null) {
      throw new IllegalStateException();
    }
    var all = new ArrayList<Evidence.LogEntry>();
    all.add(entry(e, e.logIndex() + 1, e.logId(), e.kind(), e.version(), e.integratedTime(), e.body()));
    all.add(entry(e, e.logIndex(), flipped(e.logId()), e.kind(), e.version(), e.integratedTime(), e.body()));
    all.add(entry(e, e.logIndex(), e.logId(), "intoto", e.version(), e.integratedTime(), e.body()));
    all.add(entry(e, e.logIndex(), e.logId(), e.kind(), "0.0.9", e.integratedTime(), e.body()));
    for (InclusionProof proof : List.of(
        new InclusionProof(p.logIndex(), p.treeSize(), p.rootHash(), p.hashes().subList(0, 2), p.checkpoint()),
        new InclusionProof(
            p.logIndex(), p.treeSize(), p.rootHash(),
            List.of(p.hashes().get(0), p.hashes().get(1), p.hashes().get(2), p.hashes().get(2)), p.checkpoint()),
        new InclusionProof(
            p.logIndex(), p.treeSize(), p.rootHash(),
            List.of(flipped(p.hashes().get(0)), p.hashes().get(1), p.hashes().get(2)), p.checkpoint()),
        new InclusionProof(p.logIndex(), p.treeSize(), p.rootHash(), p.hashes(), ""),
        new InclusionProof(p.logIndex(), p.treeSize(), p.rootHash(), p.hashes(), p.checkpoint().replace("\n5\n", "\n6\n")),
        new InclusionProof(
            p.logIndex(), p.treeSize(), p.rootHash(), p.hashes(), p.checkpoint().replace("rekor.test", "other.test")),
        new InclusionProof(
            p.logIndex(), p.treeSize(), p.rootHash(), p.hashes(), p.checkpoint().substring(0, p.checkpoint().indexOf('\u2014'))))) {
      all.add(changed(e, proof, e.promise()));
    }
    return all;
  }

  private static Evidence.LogEntry entry(
      Evidence.LogEntry e, long index, Bytes id, String kind, String version, long time, Bytes body) {
    return new Evidence.LogEntry(index, id, kind, version, time, e.promise(), e.proof(), body);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEntryOfWhichOneThingIsAlteredVouchesForNothing(boolean statement) {
    var signing = signing(statement);
    Evidence.LogEntry one = signing.logged1(PrivateSigstore.SIGNED);
    InclusionProof p = one.proof();
    if (p == null) {
      throw new IllegalStateException();
    }
    var firsts = new ArrayList<>(altered(one));
    firsts.add(changed(one, p, flipped(one.promise())));
    firsts.add(entry(one, one.logIndex(), one.logId(), one.kind(), one.version(), one.integratedTime() + 1, one.body()));
    firsts.add(entry(one, one.logIndex(), one.logId(), one.kind(), one.version(), one.integratedTime(), flipped(one.body())));
    firsts.add(changed(one, new InclusionProof(3, 5, p.rootHash(), p.hashes(), p.checkpoint()), one.promise()));
    firsts.add(changed(one, new InclusionProof(2, 6, p.rootHash(), p.hashes(), p.checkpoint()), one.promise()));
    firsts.add(changed(one, new InclusionProof(2, 5, flipped(p.rootHash()), p.hashes(), p.checkpoint()), one.promise()));
    firsts.add(changed(one, null, Bytes.EMPTY));
    for (Evidence.LogEntry entry : firsts) {
      assertRefused(Code.BAD_LOG_ENTRY, "", check(signing.bundle(entry)));
    }
    for (Evidence.LogEntry entry : altered(signing.logged2())) {
      assertRefused(
          Code.BAD_LOG_ENTRY, "", check(signing.bundle(entry, signing.stamped(PrivateSigstore.SIGNED))));
    }
  }

  /** A145: each of them is good for another signature by the same person. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void evidenceOfAnotherSignatureProvesNothingOfThis(boolean statement) {
    var signing = signing(statement);
    var other = signing(statement);
    assertRefused(
        Code.BAD_LOG_ENTRY, "another signature", check(signing.bundle(other.logged1(PrivateSigstore.SIGNED))));
    assertRefused(
        Code.BAD_LOG_ENTRY,
        "not about this signature",
        check(signing.bundle(other.logged2(), signing.stamped(PrivateSigstore.SIGNED))));
    assertRefused(
        Code.BAD_TIMESTAMP,
        "another signature",
        check(signing.bundle(signing.logged2(), other.stamped(PrivateSigstore.SIGNED))));
  }

  /** The same signature by the same key, and a certificate of the same key for somebody else. */
  @Test
  void theLogMustHaveSeenThisCertificate() {
    var signing = signing(false);
    Evidence.LogEntry one = signing.logged1(PrivateSigstore.SIGNED);
    Evidence.LogEntry two = signing.logged2();
    signing.certificate = sigstore.issue(
        signing.pair, new Person("https://issuer.test", "you@example.test"), true,
        KeyPurposeId.id_kp_codeSigning);
    assertRefused(Code.BAD_LOG_ENTRY, "another signer", check(signing.bundle(one)));
    assertRefused(
        Code.BAD_LOG_ENTRY, "by this signer", check(signing.bundle(two, signing.stamped(PrivateSigstore.SIGNED))));
  }

  @Test
  void aTimestampThatIsAlteredOrNoneIsNoTime() {
    var signing = signing(false);
    Bytes good = signing.stamped(PrivateSigstore.SIGNED).der();
    byte[] late = good.toByteArray();
    late[late.length - 5] ^= 1;
    for (Bytes bad : List.of(Bytes.of(late), Bytes.utf8("no DER"), Bytes.EMPTY, Bytes.of(new byte[70_000]))) {
      assertRefused(
          Code.BAD_TIMESTAMP, "timestamp", check(signing.bundle(signing.logged2(), new Evidence.Timestamp(bad))));
    }
  }

  @Test
  void aRootAmongTheBundlesCertificatesIsRefused() throws Exception {
    var signing = signing(false);
    FileBundle good = first(signing);
    var material = new Material.Certificates(List.of(
        Bytes.of(signing.certificate.getEncoded()), Bytes.of(sigstore.rootCertificate.getEncoded())));
    assertRefused(
        Code.MALFORMED,
        "root certificate",
        check(new FileBundle(good.mediaType(), good.content(), material, good.evidence())));
    var garbage = new Material.Certificates(List.of(Bytes.utf8("no certificate")));
    assertRefused(
        Code.MALFORMED,
        "should be a certificate",
        check(new FileBundle(good.mediaType(), good.content(), garbage, good.evidence())));
  }
}
