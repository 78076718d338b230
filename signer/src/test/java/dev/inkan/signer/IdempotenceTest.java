package dev.inkan.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.bundle.Dsse;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.testing.TestImages;
import dev.inkan.signer.key.SigningKey;
import dev.inkan.signer.testing.TestData;
import dev.inkan.signer.testing.Workshop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as "signed already", and what is done when that cannot be told. */
final class IdempotenceTest {
  private static final Map<String, String> NONE = Map.of();

  private static Signed sign(Workshop workshop) throws RegistryException {
    return workshop.signer("p256").sign(workshop.repository, workshop.image, NONE, Workshop.NOW);
  }

  private static RegistryException refusal(Workshop workshop) {
    return assertThrows(RegistryException.class, () -> sign(workshop));
  }

  /** Hangs bytes on the image as a bundle of cosign's would. */
  private static RawManifest hang(Workshop workshop, Bytes bundle, Map<String, String> annotations) throws Exception {
    return hang(workshop, SigstoreBundle.V03, bundle, annotations);
  }

  private static RawManifest hang(Workshop workshop, MediaType type, Bytes bundle, Map<String, String> annotations)
      throws Exception {
    RawManifest artifact = TestImages.artifact(
        workshop.registry.content(), workshop.repository, workshop.image.descriptor(), type, bundle, annotations);
    workshop.registry.content().pushManifest(workshop.repository, artifact);
    return artifact;
  }

  private static Bytes bundle(SigningKey key, String payloadType, Bytes payload) {
    Bytes signature = key.sign(Dsse.preAuthentication(payloadType, payload));
    return SigstoreBundle.write(
        key.publicKey(), new Dsse(payloadType, payload, new Envelope.Signature(signature, null)));
  }

  private static Bytes statement(String type, Digest subject) throws Exception {
    String json = Statement.cosignSign(subject, NONE).utf8();
    return Bytes.utf8(json.replace(Statement.COSIGN_SIGN, type));
  }

  /** A signature that another tool made of the same claim with the same key is one, whatever the listing says of it. */
  @ParameterizedTest
  @ValueSource(strings = {"application/vnd.dev.sigstore.bundle.v0.3+json",
      "application/vnd.dev.sigstore.bundle+json;version=0.3"})
  void aForeignSignatureOfTheSameClaimCounts(String type) throws Exception {
    try (var workshop = Workshop.withApi()) {
      Bytes spaced = Bytes.utf8(
          Statement.cosignSign(workshop.image.digest(), NONE).utf8().replace(",\"", ", \""));
      Bytes bundle = bundle(TestData.signingKey("p256"), Statement.PAYLOAD_TYPE, spaced);
      RawManifest there = hang(workshop, new MediaType(type), bundle, NONE);
      assertEquals(new Signed.AlreadyThere("sigstore", workshop.image.digest(), there.digest(), false), sign(workshop));
      assertEquals(List.of(), workshop.writes());
    }
  }

  /** None of these is this key's signature of this claim, and none keeps it from being made. */
  @Test
  void whatIsNotTheSameClaimByTheSameKeyDoesNotCount() throws Exception {
    try (var workshop = Workshop.withApi()) {
      SigningKey key = TestData.signingKey("p256");
      Digest image = workshop.image.digest();
      Bytes good = Statement.cosignSign(image, NONE);
      var bundles = new ArrayList<Bytes>();
      bundles.add(Bytes.utf8("garbage"));
      bundles.add(bundle(key, "text/plain", good));
      bundles.add(bundle(key, Statement.PAYLOAD_TYPE, statement("https://slsa.dev/provenance/v1", image)));
      bundles.add(bundle(key, Statement.PAYLOAD_TYPE, statement(Statement.COSIGN_SIGN, Digest.sha256(Bytes.EMPTY))));
      bundles.add(bundle(key, Statement.PAYLOAD_TYPE, Bytes.utf8("{}")));
      bundles.add(bundle(TestData.signingKey("ed25519"), Statement.PAYLOAD_TYPE, good));
      Bytes forged = bundle(TestData.signingKey("p384"), Statement.PAYLOAD_TYPE, good);
      String hint = SigstoreBundle.hint(TestData.publicKey("p384"));
      bundles.add(Bytes.utf8(forged.utf8().replace(hint, SigstoreBundle.hint(key.publicKey()))));
      for (Bytes bundle : bundles) {
        hang(workshop, bundle, NONE);
      }
      hang(workshop, new MediaType("application/vnd.example+json"), bundle(key, Statement.PAYLOAD_TYPE, good), NONE);
      assertInstanceOf(Signed.Published.class, sign(workshop));
      assertInstanceOf(Signed.AlreadyThere.class, sign(workshop));
    }
  }

