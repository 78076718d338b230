package dev.inkan.registry.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registries that misbehave, or that others use at the same time. */
class CopyOverHttpTest {
  private static final Duration PROMPT = Duration.ofSeconds(20);

  private MisbehavingRegistry source;
  private MisbehavingRegistry destination;
  private RawManifest image;
  private ByTag from;
  private ByTag to;

  @BeforeEach
  void start() throws Exception {
    serve(new MemoryRegistry(), new MemoryRegistry());
  }

  private void serve(MemoryRegistry here, MemoryRegistry there) throws Exception {
    source = MisbehavingRegistry.over(here);
    destination = MisbehavingRegistry.over(there);
    from = source.tag("app", "v1");
    to = destination.tag("prod/app", "v1");
    image = Freight.laden(here, from);
  }

  @AfterEach
  void stop() throws Exception {
    source.close();
    destination.close();
  }

  private static HttpRegistry http(int retries) {
    return HttpRegistry.open(HttpRegistryOptions.defaults().withRetries(retries).withPause(duration -> {}));
  }

  private Copied copy(int retries) throws RegistryException {
    try (var http = http(retries)) {
      return Freight.copy(http, from, http, to);
    }
  }

  private static Set<Digest> hanging(MisbehavingRegistry registry, Repository repository, RawManifest on)
      throws RegistryException {
    var attached = new Attached(registry.content(), Freight.OPTIONS.suffixes());
    var found = new HashSet<Digest>();
    for (Place place : attached.places()) {
      attached.list(new ByDigest(repository, on.digest()), place).entries().forEach(entry -> found.add(entry.digest()));
    }
    return found;
  }

  private void assertArrived() throws Exception {
    assertEquals(image, destination.content().resolve(to));
    assertEquals(hanging(source, from.repository(), image), hanging(destination, to.repository(), image));
  }

  private static Descriptor config(RawManifest image) throws Exception {
    return ((Manifest.Image) image.parse()).config();
  }

  @Test
  void aBodyThatBreaksOffAtTheSourceIsReadAndSentAgain() throws Exception {
    source.has(Fault.cut(On.blobs()).times(3));
    copy(3);
    assertArrived();
  }

  @Test
  void anUploadThatIsLostIsMadeAgain() throws Exception {
    destination.has(Fault.hangUp(On.uploads().and(On.method("PUT"))).times(3));
    copy(3);
    assertArrived();
  }

  @Test
  void aBlobThatIsNotItsDigestArrivesNowhere() throws Exception {
    source.has(Fault.bitFlipped(On.blobs()));
    RegistryException failure = assertThrows(RegistryException.class, () -> copy(0));
    assertEquals(Kind.INTEGRITY, failure.kind(), failure.getMessage());
    assertThrows(RegistryException.class, () -> destination.content().resolve(to));
  }

  /** registry.md 6 row 46. */
  @Test
  void whatARegistryOnlySaysThatItMountedIsSent() throws Exception {
    destination.has(Fault.status(201, On.path("/v2/.+/uploads/.*mount=.*")));
    try (var http = http(0)) {
      ByTag here = destination.tag("app", "v1");
      RawManifest laden = Freight.laden(destination.content(), here);
      Copied copied = Freight.copy(http, here, http, to);
      assertEquals(11, copied.mountedBlobs());
      assertEquals(laden, destination.content().resolve(to));
      for (Descriptor blob : Node.blobs((Manifest.Image) laden.parse())) {
        assertTrue(destination.content().hasBlob(to.repository(), blob));
      }
    }
  }

  /** As long as the marker is not there, nothing of the image is: that is what a second copy relies on. */
  @Test
  void noBlobIsFinishedBeforeTheMarker() throws Exception {
    Descriptor marker = config(image);
    destination.has(Fault.status(403, On.path("/v2/.+/uploads/.*digest=" + marker.digest())));
    assertThrows(RegistryException.class, () -> copy(0));
    destination.behaves();
    for (RawManifest manifest : manifests()) {
      for (Descriptor blob : Node.blobs((Manifest.Image) manifest.parse())) {
        assertFalse(destination.content().hasBlob(to.repository(), blob));
      }
    }
  }

  /** cli.md "promote, copy": some registries refuse a referrer without its subject, and a tag must never lead. */
  @Test
  void theImageGoesBeforeWhatHangsOnItAndTheTagLast() throws Exception {
    destination.has(new Fault("slow", On.manifest(image.digest()), Integer.MAX_VALUE, (exchange, chain) -> {
      long start = System.nanoTime();
      while (System.nanoTime() - start < 200_000_000L) {
        Thread.onSpinWait();
      }
      chain.doFilter(exchange);
    }));
    copy(0);
    List<String> puts = destination.requests().stream()
        .filter(request -> request.method().equals("PUT") && request.path().contains("/manifests/"))
        .map(request -> request.path().substring(request.path().lastIndexOf('/') + 1))
        .toList();
    assertEquals(5, puts.size(), puts.toString());
    assertEquals(image.digest().toString(), puts.getFirst());
    assertEquals("v1", puts.getLast());
  }

  private List<RawManifest> manifests() throws Exception {
    var all = new ArrayList<>(List.of(image));
    for (Digest digest : hanging(source, from.repository(), image)) {
      all.add(source.content().manifest(new ByDigest(from.repository(), digest)));
    }
    return all;
  }

