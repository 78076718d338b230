package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.RegistryWriter.SubjectListing;
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
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.server.RegistryServer;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client with a whole registry at the other end, well behaved and otherwise. */
class AgainstServerTest {
  private static final MediaType SIGNATURE = new MediaType("application/vnd.example.signature");

  private static RawManifest sign(MisbehavingRegistry server, HttpRegistry registry, Descriptor subject, String content)
      throws RegistryException {
    return TestImages.artifact(
        registry, server.repository("app"), subject, SIGNATURE, Bytes.utf8(content), Map.of());
  }

  /** RFC 3986, 3.2.2: the address stands in brackets, and so it does in an image's name. */
  @Test
  void aRegistryAtAnIpv6AddressIsWrittenAndRead() throws Exception {
    var loopback = InetAddress.getByName("::1");
    assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "this machine has no IPv6");
    var options = RegistryServer.Options.serving(new MemoryRegistry()).on(new InetSocketAddress(loopback, 0));
    try (var server = RegistryServer.start(options); var registry = Kit.once()) {
      var tag = new ByTag(new Repository("[::1]:" + server.uri().getPort(), "team/app"), "v1");
      RawManifest index = TestImages.pushIndex(registry, tag).index();
      assertEquals(index, registry.resolve(tag));
      RawManifest signature = TestImages.artifact(
          registry, tag.repository(), index.descriptor(), SIGNATURE, Bytes.utf8("one"), Map.of());
      registry.pushManifest(tag.repository(), signature);
      Referrers.Listed listed = assertInstanceOf(
          Referrers.Listed.class, registry.referrers(new ByDigest(tag.repository(), index.digest())));
      assertEquals(List.of(signature.digest()), listed.descriptors().stream().map(Descriptor::digest).toList());
    }
  }

  @Test
  void whatIsPushedIsReadBackByteForByte() throws Exception {
    try (var server = MisbehavingRegistry.start(); var registry = Kit.once()) {
      ByTag tag = server.tag("team/app", "v1");
      TestImages.PushedIndex pushed = TestImages.pushIndex(registry, tag);
      assertEquals(pushed.index(), registry.resolve(tag));
      for (RawManifest child : pushed.children()) {
        assertEquals(child, registry.manifest(new ByDigest(tag.repository(), child.digest())));
        Manifest.Image image = assertInstanceOf(Manifest.Image.class, child.parse());
        for (Descriptor layer : image.layers()) {
          assertTrue(registry.hasBlob(tag.repository(), layer));
          assertEquals(layer.size(), registry.readBlob(tag.repository(), layer, 10_000).size());
        }
      }
      assertEquals(List.of("v1"), registry.tags(tag.repository()));
      assertEquals(pushed.index(), server.content().resolve(tag));
    }
  }

  @Test
  void noMoreIsAskedThanIsNeeded() throws Exception {
    try (var server = MisbehavingRegistry.start(); var registry = Kit.once()) {
      RawManifest image = TestImages.pushImage(server.content(), server.tag("app", "v1"));
      RawManifest signature = sign(server, registry, image.descriptor(), "signed");
      server.clearRequests();
      registry.resolve(server.tag("app", "v1"));
      registry.referrers(new ByDigest(server.repository("app"), image.digest()));
      registry.pushManifest(server.repository("app"), signature);
      registry.manifest(new ByDigest(server.repository("app"), signature.digest()));
      var fresh = Bytes.utf8("fresh");
      TestImages.pushBlob(registry, server.repository("app"), SIGNATURE, fresh);
      assertEquals(
          List.of("GET", "GET", "PUT", "GET", "HEAD", "POST", "PUT"),
          server.seen().stream().map(MisbehavingRegistry.Seen::method).toList());
    }
  }

  @Test
  void referrersAreListedOverThePagesOfARealServer() throws Exception {
    try (var server = MisbehavingRegistry.over(new MemoryRegistry(), options -> options.pageSize(2));
        var registry = Kit.once()) {
      RawManifest image = TestImages.pushImage(registry, server.tag("app", "v1"));
      Set<Digest> pushed = new HashSet<>();
      for (int i = 0; i < 5; i++) {
        RawManifest signature = sign(server, registry, image.descriptor(), "signature " + i);
        assertEquals(SubjectListing.BY_REGISTRY, registry.pushManifest(server.repository("app"), signature));
        pushed.add(signature.digest());
        registry.pushTag(server.tag("app", "v" + (i + 2)), image, new Expected.Absent());
      }
      server.clearRequests();
      Referrers.Listed listed = assertInstanceOf(
          Referrers.Listed.class, registry.referrers(new ByDigest(server.repository("app"), image.digest())));
      assertEquals(pushed, new HashSet<>(listed.descriptors().stream().map(Descriptor::digest).toList()));
      assertEquals(3, server.requests().size());
      assertEquals(List.of("v1", "v2", "v3", "v4", "v5", "v6"), registry.tags(server.repository("app")));
    }
  }

  @Test
  void aServerWithoutTheReferrersApiSaysSo() throws Exception {
    try (var server = MisbehavingRegistry.over(new MemoryRegistry(), options -> options.referrersApi(false));
        var registry = HttpRegistry.open(Kit.options())) {
      RawManifest image = TestImages.pushImage(registry, server.tag("app", "v1"));
      RawManifest signature = sign(server, registry, image.descriptor(), "signed");
      assertEquals(SubjectListing.BY_WRITER, registry.pushManifest(server.repository("app"), signature));
      assertInstanceOf(
          Referrers.NotOffered.class, registry.referrers(new ByDigest(server.repository("app"), image.digest())));
    }
  }

  @Test
  void aTagThatMovedMeanwhileIsNotOverwritten() throws Exception {
    try (var server = MisbehavingRegistry.start(); var registry = HttpRegistry.open(Kit.options())) {
      ByTag tag = server.tag("app", "v1");
      RawManifest first = TestImages.pushImage(registry, tag, "first");
      registry.resolve(tag);
      RawManifest second = TestImages.pushImage(server.content(), tag, "second");
      Kit.fails(Kind.CONFLICT, () -> registry.pushTag(tag, first, new Expected.Named(first.digest())));
      assertEquals(second, registry.resolve(tag));
      registry.pushTag(tag, first, new Expected.Named(second.digest()));
      assertEquals(first, registry.resolve(tag));
      Kit.fails(Kind.CONFLICT, () -> registry.pushTag(tag, second, new Expected.Absent()));
    }
  }

  /** What a registry may do to every request. */
  enum Mischief {
    HANG_UP,
    CUT,
    HTML,
    UNAUTHORIZED,
    DENIED,
    RATE_LIMITED,
    BROKEN,
    BUSY,
    ENDLESS,
    FORGED;

    Fault fault() {
      On all = On.everything();
      return switch (this) {
        case HANG_UP -> Fault.hangUp(all);
        case CUT -> Fault.cut(all);
        case HTML -> Fault.html(all);
        case UNAUTHORIZED -> Fault.status(401, all);
        case DENIED -> Fault.status(403, all);
        case RATE_LIMITED -> Fault.status(429, all);
        case BROKEN -> Fault.status(500, all);
        case BUSY -> Fault.status(503, all);
        case ENDLESS -> Fault.endless(all);
        case FORGED -> Fault.bitFlipped(all);
      };
    }

    boolean mayBeVerdict() {
      return this == ENDLESS || this == FORGED;
    }
  }

  /** A031: none of them reads as "there is none"; only forged or endless bytes say something of the content. */
  @ParameterizedTest
  @EnumSource
  void mischiefIsNeverAnAnswer(Mischief mischief) throws Exception {
    try (var server = MisbehavingRegistry.start(); var registry = HttpRegistry.open(Kit.options().withRetries(1))) {
      ByTag tag = server.tag("app", "v1");
      RawManifest image = TestImages.pushImage(server.content(), tag);
      var subject = new ByDigest(tag.repository(), image.digest());
      Manifest.Image parsed = assertInstanceOf(Manifest.Image.class, image.parse());
      server.has(mischief.fault());
      for (RegistryException e : List.of(
          assertThrows(RegistryException.class, () -> registry.resolve(tag)),
          assertThrows(RegistryException.class, () -> registry.manifest(subject)),
          assertThrows(RegistryException.class, () -> registry.referrers(subject)),
          assertThrows(RegistryException.class, () -> registry.readBlob(tag.repository(), parsed.config(), 10_000)),
          assertThrows(RegistryException.class, () -> registry.tags(tag.repository())))) {
        assertTrue(mischief.mayBeVerdict() || !e.kind().isVerdict(), e.getMessage());
        assertFalse(e.kind() == Kind.NOT_FOUND, e.getMessage());
      }
      server.behaves();
      assertEquals(image, registry.resolve(tag));
    }
  }

  /** Each that may pass is got over when it strikes once; nothing else is asked twice. */
  @ParameterizedTest
  @EnumSource(names = {"HANG_UP", "CUT", "HTML", "RATE_LIMITED", "BROKEN", "BUSY"})
  void passingMischiefIsGotOver(Mischief mischief) throws Exception {
    try (var server = MisbehavingRegistry.start(); var registry = HttpRegistry.open(Kit.options().withRetries(1))) {
      ByTag tag = server.tag("app", "v1");
      RawManifest image = TestImages.pushImage(server.content(), tag);
      var subject = new ByDigest(tag.repository(), image.digest());
      server.has(mischief.fault().times(1));
      assertEquals(image, registry.resolve(tag));
      server.has(mischief.fault().times(1));
      assertInstanceOf(Referrers.Listed.class, registry.referrers(subject));
      server.has(mischief.fault().times(1));
      assertEquals(image, registry.manifest(subject));
    }
  }

  @Test
  void manyThreadsShareOneRegistry() throws Exception {
    try (var server = MisbehavingRegistry.start(); var registry = Kit.once()) {
      ByTag tag = server.tag("app", "v1");
      RawManifest image = TestImages.pushImage(server.content(), tag);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<RawManifest>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          all.add(threads.submit(() -> registry.resolve(tag)));
        }
        for (Future<RawManifest> each : all) {
          assertEquals(image, each.get());
        }
      }
    }
  }
}
