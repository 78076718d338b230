package dev.inkan.registry.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.server.RegistryServer.LoggedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every fault does what its name says, and only to what it concerns: other tests believe it. */
class MisbehavingRegistryTest {
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private MisbehavingRegistry registry;
  private RawManifest image;

  @BeforeEach
  void start() throws IOException {
    registry = MisbehavingRegistry.start();
    image = TestImages.pushImage(registry.content(), registry.tag("app", "v1"));
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
    client.shutdownNow();
    client.close();
  }

  private HttpRequest request(String path, String... headers) {
    var builder = HttpRequest.newBuilder(registry.uri().resolve(path));
    return (headers.length == 0 ? builder : builder.headers(headers)).build();
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
    return client.send(request(path, headers), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("(none)");
  }

  private void assertGood(String path) throws Exception {
    assertEquals(200, get(path).statusCode());
  }

  @Test
  void withoutFaultsItBehaves() throws Exception {
    HttpResponse<byte[]> got = get("/v2/app/manifests/v1");
    assertEquals(200, got.statusCode());
    assertEquals(image.bytes(), Bytes.of(got.body()));
    assertEquals("app/v1", registry.repository("app").path() + "/" + registry.tag("app", "v1").tag());
    assertEquals(registry.host(), registry.uri().getRawAuthority());
  }

  @Test
  void aFaultConcernsWhatItIsOn() throws Exception {
    String config = "/v2/app/blobs/" + Digest.sha256(Bytes.utf8("nowhere"));
    Map<On, List<Boolean>> table = Map.of(
        On.everything(), List.of(true, true, true, true, true, true, true),
        On.ping(), List.of(true, false, false, false, false, false, false),
        On.referrers(), List.of(false, true, false, false, false, false, false),
        On.manifests(), List.of(false, false, true, true, false, false, false),
        On.tag("v1"), List.of(false, false, true, false, false, false, false),
        On.manifest(image.digest()), List.of(false, false, false, true, false, false, false),
        On.blobs(), List.of(false, false, false, false, true, false, false),
        On.uploads(), List.of(false, false, false, false, false, true, false),
        On.tagList(), List.of(false, false, false, false, false, false, true));
    List<String> paths = List.of(
        "/v2/",
        "/v2/app/referrers/" + image.digest() + "?artifactType=a/b",
        "/v2/app/manifests/v1",
        "/v2/app/manifests/" + image.digest(),
        config,
        "/v2/app/blobs/uploads/",
        "/v2/app/tags/list?n=1");
    table.forEach((on, expected) -> {
      for (int i = 0; i < paths.size(); i++) {
        assertEquals(expected.get(i), on.matches("GET", paths.get(i)), paths.get(i));
      }
    });
    assertTrue(On.blob(Digest.sha256(Bytes.utf8("nowhere"))).matches("GET", config));
    assertTrue(On.reads().and(On.ping()).matches("HEAD", "/v2/"));
    assertTrue(!On.reads().and(On.ping()).matches("PUT", "/v2/"));
    assertTrue(On.method("PUT").matches("PUT", "/v2/"));
  }

  @Test
  void aStatusIsAnsweredAsOftenAsToldAndOnlyThere() throws Exception {
    registry.has(Fault.status(429, On.manifests(), Map.of("Retry-After", "7")).times(2));
    assertEquals("7", header(get("/v2/app/manifests/v1"), "Retry-After"));
    assertGood("/v2/");
    assertEquals(429, get("/v2/app/manifests/v1").statusCode());
    assertGood("/v2/app/manifests/v1");
  }

  @Test
  void itBehavesAgainWhenTold() throws Exception {
    registry.has(Fault.status(500, On.everything()));
    assertEquals(500, get("/v2/").statusCode());
    registry.behaves();
    assertGood("/v2/");
  }

  @Test
  void whatItAnswersIsChangedAsTold() throws Exception {
    String path = "/v2/app/manifests/v1";
    registry.has(Fault.html(On.tag("v1")).times(1));
    assertEquals("text/html", header(get(path), "Content-Type"));

    registry.has(Fault.bitFlipped(On.tag("v1")).times(1));
    byte[] flipped = get(path).body();
    assertEquals(image.bytes().size(), flipped.length);
    assertNotEquals(image.bytes(), Bytes.of(flipped));

    registry.has(Fault.body(On.tag("v1"), Bytes.utf8("other")).times(1));
    HttpResponse<byte[]> other = get(path);
    assertEquals(Bytes.utf8("other"), Bytes.of(other.body()));
    assertEquals(image.digest().toString(), header(other, "Docker-Content-Digest"));

    Digest lie = Digest.sha256(Bytes.utf8("lie"));
    registry.has(Fault.digestHeader(On.tag("v1"), lie).times(1));
    assertEquals(lie.toString(), header(get(path), "Docker-Content-Digest"));

    registry.has(Fault.withoutHeader(On.tag("v1"), "Docker-Content-Digest").times(1));
    assertEquals("(none)", header(get(path), "Docker-Content-Digest"));

    registry.has(Fault.redirect(On.tag("v1"), 307, "http://elsewhere.test/x").times(1));
    HttpResponse<byte[]> redirected = get(path);
    assertEquals(307, redirected.statusCode());
    assertEquals("http://elsewhere.test/x", header(redirected, "Location"));

    registry.has(Fault.changed(On.tag("v1"), answer -> answer.status(203)).times(1));
    assertEquals(203, get(path).statusCode());
    assertGood(path);
  }

  @Test
  void faultsAddUp() throws Exception {
    registry.has(Fault.header(On.ping(), "X-A", "1")).has(Fault.header(On.everything(), "X-B", "2"));
    HttpResponse<byte[]> both = get("/v2/");
    assertEquals("1", header(both, "X-A"));
    assertEquals("2", header(both, "X-B"));
    assertEquals("(none)", header(get("/v2/app/tags/list"), "X-A"));
  }

  @Test
  void aHeadIsChangedLikeAGet() throws Exception {
    registry.has(Fault.digestHeader(On.tag("v1"), Digest.sha256(Bytes.EMPTY)));
    HttpRequest head = HttpRequest.newBuilder(registry.uri().resolve("/v2/app/manifests/v1"))
        .method("HEAD", HttpRequest.BodyPublishers.noBody())
        .build();
    HttpResponse<Void> answer = client.send(head, BodyHandlers.discarding());
    assertEquals(Digest.sha256(Bytes.EMPTY).toString(), header(answer, "Docker-Content-Digest"));
    assertEquals(Integer.toString(image.bytes().size()), header(answer, "Content-Length"));
  }

  @Test
  void bodiesBreakOffAndConnectionsToo() throws Exception {
    registry.has(Fault.cut(On.tag("v1")).times(1));
    assertThrows(IOException.class, () -> get("/v2/app/manifests/v1"));
    registry.has(Fault.hangUp(On.tagList()));
    assertThrows(IOException.class, () -> get("/v2/app/tags/list"));
    assertGood("/v2/app/manifests/v1");
  }

  @Test
  void anEndlessBodyGoesOnForAsLongAsSomebodyReads() throws Exception {
    registry.has(Fault.endless(On.tag("v1")));
    HttpResponse<InputStream> endless =
        client.send(request("/v2/app/manifests/v1"), BodyHandlers.ofInputStream());
    try (InputStream body = endless.body()) {
      body.skipNBytes(20_000_000);
      assertEquals(' ', body.read());
    }
  }

  @Test
  void pagesLeadOnForEverOrWhereTold() throws Exception {
    String path = "/v2/app/referrers/" + image.digest();
    registry.has(Fault.endlessPages(On.referrers()).times(3));
    List<String> links = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      links.add(header(get(path), "Link"));
    }
    assertEquals(3, links.stream().distinct().count());
    assertEquals("<" + path + "?page=1>; rel=\"next\"", links.getFirst());
    registry.behaves();
    registry.has(Fault.link(On.referrers(), "http://elsewhere.test/"));
    assertEquals("<http://elsewhere.test/>; rel=\"next\"", header(get(path), "Link"));
  }

