package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A listing is whole, or it is an exception; "none" and "not offered" are said by the registry, never by a failure. */
class ListingTest {
  private static final String ENTRY = Kit.entry(Kit.BLOB);

  private static Referrers.Listed listed(HttpRegistry registry, RawServer server) throws RegistryException {
    return assertInstanceOf(Referrers.Listed.class, registry.referrers(Kit.image(server)));
  }

  @Test
  void referrersAreAskedForOnceAndUnfiltered() throws Exception {
    try (var server = RawServer.start(r -> Kit.listing(ENTRY)); var registry = Kit.once()) {
      assertEquals(List.of(Kit.BLOB), listed(registry, server).descriptors());
      assertEquals(List.of("GET /v2/app/referrers/" + Kit.MANIFEST.digest()), server.lines());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null"})
  void anEmptyListingIsNone(String manifests) throws Exception {
    String body = "{\"schemaVersion\":2,\"manifests\":" + manifests + "}";
    try (var server = RawServer.start(r -> Reply.of(200, body, Kit.INDEX_TYPE)); var registry = Kit.once()) {
      assertEquals(List.of(), listed(registry, server).descriptors());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "<%s?page=2>; rel=\"next\"",
    "<?page=2>;rel=next",
    "<%s?page=1>; rel=\"prev\", <%s?page=2>; title=\"a, \\\"b\\\" <c>; rel=prev\"; rel=\"last NEXT\"",
    "<http://%h%s?page=2>; rel=\"next\"; rel=\"prev\""
  })
  void allPagesAreRead(String link) throws Exception {
    try (var server = RawServer.start(r -> {
          String path = r.target().replaceAll("\\?.*", "");
          String header = "Link: " + link.replace("%s", path).replace("%h", String.valueOf(r.header("Host")));
          return r.target().contains("?") ? Kit.listing(ENTRY) : Kit.listing(ENTRY, header);
        });
        var registry = Kit.once()) {
      assertEquals(List.of(Kit.BLOB, Kit.BLOB), listed(registry, server).descriptors());
      assertEquals("GET /v2/app/referrers/" + Kit.MANIFEST.digest() + "?page=2", server.lines().get(1));
    }
  }

  /** A031: whatever is not the protocol's "none" is an exception of its own kind. */
  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED", "403, DENIED", "429, RATE_LIMITED", "500, UNAVAILABLE", "502, UNAVAILABLE",
    "503, UNAVAILABLE", "504, UNAVAILABLE", "507, UNAVAILABLE", "405, UNSUPPORTED", "400, PROTOCOL", "410, PROTOCOL",
    "408, TIMEOUT"
  })
  void aFailedListingIsNeverEmptyAndNeverNotOffered(int status, Kind kind) throws Exception {
    try (var server = RawServer.start(r -> Reply.of(status, Bytes.utf8(Kit.index("")), Kit.INDEX_TYPE));
        var registry = HttpRegistry.open(Kit.options())) {
      RegistryException e = Kit.fails(kind, () -> registry.referrers(Kit.image(server)));
      assertEquals(status, e.status().orElseThrow());
    }
  }

  @Test
  void onlyA404SaysThatReferrersAreNotOffered() throws Exception {
    try (var server = RawServer.start(r -> Reply.of(404, "404 page not found", "Content-Type: text/plain"));
        var registry = HttpRegistry.open(Kit.options())) {
      assertInstanceOf(Referrers.NotOffered.class, registry.referrers(Kit.image(server)));
      assertEquals(1, server.requests().size());
    }
  }

  /** registry.md 6 row 43: GHCR shows a web page instead. */
  @Test
  void aSeeOtherToAWebPageSaysTheSame() throws Exception {
    try (var page = RawServer.start(r -> Reply.of(200, "<html>"));
        var server = RawServer.start(r -> Reply.of(303, "", "Location: http://" + page.host() + "/app"));
        var registry = HttpRegistry.open(Kit.options())) {
      assertInstanceOf(Referrers.NotOffered.class, registry.referrers(Kit.image(server)));
      assertTrue(page.requests().isEmpty());
      // For anything else it is a redirect like any other.
      Kit.fails(Kind.PROTOCOL, () -> registry.resolve(Kit.v1(server)));
    }
  }

