package dev.inkan.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import dev.inkan.signer.testing.OneSigner;
import dev.inkan.signer.testing.OneSigner;
import dev.inkan.signer.testing.TestData;
import dev.inkan.signer.testing.Workshop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signing an index with all that it lists. */
final class TreeTest {
  private static final Map<String, String> NONE = Map.of();
  private static final Repository APP = new Repository("registry.example", "team/app");

  private final MemoryRegistry registry = MemoryRegistry.without(Lack.CONTENT_CHECKS);
  private final OneSigner signer = new OneSigner(TestData.signingKey("ed25519"), registry, registry);

  private List<Signed> signTree(RawManifest root) throws RegistryException {
    return signer.signTree(APP, root, NONE, Workshop.NOW);
  }

  private static List<Digest> subjects(List<Signed> signed) {
    return signed.stream().map(Signed::subject).toList();
  }

  private RawManifest index(RawManifest... children) throws RegistryException {
    RawManifest index = Workshop.index(Arrays.stream(children).map(RawManifest::descriptor).toList());
    registry.pushManifest(APP, index);
    return index;
  }

  private RawManifest image(String content) throws RegistryException {
    return TestImages.pushImage(registry, new ByTag(APP, "image"), content);
  }

  private void assertNothingIsSigned(RawManifest manifest) throws RegistryException {
    assertEquals(
        List.of(),
        new Attached(registry).list(new ByDigest(APP, manifest.digest()), Place.REFERRERS_API).entries());
  }

  @Test
  void childrenAreSignedBeforeTheIndexThatListsThem() throws Exception {
    TestImages.PushedIndex pushed = TestImages.pushIndex(registry, new ByTag(APP, "v1"));
    RawManifest amd64 = pushed.children().getFirst();
    RawManifest arm64 = pushed.children().getLast();
    List<Signed> signed = signTree(pushed.index());
    assertEquals(List.of(amd64.digest(), arm64.digest(), pushed.index().digest()), subjects(signed));
    for (Signed one : signed) {
      assertInstanceOf(Signed.Published.class, one);
      assertEquals(1, new Attached(registry)
          .list(new ByDigest(APP, one.subject()), Place.REFERRERS_API).entries().size());
    }
    for (Signed again : signTree(pushed.index())) {
      assertInstanceOf(Signed.AlreadyThere.class, again);
    }
  }

  @Test
  void anImageIsSignedAlone() throws Exception {
    RawManifest image = image("a");
    assertEquals(List.of(image.digest()), subjects(signTree(image)));
  }

  @Test
  void nestedIndexesAreWalkedAndNothingIsSignedTwice() throws Exception {
    RawManifest a = image("a");
    RawManifest b = image("b");
    RawManifest inner = index(a, b);
    RawManifest root = index(b, inner, a, inner);
    assertEquals(List.of(b.digest(), a.digest(), inner.digest(), root.digest()), subjects(signTree(root)));
  }

  @Test
  void aDryRunOfATreeReadsOnly() throws Exception {
    RawManifest a = image("a");
    RawManifest root = index(a);
    List<Plan> plans = signer.planTree(APP, root, NONE, Workshop.NOW);
    assertEquals(List.of(a.digest(), root.digest()), plans.stream().map(Plan::subject).toList());
    assertNothingIsSigned(a);
    assertNothingIsSigned(root);
  }

  @Test
  void aMissingChildKeepsEverythingFromBeingSigned() throws Exception {
    RawManifest a = image("a");
    RawManifest gone = RawManifest.of(MediaType.OCI_MANIFEST, Bytes.utf8("{\"schemaVersion\":2}"));
    RegistryException failure = assertThrows(RegistryException.class, () -> signTree(index(a, gone)));
    assertEquals(Kind.NOT_FOUND, failure.kind());
    assertNothingIsSigned(a);
  }

  @Test
  void aChildThatIsNotWhatItsIndexSaysIsRefused() throws Exception {
    RawManifest a = image("a");
    Descriptor real = a.descriptor();
    for (Descriptor lie : List.of(
        new Descriptor(real.mediaType(), real.digest(), real.size() + 1),
        new Descriptor(MediaType.OCI_INDEX, real.digest(), real.size()))) {
      RawManifest root = Workshop.index(List.of(lie));
      assertEquals(Kind.INTEGRITY, assertThrows(RegistryException.class, () -> signTree(root)).kind());
      assertNothingIsSigned(a);
    }
  }

  @Test
  void aMalformedIndexIsRefused() {
    RawManifest root = RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8("{\"schemaVersion\":2,\"manifests\":[7]}"));
    RegistryException failure = assertThrows(RegistryException.class, () -> signTree(root));
    assertEquals(Kind.INTEGRITY, failure.kind());
    assertTrue(String.valueOf(failure.getMessage()).contains("malformed"));
  }

  @Test
  void depthAndNumberAreBounded() throws Exception {
    RawManifest root = index(image("a"));
    for (int depth = 2; depth <= 8; depth++) {
      root = index(root);
    }
    assertEquals(9, signTree(root).size());
    RawManifest deeper = index(root);
    assertEquals(Kind.TOO_LARGE, assertThrows(RegistryException.class, () -> signTree(deeper)).kind());
    var many = new ArrayList<RawManifest>();
    for (int i = 0; i < 1000; i++) {
      RawManifest child = RawManifest.of(MediaType.OCI_MANIFEST, Bytes.utf8("{\"schemaVersion\":2,\"x\":" + i + "}"));
      registry.pushManifest(APP, child);
      many.add(child);
    }
    RawManifest wide = index(many.toArray(RawManifest[]::new));
    assertEquals(Kind.TOO_LARGE, assertThrows(RegistryException.class, () -> signTree(wide)).kind());
    assertNothingIsSigned(many.getFirst());
  }

  /** One child's listing that cannot be read: not even the other child is signed. */
  @Test
  void anUnreadableListingAnywhereKeepsEverythingFromBeingSigned() throws Exception {
    try (var workshop = Workshop.withApi()) {
      TestImages.PushedIndex pushed =
          TestImages.pushIndex(workshop.registry.content(), workshop.registry.tag("team/app", "multi"));
      RawManifest last = pushed.index();
      workshop.registry.has(Fault.status(429, On.path("/v2/.+/referrers/" + last.digest())));
      RegistryException failure = assertThrows(RegistryException.class,
          () -> workshop.signer("p256").signTree(workshop.repository, last, NONE, Workshop.NOW));
      assertEquals(Kind.RATE_LIMITED, failure.kind());
      assertEquals(List.of(), workshop.writes());
    }
  }
}
