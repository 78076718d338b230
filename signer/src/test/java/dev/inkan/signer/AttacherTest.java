package dev.inkan.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.ContainerImage;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.signer.testing.TestData;
import dev.inkan.signer.testing.Workshop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that were made elsewhere. */
final class AttacherTest {
  private static final Map<String, String> NONE = Map.of();

  private static Signed attach(Workshop workshop, Bytes bundle) throws Exception {
    return new Attacher(workshop.client, workshop.client)
        .bundle(workshop.repository, workshop.image, bundle, Workshop.NOW);
  }

  private static Signed attach(Workshop workshop, Bytes payload, Bytes signature) throws Exception {
    return new Attacher(workshop.client, workshop.client)
        .simpleSigning(workshop.repository, workshop.image, payload, signature);
  }

  private static void refused(Workshop workshop, Bytes bundle) {
    assertThrows(UnusableSignature.class, () -> attach(workshop, bundle));
    assertEquals(List.of(), workshop.writes());
  }

  private static Bytes payload(Workshop workshop) {
    return ContainerImage.cosign("r.example/app", workshop.image.digest(), NONE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBundleIsPublishedAsItCameAndOnlyOnce(boolean api) throws Exception {
    try (var workshop = api ? Workshop.withApi() : Workshop.withoutApi()) {
      Bytes bundle = Bytes.utf8(
          workshop.signer("p256").envelope(workshop.image.digest(), NONE).utf8().replace("{\"media", "{ \"media"));
      Signed signed = attach(workshop, bundle);
      assertInstanceOf(Signed.Published.class, signed);
      assertEquals(1, workshop.listed(api ? Place.REFERRERS_API : Place.FALLBACK_TAG).size());
      assertEquals(bundle, workshop.registry.content().readBlob(
          workshop.repository, Descriptor.of(SigstoreBundle.V03, bundle), 1 << 20));
      workshop.registry.clearRequests();
      assertEquals(
          new Signed.AlreadyThere("sigstore", workshop.image.digest(), signed.artifact(), false),
          attach(workshop, bundle));
      assertEquals(List.of(), workshop.writes());
    }
  }

  @Test
  void aBundleOfAnotherImageOrNoneIsRefused() throws Exception {
    try (var workshop = Workshop.withApi()) {
      refused(workshop, workshop.signer("p256").envelope(Digest.sha256(Bytes.EMPTY), NONE));
      refused(workshop, Bytes.utf8("{}"));
      refused(workshop, TestData.file("cosign/sign-p256.bundle.json"));
      Bytes good = workshop.signer("p256").envelope(workshop.image.digest(), NONE);
      refused(workshop, Bytes.utf8(good.utf8().replace(SigstoreBundle.V03.value(),
          "application/vnd.dev.sigstore.bundle+json;version=0.2")));
    }
  }

  @Test
  void aPayloadAndItsSignatureArePublishedAndOnlyOnce() throws Exception {
    try (var workshop = Workshop.withApi()) {
      Bytes payload = payload(workshop);
      Bytes signature = TestData.signingKey("p256").sign(payload);
      Signed signed = attach(workshop, payload, signature);
      assertEquals(
          new Signed.Published("cosign", workshop.image.digest(), signed.artifact(), Place.family("sig")), signed);
      workshop.registry.clearRequests();
      assertEquals(
          new Signed.AlreadyThere("cosign", workshop.image.digest(), signed.artifact(), false),
          attach(workshop, payload, signature));
      assertEquals(List.of(), workshop.writes());
      assertInstanceOf(Signed.Published.class, attach(workshop, payload, Bytes.utf8("another's")));
    }
  }

  @Test
  void aPayloadOfAnotherImageOrKindIsRefused() throws Exception {
    try (var workshop = Workshop.withApi()) {
      Bytes signature = Bytes.utf8("signature");
      Bytes other = ContainerImage.cosign("r.example/app", Digest.sha256(Bytes.EMPTY), NONE);
      Bytes atomic = Bytes.utf8(payload(workshop).utf8().replace("cosign container image", "atomic container"));
      for (Bytes payload : List.of(other, atomic, Bytes.utf8("{}"))) {
        assertThrows(UnusableSignature.class, () -> attach(workshop, payload, signature));
      }
      assertEquals(List.of(), workshop.writes());
    }
  }

  @Test
  void whenWhatIsThereCannotBeReadNothingIsWritten() throws Exception {
    try (var workshop = Workshop.withApi()) {
      workshop.registry.has(Fault.status(503, On.reads()));
      Bytes bundle = workshop.signer("p256").envelope(workshop.image.digest(), NONE);
      assertThrows(RegistryException.class, () -> attach(workshop, bundle));
      assertThrows(RegistryException.class, () -> attach(workshop, payload(workshop), Bytes.utf8("s")));
      assertTrue(workshop.writes().isEmpty());
    }
  }
}