  /** A manifest of two layers is no signature to any reader. */
  @Test
  void aBundleAmongOtherLayersDoesNotCount() throws Exception {
    try (var workshop = Workshop.withApi()) {
      Bytes good = bundle(
          TestData.signingKey("p256"), Statement.PAYLOAD_TYPE, Statement.cosignSign(workshop.image.digest(), NONE));
      var content = workshop.registry.content();
      Descriptor layer = TestImages.pushBlob(content, workshop.repository, SigstoreBundle.V03, good);
      Descriptor config = TestImages.pushBlob(content, workshop.repository, MediaType.OCI_EMPTY, Bytes.utf8("{}"));
      content.pushManifest(workshop.repository, TestImages.manifest(
          config, List.of(layer, layer), SigstoreBundle.V03, workshop.image.descriptor(), NONE));
      assertInstanceOf(Signed.Published.class, sign(workshop));
    }
  }

  /** Attestations of megabytes are not fetched to find that they are none. */
  @Test
  void whatSaysThatItIsAnotherKindIsNotFetched() throws Exception {
    try (var workshop = Workshop.withApi()) {
      RawManifest sbom = hang(workshop, Bytes.utf8("an SBOM of megabytes"),
          Map.of("dev.sigstore.bundle.predicateType", "https://spdx.dev/Document"));
      assertInstanceOf(Signed.Published.class, sign(workshop));
      assertTrue(workshop.registry.requests().stream().noneMatch(r -> r.path().contains(sbom.digest().encoded())));
    }
  }

  /** cosign's fallback index has no annotations; then the manifest's own say it. */
  @Test
  void theManifestSaysItWhereTheListingDoesNot() throws Exception {
    try (var workshop = Workshop.withoutApi()) {
      Bytes large = Bytes.utf8("an SBOM of megabytes");
      RawManifest sbom =
          hang(workshop, large, Map.of("dev.sigstore.bundle.predicateType", "https://spdx.dev/Document"));
      pointFallbackTag(workshop, Workshop.index(List.of(sbom.descriptor())));
      assertInstanceOf(Signed.Published.class, sign(workshop));
      assertTrue(workshop.registry.requests().stream()
          .noneMatch(r -> r.path().contains(Digest.sha256(large).encoded())));
      assertEquals(2, workshop.listed(Place.FALLBACK_TAG).size());
    }
  }

  /** One place that lies about the kind does not hide what another place says nothing about. */
  @Test
  void aListingThatLiesHidesNothingThatAnotherPlaceLists() throws Exception {
    try (var workshop = Workshop.withApi()) {
      Signed first = sign(workshop);
      Descriptor entry = workshop.listed(Place.REFERRERS_API).getFirst();
      pointFallbackTag(workshop, Workshop.index(List.of(entry)));
      workshop.registry.has(Fault.changed(On.referrers(), answer -> answer.body(replaced(answer.body()))));
      assertEquals(new Signed.AlreadyThere("sigstore", workshop.image.digest(), first.artifact(), true), sign(workshop));
    }
  }

  private static Bytes replaced(Bytes listing) {
    try {
      return Bytes.utf8(listing.utf8().replace(Statement.COSIGN_SIGN, "https://spdx.dev/Document"));
    } catch (MalformedContent e) {
      throw new AssertionError(e);
    }
  }

  private static void pointFallbackTag(Workshop workshop, RawManifest manifest) throws Exception {
    workshop.registry.content().pushTag(
        workshop.registry.tag("team/app", workshop.fallbackTag()), manifest, new Expected.Anything());
  }

  /** A listing that could not be read is not an empty one. */
  @ParameterizedTest
  @CsvSource({"401, UNAUTHORIZED", "403, DENIED", "429, RATE_LIMITED", "500, UNAVAILABLE", "503, UNAVAILABLE"})
  void whenTheListingCannotBeReadNothingIsWritten(int status, Kind kind) throws Exception {
    try (var workshop = Workshop.withApi()) {
      workshop.registry.has(Fault.status(status, On.referrers()));
      assertEquals(kind, refusal(workshop).kind());
      assertEquals(List.of(), workshop.writes());
    }
  }

  @Test
  void whenTheFallbackTagCannotBeReadNothingIsWritten() throws Exception {
    for (boolean api : new boolean[] {true, false}) {
      try (var workshop = api ? Workshop.withApi() : Workshop.withoutApi()) {
        workshop.registry.has(Fault.status(500, On.tag(workshop.fallbackTag())));
        assertEquals(Kind.UNAVAILABLE, refusal(workshop).kind());
        assertEquals(List.of(), workshop.writes());
      }
    }
  }

