package dev.inkan.registry.attached;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.Attachment.Hanging;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.server.RegistryServer.LoggedRequest;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way from the wire to the listing: what a registry's misbehaviour comes out as. */
class AttachedOverHttpTest {
  private static final MediaType NOTE = new MediaType("application/vnd.example.note");

  private final HttpRegistry http = HttpRegistry.open(
      HttpRegistryOptions.defaults().withRetries(0).withPause(duration -> {}));
  private final Attached attached = new Attached(http);
  private MisbehavingRegistry registry;
  private RawManifest image;
  private ByDigest subject;

  @BeforeEach
  void start() throws IOException {
    open();
  }

  private void serve(Lack... lacks) throws IOException {
    registry.close();
    open(lacks);
  }

  private void open(Lack... lacks) throws IOException {
    registry = MisbehavingRegistry.over(MemoryRegistry.without(lacks));
    image = TestImages.pushImage(registry.content(), registry.tag("app", "v1"));
    subject = new ByDigest(registry.repository("app"), image.digest());
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    registry.close();
  }

  private RawManifest publish(String text) throws IOException {
    RawManifest note = TestImages.artifact(
        http, subject.repository(), image.descriptor(), NOTE, Bytes.utf8(text), Map.of("text", text));
    assertEquals(
        registry.content().referrers(subject).getClass().getSimpleName().equals("Listed")
            ? Place.REFERRERS_API
            : Place.FALLBACK_TAG,
        new AttachedWriter(http, http).publish(subject.repository(), note));
    return note;
  }

  private static RegistryException assertFails(Kind kind, Executable call) {
    RegistryException failure = assertThrows(RegistryException.class, call);
    assertEquals(kind, failure.kind(), failure.getMessage());
    return failure;
  }

  @Test
  void whatIsPublishedIsListedAndOpenedWithTheReferrersApi() throws Exception {
    RawManifest note = publish("one");
    registry.clearRequests();
    Listing listing = attached.list(subject, Place.REFERRERS_API);
    assertEquals(List.of(note.digest()), listing.entries().stream().map(Descriptor::digest).toList());
    var hanging = assertInstanceOf(Hanging.class, attached.open(subject, listing.entries().getFirst()));
    assertEquals(note.bytes(), hanging.raw().bytes());
    assertEquals(
        List.of(
            new LoggedRequest("GET", "/v2/app/referrers/" + image.digest(), 200),
            new LoggedRequest("GET", "/v2/app/manifests/" + note.digest(), 200)),
        registry.requests());
  }

  @Test
  void whatIsPublishedIsListedAndOpenedWithoutTheReferrersApi() throws Exception {
    serve(Lack.REFERRERS_API);
    RawManifest note = publish("one");
    assertEquals(
        new Listing(Place.REFERRERS_API, false, List.of(), List.of()), attached.list(subject, Place.REFERRERS_API));
    Listing listing = attached.list(subject, Place.FALLBACK_TAG);
    assertInstanceOf(Hanging.class, attached.open(subject, listing.entries().getFirst()));
    assertEquals(Map.of("text", "one"), listing.entries().getFirst().annotations());
    assertEquals(note.digest(), listing.entries().getFirst().digest());
  }

