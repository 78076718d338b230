package dev.inkan.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.signer.testing.Workshop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** "Signed" is said when readers find it, and not when the registry took it. */
final class ReadBackTest {
  private static final Map<String, String> NONE = Map.of();

  private static Signed sign(Workshop workshop) throws RegistryException {
    return workshop.signer("p256").sign(workshop.repository, workshop.image, NONE, Workshop.NOW);
  }

  private static RegistryException failure(Workshop workshop) {
    return assertThrows(RegistryException.class, () -> sign(workshop));
  }

  private static Bytes emptyListing() {
    return Workshop.index(List.of()).bytes();
  }

  @Test
  void aSignatureThatTheRegistryDoesNotListIsAnErrorThatSaysSo() throws Exception {
    try (var workshop = Workshop.withApi()) {
      workshop.registry.has(Fault.body(On.referrers(), emptyListing()));
      RegistryException failure = failure(workshop);
      assertEquals(Kind.PROTOCOL, failure.kind());
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.contains("the signature was stored, but the registry does not list it"), message);
      workshop.registry.behaves();
      assertInstanceOf(Signed.AlreadyThere.class, sign(workshop));
    }
  }

  /** It says by a header that it lists the signature, or says nothing, and has the API: readers look there only. */
  @Test
  void whereThereIsAnApiTheFallbackTagIsNotEnough() throws Exception {
    try (var workshop = Workshop.withApi()) {
      workshop.registry.has(Fault.withoutHeader(On.manifests().and(On.method("PUT")), "OCI-Subject"));
      assertEquals(Place.REFERRERS_API, ((Signed.Published) sign(workshop)).seenAt());
      assertEquals(1, workshop.listed(Place.FALLBACK_TAG).size(), "as the specification wants it then");
    }
    try (var workshop = Workshop.withApi()) {
      workshop.registry.has(Fault.withoutHeader(On.manifests().and(On.method("PUT")), "OCI-Subject"));
      workshop.registry.has(Fault.body(On.referrers(), emptyListing()));
      assertEquals(Kind.PROTOCOL, failure(workshop).kind());
    }
  }

  @Test
  void aManifestThatIsNotServedIsAnError() throws Exception {
    try (var workshop = Workshop.withApi()) {
      On readsOfManifests = On.path("/v2/.+/manifests/sha256:.*").and(On.reads());
      workshop.registry.has(Fault.status(404, readsOfManifests));
      assertEquals(Kind.UNAVAILABLE, failure(workshop).kind());
    }
    try (var workshop = Workshop.withApi()) {
      workshop.registry.has(Fault.bitFlipped(On.path("/v2/.+/manifests/sha256:.*").and(On.reads())));
      assertEquals(Kind.INTEGRITY, failure(workshop).kind());
    }
  }

  @Test
  void aBundleThatIsNotServedIsAnError() throws Exception {
    for (Fault fault : List.of(
        Fault.status(404, On.blobs().and(On.method("GET"))),
        Fault.bitFlipped(On.blobs().and(On.method("GET"))),
        Fault.status(500, On.blobs().and(On.method("GET"))))) {
      try (var workshop = Workshop.withApi()) {
        workshop.registry.has(fault);
        failure(workshop);
      }
    }
  }

  /** A failure on the way leaves nothing that is listed and not whole. */
  @Test
  void aFailureHalfWayLeavesNoHalfWrittenSignature() throws Exception {
    On puts = On.method("PUT");
    for (Fault fault : List.of(
        Fault.status(500, On.uploads()),
        Fault.status(403, puts.and(On.manifests())),
        Fault.hangUp(On.method("PUT").and(On.path(".*uploads.*"))))) {
      for (boolean api : new boolean[] {true, false}) {
        try (var workshop = api ? Workshop.withApi() : Workshop.withoutApi()) {
          workshop.registry.has(fault);
          failure(workshop);
          assertEquals(List.of(), workshop.listed(api ? Place.REFERRERS_API : Place.FALLBACK_TAG), fault.name());
          workshop.registry.behaves();
          assertInstanceOf(Signed.Published.class, sign(workshop));
        }
      }
    }
  }

  @Test
  void anIndexThatCannotBeWrittenIsAnError() throws Exception {
    try (var workshop = Workshop.withoutApi()) {
      workshop.registry.has(Fault.status(403, On.tag(workshop.fallbackTag()).and(On.method("PUT"))));
      assertEquals(Kind.DENIED, failure(workshop).kind());
      assertEquals(List.of(), workshop.listed(Place.FALLBACK_TAG));
    }
  }
}