  @Test
  void aRequestHeaderCanBeIgnored() throws Exception {
    String etag = "\"" + image.digest() + "\"";
    assertEquals(304, get("/v2/app/manifests/v1", "If-None-Match", etag).statusCode());
    registry.has(Fault.ignoring(On.manifests(), "If-None-Match"));
    assertEquals(200, get("/v2/app/manifests/v1", "If-None-Match", etag).statusCode());
  }

  @Test
  void acceptCanBeTakenAtItsWord() throws Exception {
    registry.has(Fault.strictAccept());
    assertEquals(404, get("/v2/app/manifests/v1").statusCode());
    assertEquals(404, get("/v2/app/manifests/v1", "Accept", "*/*").statusCode());
    assertEquals(200, get("/v2/app/manifests/v1", "Accept", "a/b, " + image.mediaType()).statusCode());
    assertGood("/v2/app/tags/list");
  }

  @Test
  void aPasswordCanBeAskedFor() throws Exception {
    registry.has(Fault.basicLogin("me", "secret"));
    HttpResponse<byte[]> refused = get("/v2/");
    assertEquals(401, refused.statusCode());
    assertEquals("Basic realm=\"test\"", header(refused, "WWW-Authenticate"));
    assertEquals(401, get("/v2/", "Authorization", basic("me:wrong")).statusCode());
    assertEquals(200, get("/v2/", "Authorization", basic("me:secret")).statusCode());
  }

