package dev.inkan.registry.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.MisbehavingRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A registry that goes away at every single request of a copy, before it has done what it was asked for or after: the
 * tag is never there without what hangs on the image, and a second copy finishes and sends only what is missing.
 */
class CutOffTest {
  private static final int MORE_THAN_ANY_COPY = 80;

  private static Optional<Copied> copy(MisbehavingRegistry source, ByTag to) throws Exception {
    try (var http = HttpRegistry.open(HttpRegistryOptions.defaults().withRetries(0))) {
      return Optional.of(Freight.copy(http, source.tag("app", "v1"), http, to));
    } catch (RegistryException e) {
      assertFalse(e.kind() == Kind.NOT_FOUND || e.kind() == Kind.INTEGRITY, e.getMessage());
      return Optional.empty();
    }
  }

  /** By manifest, everything that hangs on it where readers look. */
  private static Map<Digest, Set<Digest>> hanging(MemoryRegistry registry, Repository repository, RawManifest image)
      throws RegistryException {
    var attached = new Attached(registry, Freight.OPTIONS.suffixes());
    var subject = new ByDigest(repository, image.digest());
    var found = new HashMap<Digest, Set<Digest>>();
    for (Place place : attached.places()) {
      for (Descriptor entry : attached.list(subject, place).entries()) {
        found.computeIfAbsent(entry.digest(), digest -> new TreeSet<>()).add(image.digest());
      }
    }
    return found;
  }

  private static Set<Descriptor> blobs(MemoryRegistry registry, Repository repository, RawManifest image)
      throws Exception {
    var blobs = new HashSet<Descriptor>(Node.blobs((Manifest.Image) image.parse()));
    for (Digest digest : hanging(registry, repository, image).keySet()) {
      RawManifest manifest = registry.manifest(new ByDigest(repository, digest));
      blobs.addAll(Node.blobs((Manifest.Image) manifest.parse()));
    }
    return blobs;
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void intoAnotherRegistry(boolean api, boolean done) throws Exception {
    for (int after = 0; after < MORE_THAN_ANY_COPY; after++) {
      var source = api ? new MemoryRegistry() : MemoryRegistry.without(Lack.REFERRERS_API);
      var destination = api ? new MemoryRegistry() : MemoryRegistry.without(Lack.REFERRERS_API);
      try (var from = MisbehavingRegistry.over(source); var to = MisbehavingRegistry.over(destination)) {
        RawManifest image = Freight.laden(source, from.tag("app", "v1"));
        to.has(Fault.goesAway(after, done));
        if (copy(from, to.tag("prod/app", "v1")).isPresent()) {
          assertTrue(after > 20, "it needs more than " + after + " requests");
          return;
        }
        to.behaves();
        assertNoTagWithoutAll(source, from.repository("app"), destination, to.tag("prod/app", "v1"), image);
        assertFinishes(from, to, image);
      }
    }
    throw new AssertionError("no copy was ever done");
  }

  private static void assertNoTagWithoutAll(
      MemoryRegistry source, Repository from, MemoryRegistry destination, ByTag tag, RawManifest image)
      throws Exception {
    try {
      destination.resolve(tag);
    } catch (RegistryException e) {
      assertEquals(Kind.NOT_FOUND, e.kind());
      return;
    }
    assertEquals(hanging(source, from, image), hanging(destination, tag.repository(), image));
  }

  private static void assertFinishes(MisbehavingRegistry from, MisbehavingRegistry to, RawManifest image)
      throws Exception {
    Repository app = from.repository("app");
    Repository prod = to.repository("prod/app");
    int missing = 0;
    for (Descriptor blob : blobs(from.content(), app, image)) {
      missing += to.content().hasBlob(prod, blob) ? 0 : 1;
    }
    Copied copied = copy(from, to.tag("prod/app", "v1")).orElseThrow();
    // What was cut off may still have arrived meanwhile.
    assertTrue(copied.uploadedBlobs() <= missing, copied + ", missing were " + missing);
    assertEquals(hanging(from.content(), app, image), hanging(to.content(), prod, image));
    assertEquals(image, to.content().resolve(to.tag("prod/app", "v1")));
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void withinARegistry(boolean api, boolean done) throws Exception {
    for (int after = 1; after < MORE_THAN_ANY_COPY; after++) {
      var content = api ? new MemoryRegistry() : MemoryRegistry.without(Lack.REFERRERS_API);
      try (var registry = MisbehavingRegistry.over(content)) {
        RawManifest image = Freight.laden(content, registry.tag("app", "v1"));
        registry.has(Fault.goesAway(after, done));
        if (copy(registry, registry.tag("prod/app", "v1")).isPresent()) {
          return;
        }
        registry.behaves();
        assertNoTagWithoutAll(
            content, registry.repository("app"), content, registry.tag("prod/app", "v1"), image);
        assertTrue(copy(registry, registry.tag("prod/app", "v1")).isPresent());
        assertEquals(
            hanging(content, registry.repository("app"), image),
            hanging(content, registry.repository("prod/app"), image));
      }
    }
    throw new AssertionError("no copy was ever done");
  }
}