  @Test
  void aLargeBlobIsLookedForInAnyCase() throws Exception {
    Bytes large = Bytes.of(new byte[1 << 20]);
    Descriptor layer = TestImages.pushBlob(source.content(), from.repository(), MediaType.OCI_LAYER_GZIP, large);
    TestImages.pushBlob(destination.content(), to.repository(), MediaType.OCI_LAYER_GZIP, large);
    RawManifest big = TestImages.manifest(config(image), List.of(layer), null, null, Map.of());
    source.content().pushTag(from, big, new Expected.Anything());
    Copied copied = copy(0);
    assertEquals(1, copied.presentBlobs());
    assertEquals(1, copied.uploadedBlobs());
  }

  @Test
  void theFirstFailureEndsWhatIsUnderWayElsewhere() throws Exception {
    source.neverAnswers(On.blob(((Manifest.Image) image.parse()).layers().getFirst().digest()));
    destination.has(Fault.status(403, On.manifests().and(On.method("PUT"))));
    destination.has(Fault.status(403, On.path("/v2/.+/uploads/.*digest=.*")));
    assertTimeoutPreemptively(PROMPT, () -> assertThrows(RegistryException.class, () -> copy(0)));
  }

  @Test
  void whoIsInterruptedStops() throws Exception {
    source.neverAnswers(On.blobs());
    assertTimeoutPreemptively(PROMPT, () -> {
      try (var executor = Executors.newSingleThreadExecutor()) {
        Callable<Copied> copying = () -> copy(0);
        Future<Copied> job = executor.submit(copying);
        while (source.seen().stream().noneMatch(seen -> seen.path().contains("/blobs/"))) {
          Thread.onSpinWait();
        }
        executor.shutdownNow();
        Exception failure = assertThrows(Exception.class, job::get);
        assertInstanceOf(RegistryException.class, failure.getCause());
      }
    });
    assertThrows(RegistryException.class, () -> destination.content().resolve(to));
  }

  @Test
  void twoCopiesAtOnceAgree() throws Exception {
    serve(MemoryRegistry.without(Lack.REFERRERS_API), MemoryRegistry.without(
        Lack.REFERRERS_API, Lack.CONDITIONAL_WRITES));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var jobs = new ArrayList<Future<Copied>>();
      for (int i = 0; i < 4; i++) {
        Callable<Copied> copying = () -> copy(0);
        jobs.add(executor.submit(copying));
      }
      for (Future<Copied> job : jobs) {
        job.get();
      }
    }
    assertArrived();
  }

  /** 404 may mean that the registry lists no tags at all: that is not "there are none". */
  @Test
  void aDestinationThatListsNoTagsIsReadBeforeItIsWritten() throws Exception {
    serve(new MemoryRegistry(), MemoryRegistry.without(Lack.CONDITIONAL_WRITES));
    copy(0);
    Freight.sign(destination.content(), to.repository(), image, "sig", "of the destination");
    Freight.sign(source.content(), from.repository(), image, "sig", "new at the source");
    destination.has(Fault.status(404, On.tagList()));
    copy(0);
    RawManifest sig = destination.content().resolve(Freight.family(to.repository(), image, "sig"));
    assertEquals(3, ((Manifest.Image) sig.parse()).layers().size());
  }

  @Test
  void aListOfTagsThatIsTooLongIsNotReadToItsEnd() throws Exception {
    for (int i = 0; i < 30; i++) {
      source.content().pushTag(source.tag("app", "t" + i), image, new Expected.Anything());
    }
    try (var paged = MisbehavingRegistry.over(source.content(), options -> options.pageSize(1))) {
      var here = new ByTag(new Repository(paged.host(), "app"), "v1");
      RawManifest laden = Freight.laden(paged.content(), here);
      for (int i = 0; i < 30; i++) {
        paged.content().pushTag(paged.tag("app", "t" + i), laden, new Expected.Anything());
      }
      paged.clearRequests();
      try (var http = http(0)) {
        Freight.copy(http, here, http, to);
      }
      assertEquals(
          20, paged.requests().stream().filter(request -> request.path().contains("/tags/list")).count());
      assertEquals(3, hanging(destination, to.repository(), laden).size());
    }
  }

  @Test
  void aRepositoryWithoutTheApiIsAskedForItOnce() throws Exception {
    serve(MemoryRegistry.without(Lack.REFERRERS_API), new MemoryRegistry());
    TestImages.pushIndex(source.content(), from);
    source.clearRequests();
    copy(0);
    assertEquals(
        1, source.requests().stream().filter(request -> request.path().contains("/referrers/")).count());
  }

  @Test
  void theTagIsLookedAtAgainRightBeforeItIsWritten() throws Exception {
    destination.has(Fault.ignoring(On.method("PUT"), "If-None-Match"));
    TestImages.pushImage(destination.content(), destination.tag("prod/app", "v0"));
    try (var http = http(0)) {
      var copier = new Copier(http, http, http, Freight.OPTIONS, CopyListener.none());
      CopyPlan plan = copier.plan(from, new Target(to.repository(), to.tag()));
      copier.transfer(plan);
      RawManifest other = TestImages.pushImage(destination.content(), to);
      assertEquals(
          Kind.CONFLICT,
          assertThrows(RegistryException.class, () -> copier.tag(plan, new Expected.Absent())).kind());
      assertEquals(other, destination.content().resolve(to));
    }
  }
}
