package dev.inkan.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.claim.Claim;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.envelope.claim.ContainerImage;
import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.simplesigning.SimpleSigning;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.signer.publish.FamilyPublisher;
import dev.inkan.signer.testing.OneSigner;
import dev.inkan.signer.testing.TestData;
import dev.inkan.signer.testing.Workshop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures under {@code .sig} tags, as cosign 2 and podman read them; cosign.md 1.5. */
final class SimpleSigningStyleTest {
  private static final Map<String, String> NONE = Map.of();

  private static Signed sign(Workshop workshop, String key, Map<String, String> annotations)
      throws RegistryException {
    return workshop.tagSigner(key).sign(workshop.repository, workshop.image, annotations, Workshop.NOW);
  }

  private static String tag(Workshop workshop) {
    return workshop.fallbackTag() + ".sig";
  }

  private static Manifest.Image stored(Workshop workshop) throws Exception {
    return (Manifest.Image)
        workshop.registry.content().resolve(workshop.registry.tag("team/app", tag(workshop))).parse();
  }

  private static Envelope open(Workshop workshop, Descriptor layer) throws Exception {
    var format = new SimpleSigning();
    return format.open(
        layer, workshop.registry.content().readBlob(workshop.repository, layer, format.maxBytes()));
  }

  private static void point(Workshop workshop, RawManifest manifest) throws Exception {
    workshop.registry.content().pushTag(
        workshop.registry.tag("team/app", tag(workshop)), manifest, new Expected.Anything());
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "p384", "p521", "ed25519", "rsa2048"})
  void aSignatureByEachKindOfKeyIsStoredAndHolds(String key) throws Exception {
    try (var workshop = Workshop.withApi()) {
      Signed signed = sign(workshop, key, Map.of("build", "42"));
      RawManifest manifest =
          workshop.registry.content().resolve(workshop.registry.tag("team/app", tag(workshop)));
      assertEquals(
          new Signed.Published("cosign", workshop.image.digest(), manifest.digest(), Place.family("sig")), signed);
      Envelope envelope = open(workshop, stored(workshop).layers().getFirst());
      assertTrue(TestData.publicKey(key)
          .verifies(envelope.signedBytes(), envelope.signatures().getFirst().value()));
      Claim claim = Claims.read(envelope);
      assertEquals(ContainerImage.COSIGN, claim.type());
      assertTrue(claim.isAbout(workshop.image.digest()));
      assertEquals(Optional.of(OneSigner.NAME), claim.imageName());
      assertEquals(Map.of("build", "42"), claim.annotations(workshop.image.digest()));
    }
  }

  /** Layer by layer the same manifests and configs as cosign 2.6.5 and 3.1.3; testdata/simplesigning. */
  @ParameterizedTest
  @ValueSource(strings = {"cosign2-three-layers", "cosign3"})
  void whatIsStoredIsByteForByteWhatCosignStores(String name) throws Exception {
    Bytes theirs = TestData.file("simplesigning/" + name + ".manifest.json");
    var image = (Manifest.Image) RawManifest.of(MediaType.OCI_MANIFEST, theirs).parse();
    var registry = new MemoryRegistry();
    var subject = new ByDigest(new Repository("r.example", "app"), Digest.sha256(Bytes.utf8("image")));
    Digest stored = Digest.sha256(Bytes.EMPTY);
    for (Descriptor layer : image.layers()) {
      Bytes payload = TestData.file("simplesigning/" + layer.digest().encoded() + ".payload.json");
      Bytes signature =
          Base64Text.decode(layer.annotations().getOrDefault(SimpleSigning.SIGNATURE, ""));
      stored = new FamilyPublisher(registry, registry)
          .append(subject, "sig", SimpleSigning.layer(payload, signature), payload)
          .manifest();
    }
    RawManifest ours = registry.manifest(new ByDigest(subject.repository(), stored));
    assertEquals(theirs.utf8(), ours.bytes().utf8());
    assertEquals(
        TestData.file("simplesigning/" + name + ".config.json").utf8(),
        registry.readBlob(subject.repository(), image.config(), 10_000).utf8());
  }

  @Test
  void signingAgainChangesNothing() throws Exception {
    try (var workshop = Workshop.withApi()) {
      Signed first = sign(workshop, "p256", NONE);
      workshop.registry.clearRequests();
      assertEquals(
          new Signed.AlreadyThere("cosign", workshop.image.digest(), first.artifact(), false),
          sign(workshop, "p256", NONE));
      assertEquals(List.of(), workshop.writes());
      assertEquals(2, workshop.registry.requests().size(), "the tag and the payload");
    }
  }

  @Test
  void anotherKeyAnnotationOrNameIsAnotherClaimAndHidesNone() throws Exception {
    try (var workshop = Workshop.withApi()) {
      sign(workshop, "p256", NONE);
      assertInstanceOf(Signed.Published.class, sign(workshop, "ed25519", NONE));
      assertInstanceOf(Signed.Published.class, sign(workshop, "p256", Map.of("a", "b")));
      var signer = new Signer(
          List.of(new SimpleSigningStyle(TestData.signingKey("p256"), workshop.client)),
          workshop.client,
          workshop.client);
      var other = new Intent(NONE, "registry.example.com/team/app", Workshop.NOW);
      assertInstanceOf(
          Signed.Published.class, signer.sign(workshop.repository, workshop.image, other).getFirst());
      assertEquals(4, stored(workshop).layers().size());
      assertInstanceOf(Signed.AlreadyThere.class, sign(workshop, "ed25519", NONE));
      assertInstanceOf(Signed.AlreadyThere.class, sign(workshop, "p256", Map.of("a", "b")));
      assertInstanceOf(
          Signed.AlreadyThere.class, signer.sign(workshop.repository, workshop.image, other).getFirst());
      var nameless = new Intent(NONE, "", Workshop.NOW);
      assertThrows(
          IllegalArgumentException.class, () -> signer.sign(workshop.repository, workshop.image, nameless));
    }
  }

  /** A layer that lies about whose it is, or is broken, does not count as ours. */
  @Test
  void whatDoesNotHoldDoesNotCount() throws Exception {
    try (var workshop = Workshop.withApi()) {
      Bytes payload = ContainerImage.cosign(OneSigner.NAME, workshop.image.digest(), NONE);
      var content = workshop.registry.content();
      var publisher = new FamilyPublisher(content, content);
      publisher.append(workshop.subject(), "sig", SimpleSigning.layer(payload, Bytes.utf8("forged")), payload);
      publisher.append(
          workshop.subject(),
          "sig",
          new Descriptor(SimpleSigning.LAYER, Digest.sha256(payload), payload.size()),
          payload);
      assertInstanceOf(Signed.Published.class, sign(workshop, "p256", NONE));
      assertEquals(3, stored(workshop).layers().size());
    }
  }

  /** A payload that is gone is no signature to anybody, so it is made again. */
  @Test
  void aSignatureWhosePayloadIsGoneIsMadeAgain() throws Exception {
    try (var workshop = Workshop.withApi()) {
      sign(workshop, "p256", NONE);
      Digest payload = stored(workshop).layers().getFirst().digest();
      workshop.registry.has(Fault.status(404, On.blob(payload).and(On.method("GET"))).times(1));
      assertInstanceOf(Signed.Published.class, sign(workshop, "p256", NONE));
    }
  }

  /** A tag that could not be read is not one that is not there. */
  @ParameterizedTest
  @CsvSource({"401, UNAUTHORIZED", "403, DENIED", "429, RATE_LIMITED", "500, UNAVAILABLE"})
  void whenTheTagCannotBeReadNothingIsWritten(int status, Kind kind) throws Exception {
    try (var workshop = Workshop.withApi()) {
      workshop.registry.has(Fault.status(status, On.tag(tag(workshop))));
      assertEquals(kind, assertThrows(RegistryException.class, () -> sign(workshop, "p256", NONE)).kind());
      assertEquals(List.of(), workshop.writes());
    }
  }

  @Test
  void whenAPayloadCannotBeReadNothingIsWritten() throws Exception {
    try (var workshop = Workshop.withApi()) {
      sign(workshop, "p256", NONE);
      workshop.registry.clearRequests();
      workshop.registry.has(Fault.status(503, On.blobs()));
      assertThrows(RegistryException.class, () -> sign(workshop, "ed25519", NONE));
      assertEquals(List.of(), workshop.writes());
    }
  }

  @Test
  void aTagThatHoldsSomethingElseIsLeftAloneAndNothingIsWritten() throws Exception {
    try (var workshop = Workshop.withApi()) {
      point(workshop, Workshop.index(List.of()));
      RegistryException refused =
          assertThrows(RegistryException.class, () -> sign(workshop, "p256", NONE));
      assertEquals(Kind.REFUSED, refused.kind());
      assertTrue(refused.getMessage().contains("Nothing was written"), refused.getMessage());
      assertEquals(List.of(), workshop.writes());
    }
  }

  /** What one format cannot write keeps the other from being written, too: either all or nothing was looked at. */
  @Test
  void everythingIsLookedAtBeforeAnythingIsWritten() throws Exception {
    try (var workshop = Workshop.withApi()) {
      var key = TestData.signingKey("p256");
      var signer = new Signer(
          List.of(new BundleStyle(key, workshop.client), new SimpleSigningStyle(key, workshop.client)),
          workshop.client,
          workshop.client);
      var intent = new Intent(NONE, OneSigner.NAME, Workshop.NOW);
      workshop.registry.has(Fault.status(500, On.tag(tag(workshop))));
      assertThrows(RegistryException.class, () -> signer.sign(workshop.repository, workshop.image, intent));
      assertEquals(List.of(), workshop.writes());
      workshop.registry.behaves();
      List<Signed> signed = signer.sign(workshop.repository, workshop.image, intent);
      assertEquals(List.of("sigstore", "cosign"), signed.stream().map(Signed::format).toList());
      assertEquals(1, workshop.listed(Place.REFERRERS_API).size());
      assertEquals(1, stored(workshop).layers().size());
    }
  }

  @Test
  void aDryRunSaysWhatWouldBeWrittenAndWritesNothing() throws Exception {
    try (var workshop = Workshop.withApi()) {
      var plan = assertInstanceOf(
          Plan.Append.class,
          workshop.tagSigner("p256").plan(workshop.repository, workshop.image, NONE, Workshop.NOW));
      assertEquals("sig", plan.family());
      assertEquals(ContainerImage.cosign(OneSigner.NAME, workshop.image.digest(), NONE), plan.payload());
      assertEquals(List.of(), workshop.writes());
    }
  }

  @Test
  void aSignatureAloneIsInBase64() throws Exception {
    try (var workshop = Workshop.withApi()) {
      var style = new SimpleSigningStyle(TestData.signingKey("p256"), workshop.client);
      var alone = style.detached(workshop.image.digest(), new Intent(NONE, OneSigner.NAME, Workshop.NOW));
      Bytes payload = alone.payload().orElseThrow();
      assertTrue(TestData.publicKey("p256")
          .verifies(payload, Base64Text.decode(alone.signature().utf8())));
      assertEquals(List.of(), workshop.registry.requests());
    }
  }

  /** sigstore/cosign#2432. */
  @Test
  void fiveSignersAtOnceLoseNothing() throws Exception {
    List<String> keys = List.of("p256", "p384", "p521", "ed25519", "rsa2048");
    try (var workshop = Workshop.withoutApi()) {
      List<Thread> threads = keys.stream().map(key -> Thread.ofVirtual().start(() -> {
        try {
          sign(workshop, key, NONE);
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      })).toList();
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(5, stored(workshop).layers().size());
      for (String key : keys) {
        assertInstanceOf(Signed.AlreadyThere.class, sign(workshop, key, NONE));
      }
    }
  }

  /** The payload and the config are there before the manifest that names them. */
  @Test
  void aFailureHalfWayLeavesNoHalfWrittenSignature() throws Exception {
    for (Fault fault : List.of(
        Fault.status(500, On.uploads()), Fault.status(403, On.method("PUT").and(On.manifests())))) {
      try (var workshop = Workshop.withApi()) {
        workshop.registry.has(fault);
        assertThrows(RegistryException.class, () -> sign(workshop, "p256", NONE));
        assertEquals(List.of("v1"), workshop.registry.content().tags(workshop.repository));
        workshop.registry.behaves();
        assertInstanceOf(Signed.Published.class, sign(workshop, "p256", NONE));
      }
    }
  }

  /** "Signed" is said when readers find it. */
  @Test
  void whatIsNotServedIsAnError() throws Exception {
    for (Fault fault : List.of(
        Fault.status(404, On.blobs().and(On.method("GET"))), Fault.bitFlipped(On.blobs().and(On.method("GET"))))) {
      try (var workshop = Workshop.withApi()) {
        workshop.registry.has(fault);
        assertThrows(RegistryException.class, () -> sign(workshop, "p256", NONE));
      }
    }
  }

  @Test
  void theFirstSignatureTakesTenRequestsAndAFurtherOneTwelve() throws Exception {
    try (var workshop = Workshop.withApi()) {
      sign(workshop, "p256", NONE);
      List<?> first = workshop.registry.requests();
      assertTrue(first.size() <= 10, first::toString);
      workshop.registry.clearRequests();
      sign(workshop, "ed25519", NONE);
      List<?> second = workshop.registry.requests();
      assertTrue(second.size() <= 12, second::toString);
    }
  }
}
