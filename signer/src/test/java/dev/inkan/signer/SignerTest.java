package dev.inkan.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.Claim;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.signer.key.SigningKey;
import dev.inkan.signer.testing.OneSigner;
import dev.inkan.signer.testing.TestData;
import dev.inkan.signer.testing.Workshop;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignerTest {
  private static final Map<String, String> NONE = Map.of();

  /** What another reader finds: the bundle of the one artifact that is listed. */
  private static Envelope stored(Workshop workshop, Digest artifact) throws Exception {
    var manifest = (Manifest.Image)
        workshop.registry.content().manifest(new ByDigest(workshop.repository, artifact)).parse();
    assertEquals(workshop.image.digest(), Objects.requireNonNull(manifest.subject()).digest());
    Descriptor layer = manifest.layers().getFirst();
    Bytes blob = workshop.registry.content().readBlob(workshop.repository, layer, 1 << 20);
    return new SigstoreBundle().open(layer, blob);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "p384", "p521", "ed25519", "rsa2048", "rsa3072", "rsa4096"})
  void aSignatureByEachKindOfKeyIsStoredAndHolds(String key) throws Exception {
    try (var workshop = Workshop.withApi()) {
      Signed signed = workshop.signer(key).sign(workshop.repository, workshop.image, NONE, Workshop.NOW);
      Envelope envelope = stored(workshop, signed.artifact());
      VerificationKey half = TestData.publicKey(key);
      assertTrue(half.verifies(envelope.signedBytes(), envelope.signatures().getFirst().value()));
      assertEquals(new Envelope.Material.PublicKeyHint(SigstoreBundle.hint(half)), envelope.material());
      Claim claim = Claims.read(envelope);
      assertEquals(Statement.COSIGN_SIGN, claim.type());
      assertTrue(claim.isAbout(workshop.image.digest()));
      assertEquals(
          new Signed.Published("sigstore", workshop.image.digest(), signed.artifact(), Place.REFERRERS_API), signed);
      assertEquals(List.of(signed.artifact()), digests(workshop.listed(Place.REFERRERS_API)));
      assertEquals(List.of(), workshop.listed(Place.FALLBACK_TAG));
    }
  }

  private static List<Digest> digests(List<Descriptor> entries) {
    return entries.stream().map(Descriptor::digest).toList();
  }

  /** The listing carries all that cosign's own leaves out: the artifact type and the annotations. */
  @Test
  void whereThereIsNoApiTheFallbackTagListsIt() throws Exception {
    try (var workshop = Workshop.withoutApi()) {
      Signed signed = workshop.signer("p256").sign(workshop.repository, workshop.image, NONE, Workshop.NOW);
      assertEquals(
          new Signed.Published("sigstore", workshop.image.digest(), signed.artifact(), Place.FALLBACK_TAG),
          signed);
      Descriptor entry = workshop.listed(Place.FALLBACK_TAG).getFirst();
      assertEquals(signed.artifact(), entry.digest());
      assertEquals(SigstoreBundle.V03, entry.artifactType());
      assertEquals(Statement.COSIGN_SIGN, entry.annotations().get("dev.sigstore.bundle.predicateType"));
    }
  }

  @Test
  void annotationsAreClaimed() throws Exception {
    try (var workshop = Workshop.withApi()) {
      Map<String, String> annotations = Map.of("build", "42", "team", "payments");
      Signed signed = workshop.signer("p256").sign(workshop.repository, workshop.image, annotations, Workshop.NOW);
      Claim claim = Claims.read(stored(workshop, signed.artifact()));
      assertEquals(annotations, claim.annotations(workshop.image.digest()));
    }
  }

  /** Blobs, then the manifest, then the index: at no moment is something listed that is not whole. */
  @Test
  void whatIsNamedIsWrittenBeforeWhatNamesIt() throws Exception {
    try (var workshop = Workshop.withoutApi()) {
      Signed signed = workshop.signer("p256").sign(workshop.repository, workshop.image, NONE, Workshop.NOW);
      List<String> puts = workshop.writes().stream().filter(line -> line.startsWith("PUT")).toList();
      assertEquals(4, puts.size(), puts::toString);
      assertTrue(puts.get(0).contains("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"));
      assertTrue(puts.get(1).contains("/blobs/uploads/"));
      assertTrue(puts.get(2).contains("/manifests/" + signed.artifact()));
      assertTrue(puts.get(3).contains("/manifests/" + workshop.fallbackTag()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void signingAgainChangesNothing(boolean api) throws Exception {
    try (var workshop = api ? Workshop.withApi() : Workshop.withoutApi()) {
      Map<String, String> annotations = Map.of("a", "b");
      Signed first = workshop.signer("p256").sign(workshop.repository, workshop.image, annotations, Workshop.NOW);
      workshop.registry.clearRequests();
      Signed again = workshop
          .signer("p256")
          .sign(workshop.repository, workshop.image, annotations, Workshop.NOW.plusSeconds(3600));
      assertEquals(new Signed.AlreadyThere("sigstore", workshop.image.digest(), first.artifact(), false), again);
      assertEquals(List.of(), workshop.writes());
    }
  }

  @Test
  void anotherKeyAnotherAnnotationAndNoneAreOtherClaims() throws Exception {
    try (var workshop = Workshop.withApi()) {
      assertPublished(workshop, "p256", NONE, 1);
      assertPublished(workshop, "p256", Map.of("a", "b"), 2);
      assertPublished(workshop, "p256", Map.of("a", "c"), 3);
      assertPublished(workshop, "p256", Map.of("a", "b", "c", "d"), 4);
      assertPublished(workshop, "ed25519", NONE, 5);
      assertPublished(workshop, "ed25519", Map.of("a", "b"), 6);
      assertInstanceOf(Signed.AlreadyThere.class,
          workshop.signer("p256").sign(workshop.repository, workshop.image, Map.of("a", "c"), Workshop.NOW));
    }
  }

  private static void assertPublished(Workshop workshop, String key, Map<String, String> annotations, int listed)
      throws Exception {
    assertInstanceOf(Signed.Published.class,
        workshop.signer(key).sign(workshop.repository, workshop.image, annotations, Workshop.NOW));
    assertEquals(listed, workshop.listed(Place.REFERRERS_API).size());
  }

  @Test
  void aDryRunSaysWhatWouldBeWrittenAndWritesNothing() throws Exception {
    try (var workshop = Workshop.withoutApi()) {
      OneSigner signer = workshop.signer("p256");
      var plan = assertInstanceOf(
          Plan.Write.class, signer.plan(workshop.repository, workshop.image, NONE, Workshop.NOW));
      assertFalse(plan.apiOffered());
      assertEquals(signer.envelope(workshop.image.digest(), NONE), plan.bundle());
      assertEquals(List.of(), workshop.writes());
      Signed signed = signer.sign(workshop.repository, workshop.image, NONE, Workshop.NOW);
      assertEquals(plan.manifest().digest(), signed.artifact());
      workshop.registry.clearRequests();
      assertEquals(
          new Plan.Nothing("sigstore", workshop.image.digest(), signed.artifact()),
          signer.plan(workshop.repository, workshop.image, NONE, Workshop.NOW));
      assertEquals(List.of(), workshop.writes());
    }
  }

  @Test
  void anEnvelopeAloneNeedsNoRegistry() throws Exception {
    try (var workshop = Workshop.withApi()) {
      OneSigner signer = workshop.signer("rsa2048");
      Bytes bundle = signer.envelope(workshop.image.digest(), Map.of("a", "b"));
      Envelope envelope = new SigstoreBundle().open(Descriptor.of(SigstoreBundle.V03, bundle), bundle);
      assertTrue(Claims.read(envelope).isAbout(workshop.image.digest()));
      assertEquals(List.of(), workshop.registry.requests());
      assertNotEquals(bundle, signer.envelope(workshop.image.digest(), NONE));
    }
  }

  /** Differential fault analysis: one faulty signature can give the private key away. */
  @Test
  void aSignatureThatDoesNotHoldNeverLeavesTheProcess() throws Exception {
    SigningKey good = TestData.signingKey("p256");
    SigningKey faulty = new SigningKey() {
      @Override
      public VerificationKey publicKey() {
        return good.publicKey();
      }

      @Override
      public Bytes sign(Bytes message) {
        return good.sign(Bytes.concat(message, Bytes.utf8("!")));
      }
    };
    try (var workshop = Workshop.withApi()) {
      var signer = new OneSigner(faulty, workshop.client, workshop.client);
      assertThrows(IllegalStateException.class,
          () -> signer.sign(workshop.repository, workshop.image, NONE, Workshop.NOW));
      assertEquals(List.of(), workshop.writes());
    }
  }

  /** Each of them keeps its entry, whoever writes last. */
  @Test
  void fiveSignersAtOnceLoseNothing() throws Exception {
    List<String> keys = List.of("p256", "p384", "p521", "ed25519", "rsa2048");
    try (var workshop = Workshop.withoutApi()) {
      List<Thread> threads = keys.stream().map(key -> Thread.ofVirtual().start(() -> {
        try {
          workshop.signer(key).sign(workshop.repository, workshop.image, NONE, Workshop.NOW);
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      })).toList();
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(5, workshop.listed(Place.FALLBACK_TAG).size());
      for (String key : keys) {
        assertInstanceOf(Signed.AlreadyThere.class,
            workshop.signer(key).sign(workshop.repository, workshop.image, NONE, Workshop.NOW));
      }
    }
  }

  @Test
  void theSameClaimIsTheSameBundleEveryTime() {
    OneSigner signer = new OneSigner(TestData.signingKey("p521"), new MemoryRegistry(), new MemoryRegistry());
    Digest image = Digest.sha256(Bytes.EMPTY);
    List<Bytes> bundles = IntStream.range(0, 3)
        .mapToObj(i -> signer.envelope(image, Map.of("a", "1", "b", "2", "c", "3", "d", "4")))
        .distinct()
        .toList();
    assertEquals(1, bundles.size());
  }
}