  /** registry.md 6 row 42. */
  @ParameterizedTest
  @ValueSource(strings = {
    "", "{", "[]", "null", "{}", "<html>", "{\"manifests\":{}}", "{\"manifests\":[1]}", "{\"manifests\":[{}]}",
    "{\"manifests\":[],\"manifests\":[]}",
    "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"manifests\":[]}",
    "{\"manifests\":[{\"mediaType\":\"a/b\",\"digest\":\"sha256:00\",\"size\":1}]}"
  })
  void aListingThatDoesNotParseIsNeverNone(String body) throws Exception {
    try (var server = RawServer.start(r -> Reply.of(200, body, Kit.INDEX_TYPE));
        var registry = HttpRegistry.open(Kit.options().withRetries(1))) {
      Kit.fails(Kind.PROTOCOL, () -> registry.referrers(Kit.image(server)));
      assertEquals(2, server.requests().size());
    }
  }

  /** A023, registry.md 6 row 9. */
  @ParameterizedTest
  @ValueSource(strings = {"-1", "9223372036854775808", "1.5", "1e3", "\"1\"", "null", "true"})
  void aSizeThatIsNoneMakesTheListingUnreadable(String size) throws Exception {
    String entry = ENTRY.replaceAll("\"size\":\\d+", "\"size\":" + size);
    try (var server = RawServer.start(r -> Kit.listing(entry)); var registry = Kit.once()) {
      Kit.fails(Kind.PROTOCOL, () -> registry.referrers(Kit.image(server)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json", "application/vnd.oci.image.manifest.v1+json"})
  void aListingOfAnotherTypeIsNeverNone(String type) throws Exception {
    try (var server = RawServer.start(r -> Reply.of(200, Kit.index(""), "Content-Type: " + type));
        var registry = Kit.once()) {
      Kit.fails(Kind.PROTOCOL, () -> registry.referrers(Kit.image(server)));
    }
  }

  /** A page that cannot be had is not the end of the list. */
  @Test
  void aMissingPageIsNeverAShorterList() throws Exception {
    for (int status : List.of(303, 404, 403, 500)) {
      try (var server = RawServer.start(r -> r.target().contains("?")
              ? Reply.of(status, "", "Location: http://127.0.0.1:1/")
              : Kit.listing(ENTRY, "Link: <?page=2>; rel=next"));
          var registry = Kit.once()) {
        Kit.fails(
            status < 403 || status == 404 ? Kind.PROTOCOL : status == 403 ? Kind.DENIED : Kind.UNAVAILABLE,
            () -> registry.referrers(Kit.image(server)));
      }
    }
  }

  /** A018, registry.md 6 rows 38 and 39. */
  @Test
  void pagesThatLeadInACircleAreFoundOut() throws Exception {
    try (var server = RawServer.start(r -> Kit.listing(ENTRY, "Link: <?page=2>; rel=next"));
        var registry = HttpRegistry.open(Kit.options())) {
      Kit.fails(Kind.PROTOCOL, () -> registry.referrers(Kit.image(server)));
      assertEquals(2, server.requests().size());
      Kit.fails(Kind.PROTOCOL, () -> registry.tags(Kit.app(server)));
    }
  }

  /** A018. */
  @Test
  void endlessPagesStopAtTheBound() throws Exception {
    var page = new AtomicInteger();
    try (var server = RawServer.start(r -> Kit.listing("", "Link: <?page=" + page.incrementAndGet() + ">; rel=next"));
        var registry = HttpRegistry.open(Kit.options())) {
      RegistryException e = Kit.fails(Kind.TOO_LARGE, () -> registry.referrers(Kit.image(server)));
      assertTrue(e.getMessage().contains("50 pages"), e.getMessage());
      assertEquals(50, server.requests().size());
    }
  }

  /** Whoever has another way to find out turns no more pages than that is worth. */
  @Test
  void pagesOfTagsStopAtTheBoundThatIsAskedFor() throws Exception {
    var page = new AtomicInteger();
    try (var server = RawServer.start(r -> Reply.of(
            200, "{\"tags\":[]}", "Content-Type: application/json", "Link: <?page=" + page.incrementAndGet() + ">; rel=next"));
        var registry = HttpRegistry.open(Kit.options())) {
      Kit.fails(Kind.TOO_LARGE, () -> registry.tags(Kit.app(server), 3));
      assertEquals(3, server.requests().size());
    }
  }

  /** Only the registry's own word says that there is no such repository; else nothing is said of its tags. */
  @Test
  void aListOfTagsThatIsNotOfferedIsNotAnEmptyOne() throws Exception {
    String unknown = "{\"errors\":[{\"code\":\"NAME_UNKNOWN\"}]}";
    try (var server = RawServer.start(r -> Reply.of(404, unknown)); var registry = Kit.once()) {
      Kit.fails(Kind.NOT_FOUND, () -> registry.tags(Kit.app(server)));
    }
    for (String said : List.of("", "404 page not found", "{\"errors\":[{\"code\":\"UNSUPPORTED\"}]}")) {
      try (var server = RawServer.start(r -> Reply.of(404, said)); var registry = Kit.once()) {
        Kit.fails(Kind.UNSUPPORTED, () -> registry.tags(Kit.app(server)));
      }
    }
  }

  /** A020, registry.md 6 row 38: too many is its own failure, over all pages together. */
  @Test
  void moreEntriesThanTheBoundAreNotCutOff() throws Exception {
    String many = String.join(",", Collections.nCopies(501, ENTRY));
    try (var server = RawServer.start(r -> r.target().contains("?")
            ? Kit.listing(many)
            : Kit.listing(many, "Link: <?page=2>; rel=next"));
        var registry = HttpRegistry.open(Kit.options())) {
      RegistryException e = Kit.fails(Kind.TOO_LARGE, () -> registry.referrers(Kit.image(server)));
      assertTrue(e.getMessage().contains("1000 entries"), e.getMessage());
    }
  }

  /** registry.md 6 row 8. */
  @Test
  void anEndlessListingStopsAtTheBound() throws Exception {
    Reply reply = Reply.endless("HTTP/1.1 200 OK\r\n" + Kit.INDEX_TYPE + "\r\n\r\n", " ".repeat(65536));
    try (var server = RawServer.start(r -> reply); var registry = HttpRegistry.open(Kit.options())) {
      Kit.fails(Kind.TOO_LARGE, () -> registry.referrers(Kit.image(server)));
      assertEquals(1, server.requests().size());
    }
  }

  /** A019, registry.md 6 row 39. */
  @ParameterizedTest
  @ValueSource(strings = {
    "http://169.254.169.254/latest/meta-data/", "http://127.0.0.2:1/v2/app/referrers/x",
    "//example.com/v2/app/referrers/x",
    "/v2/other/referrers/x", "/", "../../tags/list", "file:///etc/passwd", "https://%h/v2/app/referrers/x",
    "http://me:secret@%h/v2/app/referrers/x"
  })
  void aNextPageElsewhereIsNotAsked(String target) throws Exception {
    try (var server = RawServer.start(r -> Kit.listing(
            ENTRY, "Link: <" + target.replace("%h", String.valueOf(r.header("Host"))) + ">; rel=\"next\""));
        var registry = HttpRegistry.open(Kit.options())) {
      Kit.fails(Kind.REFUSED, () -> registry.referrers(Kit.image(server)));
      assertEquals(1, server.requests().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "<?page=2", "<?page=2>; rel=\"next", "<?a> <?b>; rel=next"})
  void aLinkThatCannotBeReadIsNotTheEnd(String link) throws Exception {
    try (var server = RawServer.start(r -> Kit.listing(ENTRY, "Link: " + link)); var registry = Kit.once()) {
      Kit.fails(Kind.PROTOCOL, () -> registry.referrers(Kit.image(server)));
    }
  }
}