  @Test
  void aTokenCanBeAskedFor() throws Exception {
    registry.has(Fault.tokenLogin("me", "secret"));
    String challenge = header(get("/v2/app/manifests/v1"), "WWW-Authenticate");
    String realm = registry.uri() + "/token";
    assertEquals("Bearer realm=\"" + realm + "\",service=\"test\",scope=\"repository:app:pull\"", challenge);
    assertEquals(401, get("/token").statusCode());
    String token = new String(get("/token?scope=x", "Authorization", basic("me:secret")).body(), StandardCharsets.UTF_8);
    assertTrue(token.contains("\"token\":\"token-of-me\""), token);
    assertEquals(200, get("/v2/app/manifests/v1", "Authorization", "Bearer token-of-me").statusCode());
    registry.behaves();
    registry.has(Fault.tokenLogin("", ""));
    assertEquals(200, get("/token").statusCode());
    assertEquals(200, get("/v2/", "Authorization", "Bearer token-of-nobody").statusCode());
  }

  private static String basic(String userAndPassword) {
    byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void whatIsNeverAnsweredEndsWithTheRegistry() throws Exception {
    registry.neverAnswers(On.ping());
    var failed = new CountDownLatch(1);
    Thread waiting = Thread.ofVirtual().start(() -> {
      try {
        assertEquals(0, get("/v2/").statusCode());
      } catch (IOException | InterruptedException e) {
        failed.countDown();
      }
    });
    while (registry.seen().isEmpty()) {
      Thread.onSpinWait();
    }
    assertEquals(1, failed.getCount());
    registry.close();
    failed.await();
    waiting.join();
  }

  @Test
  void everyRequestIsSeenWithItsHeadersAndLoggedWithItsAnswer() throws Exception {
    registry.has(Fault.status(503, On.ping()));
    get("/v2/?a=b", "X-Asked", "yes");
    assertEquals("GET /v2/?a=b", registry.seen().getFirst().toString());
    assertEquals("yes", registry.seen().getFirst().headers().getFirst("X-Asked"));
    registry.behaves();
    registry.has(Fault.hangUp(On.tagList()));
    assertThrows(IOException.class, () -> get("/v2/app/tags/list"));
    assertEquals(new LoggedRequest("GET", "/v2/?a=b", 503), registry.requests().getFirst());
    assertEquals(new LoggedRequest("GET", "/v2/app/tags/list", 0), registry.requests().getLast());
    registry.clearRequests();
    assertEquals(List.of(), registry.seen());
    assertEquals(List.of(), registry.requests());
  }
}