  @Test
  void whenTheRegistryHangsUpOrAnswersWithAPageNothingIsWritten() throws Exception {
    for (Fault fault : List.of(Fault.html(On.referrers()), Fault.cut(On.referrers()), Fault.hangUp(On.referrers()))) {
      try (var workshop = Workshop.withApi()) {
        workshop.registry.has(fault);
        refusal(workshop);
        assertEquals(List.of(), workshop.writes(), fault.name());
      }
    }
  }

  /** It may be the very signature that is being made. */
  @Test
  void whenACandidateCannotBeReadNothingIsWritten() throws Exception {
    try (var workshop = Workshop.withApi()) {
      Signed first = sign(workshop);
      workshop.registry.clearRequests();
      workshop.registry.has(Fault.status(503, On.manifest(first.artifact())));
      assertEquals(Kind.UNAVAILABLE, refusal(workshop).kind());
      workshop.registry.behaves();
      workshop.registry.has(Fault.status(429, On.blobs()));
      assertEquals(Kind.RATE_LIMITED, refusal(workshop).kind());
      assertEquals(List.of(), workshop.writes());
    }
  }

  /** What is gone or altered is no signature; it must not lock the image for ever. */
  @Test
  void aCandidateThatIsGoneOrAlteredDoesNotCount() throws Exception {
    try (var workshop = Workshop.withoutApi()) {
      RawManifest gone = hang(workshop, Bytes.utf8("gone"), NONE);
      RawManifest altered = hang(workshop, Bytes.utf8("altered"), NONE);
      RawManifest lost = hang(workshop, Bytes.utf8("lost"), NONE);
      RawManifest large = hang(workshop, Bytes.utf8("x".repeat((16 << 20) + 1)), NONE);
      RawManifest other = TestImages.pushImage(workshop.registry.content(), workshop.registry.tag("team/app", "v2"));
      pointFallbackTag(workshop, Workshop.index(List.of(
          gone.descriptor(), altered.descriptor(), lost.descriptor(), large.descriptor(), other.descriptor())));
      workshop.registry.has(Fault.status(404, On.manifest(gone.digest())));
      workshop.registry.has(Fault.bitFlipped(On.blob(Digest.sha256(Bytes.utf8("altered")))));
      workshop.registry.has(Fault.status(404, On.blob(Digest.sha256(Bytes.utf8("lost")))));
      assertInstanceOf(Signed.Published.class, sign(workshop));
      assertEquals(6, workshop.listed(Place.FALLBACK_TAG).size());
    }
  }

  /** A registry that once had no API, and now lists only what was pushed since. */
  @Test
  void aSignatureThatIsMissingFromTheIndexIsMendedAndNotRepeated() throws Exception {
    try (var workshop = Workshop.withApi()) {
      Signed first = sign(workshop);
      RawManifest artifact = workshop.registry.content().manifest(
          new ByDigest(workshop.repository, first.artifact()));
      pointFallbackTag(workshop, Workshop.index(List.of(artifact.descriptor())));
      Bytes empty = Workshop.index(List.of()).bytes();
      workshop.registry.has(Fault.body(On.referrers(), empty).times(2));
      workshop.registry.clearRequests();
      assertEquals(new Plan.Mend("sigstore", workshop.image.digest(), artifact),
          workshop.signer("p256").plan(workshop.repository, workshop.image, NONE, Workshop.NOW));
      assertEquals(List.of(), workshop.writes());
      assertEquals(new Signed.AlreadyThere("sigstore", workshop.image.digest(), first.artifact(), true), sign(workshop));
      assertEquals(
          List.of("PUT /v2/team/app/manifests/" + first.artifact() + " 201"), workshop.writes());
    }
  }

  /** cosign 2 with a tag of its own, a person by mistake: nothing could be listed, so nothing may be stored. */
  @Test
  void whereTheFallbackTagIsTakenNothingIsWritten() throws Exception {
    try (var workshop = Workshop.withoutApi()) {
      pointFallbackTag(workshop, workshop.image);
      RegistryException refusal = refusal(workshop);
      assertEquals(Kind.REFUSED, refusal.kind());
      assertTrue(String.valueOf(refusal.getMessage()).contains("nothing was written"), refusal.getMessage());
      assertEquals(List.of(), workshop.writes());
    }
    try (var workshop = Workshop.withApi()) {
      pointFallbackTag(workshop, workshop.image);
      assertInstanceOf(Signed.Published.class, sign(workshop), "with the API nobody needs that tag");
    }
  }
}
