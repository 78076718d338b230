package dev.inkan.registry.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.AttachedWriter;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every registry that is known to be odd is written and read all the same. */
class QuirkTest {
  private static final MediaType NOTE = new MediaType("application/vnd.example.note");
  private static final Set<Quirk> WITHOUT_REFERRERS =
      EnumSet.of(Quirk.GHCR, Quirk.GITLAB, Quirk.NEXUS, Quirk.DISTRIBUTION_2);

  private final HttpRegistry client =
      HttpRegistry.open(HttpRegistryOptions.defaults().withRetries(1).withPause(duration -> {}));
  private MisbehavingRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = MisbehavingRegistry.start();
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    registry.close();
  }

  /** What all places list; where forbidden may mean missing, a place cannot be read. */
  private List<Digest> hanging(Quirk quirk, Repository app, RawManifest on) throws IOException {
    var attached = new Attached(client);
    var subject = new ByDigest(app, on.digest());
    var all = new ArrayList<Digest>();
    for (Place place : List.of(Place.REFERRERS_API, Place.FALLBACK_TAG)) {
      try {
        attached.list(subject, place).entries().forEach(entry -> all.add(entry.digest()));
      } catch (RegistryException e) {
        assertEquals(Quirk.ARTIFACTORY, quirk, e.getMessage());
        assertEquals(Kind.DENIED, e.kind());
        assertEquals(Place.FALLBACK_TAG, place);
      }
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void anImageAndWhatHangsOnItGoThereAndBack(Quirk quirk) throws Exception {
    registry.has(quirk);
    Repository app = registry.repository("team/app");
    RawManifest image = TestImages.pushImage(client, registry.tag("team/app", "v1"));
    assertEquals(image, client.resolve(registry.tag("team/app", "v1")));
    assertEquals(List.of(), hanging(quirk, app, image));
    if (quirk == Quirk.GITLAB) {
      // Its fallback tag is taken, by the image itself: nothing is written over it.
      var note = TestImages.artifact(client, app, image.descriptor(), NOTE, Bytes.EMPTY, Map.of());
      RegistryException e =
          assertThrows(RegistryException.class, () -> new AttachedWriter(client, client).publish(app, note));
      assertEquals(Kind.REFUSED, e.kind());
      return;
    }
    var written = new HashSet<Digest>();
    for (String text : List.of("one", "two")) {
      RawManifest note = TestImages.artifact(client, app, image.descriptor(), NOTE, Bytes.utf8(text), Map.of());
      written.add(note.digest());
      Place place = new AttachedWriter(client, client).publish(app, note);
      assertEquals(WITHOUT_REFERRERS.contains(quirk) ? Place.FALLBACK_TAG : Place.REFERRERS_API, place);
    }
    assertEquals(written, Set.copyOf(hanging(quirk, app, image)));
    assertEquals(image, client.resolve(registry.tag("team/app", "v1")), "the tag is what it was");
    assertTrue(client.tags(app).contains("v1"));
  }

  @ParameterizedTest
  @EnumSource
  void aBlobIsMountedOrSent(Quirk quirk) throws Exception {
    registry.has(quirk);
    Bytes content = Bytes.utf8("a layer");
    Descriptor blob = TestImages.pushBlob(client, registry.repository("one"), NOTE, content);
    boolean mounted = client.mountBlob(
        registry.repository("two"), blob, registry.repository("one"), content::newInputStream);
    assertEquals(quirk != Quirk.DOCKER_HUB, mounted);
    assertEquals(content, client.readBlob(registry.repository("two"), blob, 100));
  }

  @ParameterizedTest
  @EnumSource
  void anUploadThatBreaksOffArrives(Quirk quirk) throws Exception {
    var large = new byte[20 * 1024 * 1024];
    new Random(1).nextBytes(large);
    Bytes content = Bytes.of(large);
    Descriptor blob = Descriptor.of(NOTE, content);
    registry.has(quirk);
    var puts = new AtomicInteger();
    registry.has(new Fault("breaks off", On.uploads().and(On.method("PUT")), Integer.MAX_VALUE, (exchange, chain) -> {
      if (puts.incrementAndGet() == 1) {
        exchange.close();
      } else {
        chain.doFilter(exchange);
      }
    }));
    client.pushNewBlob(registry.repository("app"), blob, content::newInputStream);
    assertTrue(registry.content().hasBlob(registry.repository("app"), blob));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotThereIsNeverTakenForSomethingElse(Quirk quirk) throws Exception {
    registry.has(quirk);
    TestImages.pushImage(client, registry.tag("app", "v1"));
    RegistryException e =
        assertThrows(RegistryException.class, () -> client.resolve(registry.tag("app", "none")));
    assertEquals(quirk == Quirk.ARTIFACTORY ? Kind.DENIED : Kind.NOT_FOUND, e.kind(), e.getMessage());
  }

  @Test
  void aPlanIsAddedToAndTakenAway() throws Exception {
    registry.has(Fault.status(500, On.everything()));
    registry.behaves();
    registry.has(Quirk.HARBOR);
    assertFalse(client.logIn(registry.repository("app")));
  }
}