  /** Sign's budget rests on this: the manifest, the index that is not there, the index, and a look at it. */
  @Test
  void publishingWithoutTheApiTakesFourRequests() throws Exception {
    serve(Lack.REFERRERS_API);
    RawManifest note = TestImages.artifact(
        registry.content(), subject.repository(), image.descriptor(), NOTE, Bytes.utf8("x"), Map.of());
    registry.clearRequests();
    new AttachedWriter(http, http).publish(subject.repository(), note);
    String tag = "/v2/app/manifests/" + FallbackTag.of(subject).tag();
    assertEquals(
        List.of(
            new LoggedRequest("PUT", "/v2/app/manifests/" + note.digest(), 201),
            new LoggedRequest("GET", tag, 404),
            new LoggedRequest("PUT", tag, 201),
            new LoggedRequest("GET", tag, 200)),
        registry.requests());
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("401", Fault.status(401, On.everything()), Kind.UNAUTHORIZED),
        Arguments.of("403", Fault.status(403, On.everything()), Kind.DENIED),
        Arguments.of("429", Fault.status(429, On.everything()), Kind.RATE_LIMITED),
        Arguments.of("500", Fault.status(500, On.everything()), Kind.UNAVAILABLE),
        Arguments.of("503", Fault.status(503, On.everything()), Kind.UNAVAILABLE),
        Arguments.of("a login page", Fault.html(On.everything()), Kind.PROTOCOL),
        Arguments.of("a cut body", Fault.cut(On.everything()), Kind.PROTOCOL),
        Arguments.of("no JSON", says("{"), Kind.PROTOCOL),
        Arguments.of("two documents", says("{}{}"), Kind.PROTOCOL),
        Arguments.of("an empty body", says(""), Kind.PROTOCOL),
        Arguments.of("no answer", Fault.hangUp(On.everything()), Kind.UNREACHABLE));
  }

  private static Fault says(String body) {
    return Fault.changed(
        On.everything(), answer -> answer.body(Bytes.utf8(body)).without("Docker-Content-Digest").without("ETag"));
  }

  /** A031, registry.md 6 #42: 404 alone is "none". */
  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void aRegistryThatCannotAnswerHasNotSaidNone(String what, Fault fault, Kind kind) throws Exception {
    publish("one");
    registry.has(fault);
    assertFails(kind, () -> attached.list(subject, Place.REFERRERS_API));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void norHasItWhenAskedForTheFallbackTag(String what, Fault fault, Kind kind) throws Exception {
    serve(Lack.REFERRERS_API);
    publish("one");
    registry.has(fault);
    assertFails(kind, () -> attached.list(subject, Place.FALLBACK_TAG));
  }

  /** A018, registry.md 6 #39: pages without end, or round in circles, or out of the repository. */
  @Test
  void pagesWithoutEndAreNotFollowedForEver() throws Exception {
    registry.has(Fault.endlessPages(On.referrers()));
    RegistryException failure =
        assertThrows(RegistryException.class, () -> attached.list(subject, Place.REFERRERS_API));
    assertTrue(failure.kind() == Kind.TOO_LARGE || failure.kind() == Kind.PROTOCOL, failure.getMessage());
    assertTrue(registry.requests().size() <= 1000, "asked " + registry.requests().size() + " times");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/v2/other/referrers/x", "http://127.0.0.1:1/v2/app/referrers/x", "/v2/app/tags/list"})
  void aPageElsewhereIsNotFollowed(String target) throws Exception {
    String link = target.isEmpty() ? "/v2/app/referrers/" + image.digest() : target;
    registry.has(Fault.link(On.referrers(), link));
    RegistryException failure =
        assertThrows(RegistryException.class, () -> attached.list(subject, Place.REFERRERS_API));
    assertTrue(failure.kind() == Kind.REFUSED || failure.kind() == Kind.PROTOCOL, failure.getMessage());
    assertEquals(1, registry.requests().size());
  }

  /** A001, A002: the header is never an input to trust, only the computed digest is. */
  @Test
  void bytesOfAnotherDigestAreTamperedWithWhateverTheHeaderSays() throws Exception {
    Descriptor entry = publish("one").descriptor();
    registry.has(Fault.bitFlipped(On.manifests()));
    assertFails(Kind.INTEGRITY, () -> attached.open(subject, entry));
    registry.behaves();
    registry.has(Fault.withoutHeader(On.manifests(), "Docker-Content-Digest"));
    assertInstanceOf(Hanging.class, attached.open(subject, entry));
    registry.behaves();
    registry.has(Fault.digestHeader(On.manifests(), Digest.sha256(Bytes.utf8("lie"))));
    assertInstanceOf(Hanging.class, attached.open(subject, entry));
    registry.has(Fault.bitFlipped(On.manifests()));
    assertFails(Kind.INTEGRITY, () -> attached.open(subject, entry));
  }

  @Test
  void whatWasListedAndIsAnsweredWith404IsUnknown() throws Exception {
    Descriptor entry = publish("one").descriptor();
    registry.has(Fault.status(404, On.manifests()));
    RegistryException failure = assertFails(Kind.UNAVAILABLE, () -> attached.open(subject, entry));
    assertEquals(404, failure.status().orElse(0));
  }

  /** registry.md 6 #45: two tools at once, on a registry that does not see the condition. */
  @Test
  void aWriterThatIsOverwrittenWritesAgain() throws Exception {
    serve(Lack.REFERRERS_API);
    RawManifest first = publish("first");
    RawManifest tagged = registry.content().resolve(FallbackTag.of(subject));
    registry.has(Fault.ignoring(On.manifests(), "If-Match"));
    registry.has(Fault.changed(
            On.method("PUT").and(On.tag(FallbackTag.of(subject).tag())),
            answer -> {
              overwriteWith(tagged);
              return answer;
            })
        .times(1));
    RawManifest second = publish("second");
    assertEquals(
        List.of(first.digest(), second.digest()),
        attached.list(subject, Place.FALLBACK_TAG).entries().stream().map(Descriptor::digest).toList());
  }

  private void overwriteWith(RawManifest index) {
    try {
      registry.content().pushTag(
          FallbackTag.of(subject), index, new Expected.Anything());
    } catch (RegistryException e) {
      throw new AssertionError(e);
    }
  }

  /** The condition is on the wire, and a registry that honours it is believed. */
  @Test
  void aTagIsOnlyWrittenAsItWasRead() throws Exception {
    serve(Lack.REFERRERS_API);
    publish("first");
    String before = "\"" + registry.content().resolve(FallbackTag.of(subject)).digest() + "\"";
    registry.clearRequests();
    publish("second");
    var put = registry.seen().stream().filter(seen -> seen.toString().startsWith("PUT")).toList().getLast();
    assertEquals(before, put.headers().getFirst("If-Match"));
  }
}
