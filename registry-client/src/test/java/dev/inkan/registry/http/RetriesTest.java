package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked again, after how long, and how often. No test waits: the pause is recorded. */
class RetriesTest {
  private final List<Duration> waits = new ArrayList<>();
  private final HttpRegistryOptions options = Kit.options().withPause(waits::add);

  private static Reply failing(int status, String... headers) {
    return Reply.of(status, Bytes.EMPTY, headers);
  }

  @ParameterizedTest
  @CsvSource({
    "408, TIMEOUT", "429, RATE_LIMITED", "500, UNAVAILABLE", "502, UNAVAILABLE", "503, UNAVAILABLE",
    "504, UNAVAILABLE", "520, UNAVAILABLE", "527, UNAVAILABLE"
  })
  void aFailureThatMayPassIsAskedAgainAsOftenAsAllowed(int status, Kind kind) throws Exception {
    try (var server = RawServer.start(r -> failing(status))) {
      for (int retries : List.of(0, 1, 3)) {
        int before = server.requests().size();
        try (var registry = HttpRegistry.open(options.withRetries(retries))) {
          RegistryException e = Kit.fails(kind, () -> registry.resolve(Kit.v1(server)));
          assertEquals(retries + 1, server.requests().size() - before);
          assertEquals(retries > 0, e.getMessage().contains("tried " + (retries + 1) + " times"), e.getMessage());
        }
      }
      assertEquals(4, waits.size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 409, 410, 412, 413, 416, 501, 505, 507, 511, 519, 528})
  void aFailureThatWillNotPassIsNotAskedAgain(int status) throws Exception {
    try (var server = RawServer.start(r -> r.target().equals("/v2/") ? Reply.of(200) : failing(status));
        var registry = HttpRegistry.open(options)) {
      assertThrows(RegistryException.class, () -> registry.resolve(Kit.v1(server)));
      assertEquals(1, server.lines().stream().filter(line -> !line.equals("GET /v2/")).count());
      assertTrue(waits.isEmpty());
    }
  }

  @Test
  void whatComesBackAfterAFailureIsTheAnswer() throws Exception {
    var count = new AtomicInteger();
    try (var server = RawServer.start(r -> switch (count.incrementAndGet()) {
          case 1 -> failing(503);
          case 2 -> Reply.hangUp();
          default -> Kit.manifest();
        });
        var registry = HttpRegistry.open(options)) {
      assertEquals(Kit.MANIFEST, registry.resolve(Kit.v1(server)));
      assertEquals(3, server.requests().size());
    }
  }

  /** OkHttp would ask again by itself on 408, and on 503 with Retry-After: 0. */
  @ParameterizedTest
  @CsvSource({"408, 0", "408, 1", "503, 0", "503, 1", "429, 0", "421, 0"})
  void nobodyElseAsksAgain(int status, String retryAfter) throws Exception {
    try (var server = RawServer.start(r -> failing(status, "Retry-After: " + retryAfter));
        var registry = HttpRegistry.open(options.withRetries(0))) {
      assertThrows(RegistryException.class, () -> registry.resolve(Kit.v1(server)));
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void theWaitsGrowWithJitterUpToABound() throws Exception {
    var retries = new Retries(9, Deadline.in(Duration.ofHours(1)), waits::add, () -> 1.0);
    var failure = new RegistryException(Kind.UNAVAILABLE, "GET /", "host", "down");
    assertThrows(RegistryException.class, () -> retries.call(() -> {
      throw new TransientFailure(failure);
    }));
    assertEquals(
        List.of(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L, 30000L),
        waits.stream().map(Duration::toMillis).toList());
    waits.clear();
    var half = new Retries(1, Deadline.in(Duration.ofHours(1)), waits::add, () -> 0.5);
    assertThrows(RegistryException.class, () -> half.call(() -> {
      throw new TransientFailure(failure);
    }));
    assertEquals(List.of(Duration.ofMillis(250)), waits);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "7 | 7000",
    " 60 | 60000",
    "0 | 0",
    "Sun, 06 Nov 1994 08:49:50 GMT | 13000",
    "Sun, 06 Nov 1994 08:49:30 GMT | 0"
  })
  void aWaitThatTheRegistryAsksForIsKept(String retryAfter, long millis) throws Exception {
    try (var server = RawServer.start(
            r -> failing(503, "Retry-After: " + retryAfter, "Date: Sun, 06 Nov 1994 08:49:37 GMT"));
        var registry = HttpRegistry.open(options.withRetries(1))) {
      Kit.fails(Kind.UNAVAILABLE, () -> registry.resolve(Kit.v1(server)));
      assertEquals(List.of(Duration.ofMillis(millis)), waits);
    }
  }

  /** registry.md 6 row 52. */
  @ParameterizedTest
  @ValueSource(strings = {
    "61", "99999999999", "99999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"
  })
  void aWaitBeyondReasonIsNotKeptButSaid(String retryAfter) throws Exception {
    for (int status : List.of(429, 503, 408)) {
      try (var server = RawServer.start(
              r -> failing(status, "Retry-After: " + retryAfter, "Date: Sun, 06 Nov 1994 08:49:37 GMT"));
          var registry = HttpRegistry.open(options)) {
        RegistryException e = assertThrows(RegistryException.class, () -> registry.resolve(Kit.v1(server)));
        assertTrue(e.getMessage().contains("asks to wait"), e.getMessage());
        assertFalse(e.kind().isVerdict());
        assertEquals(1, server.requests().size());
        assertTrue(waits.isEmpty());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "soon", "1.5", "", "Sun, 06 Nov 1994", "1e9", "0x10"})
  void aWaitThatMakesNoSenseIsOurOwn(String retryAfter) throws Exception {
    try (var server = RawServer.start(r -> failing(429, "Retry-After: " + retryAfter));
        var registry = HttpRegistry.open(options.withRetries(1))) {
      Kit.fails(Kind.RATE_LIMITED, () -> registry.resolve(Kit.v1(server)));
      assertEquals(1, waits.size());
      assertTrue(waits.get(0).compareTo(Retries.FIRST_WAIT) <= 0);
    }
  }

  @Test
  void aDateWithoutADateToCompareItWithIsNoWait() {
    assertNull(RetryAfter.parse("Sun, 06 Nov 1994 08:49:50 GMT", null));
    assertNull(RetryAfter.parse("Sun, 06 Nov 1994 08:49:50 GMT", "yesterday"));
    assertNull(RetryAfter.parse(null, null));
  }

  @Test
  void aWaitBeyondTheDeadlineIsNotEvenBegun() throws Exception {
    try (var server = RawServer.start(r -> failing(429, "Retry-After: 30"));
        var registry = HttpRegistry.open(options.withTimeout(Duration.ofSeconds(20)))) {
      RegistryException e = Kit.fails(Kind.RATE_LIMITED, () -> registry.resolve(Kit.v1(server)));
      assertTrue(e.getMessage().endsWith("it asks to wait 30s"), e.getMessage());
      assertTrue(waits.isEmpty());
    }
  }

  /** A031. */
  @Test
  void aRefusedConnectionIsAskedAgainAndThenSaid() throws Exception {
    RawServer gone = RawServer.start(r -> Kit.manifest());
    gone.close();
    try (var registry = HttpRegistry.open(options.withRetries(2))) {
      RegistryException e = Kit.fails(Kind.UNREACHABLE, () -> registry.referrers(Kit.image(gone)));
      assertTrue(e.getMessage().contains("refused"), e.getMessage());
      assertEquals(2, waits.size());
    }
  }

  /** A031. */
  @Test
  void aNameThatDoesNotResolveIsUnreachable() throws Exception {
    try (var registry = HttpRegistry.open(options.withRetries(0), Kit.names(Map.of()))) {
      var tag = new ByTag(
          new Repository("nowhere.test", "app"), "v1");
      Kit.fails(Kind.UNREACHABLE, () -> registry.resolve(tag));
    }
  }

  /** registry.md 1.4: POST may have worked before it failed with 500; a manifest put twice is put once. */
  @Test
  void writesAreAskedAgainWhenThatIsHarmless() throws Exception {
    try (var server = RawServer.start(r -> r.method().equals("HEAD") ? Reply.head(404, 0) : failing(500));
        var registry = HttpRegistry.open(options.withRetries(1))) {
      Kit.fails(Kind.UNAVAILABLE, () -> registry.pushManifest(Kit.app(server), Kit.MANIFEST));
      assertEquals(2, server.requests().size());
      Kit.fails(Kind.UNAVAILABLE, () -> registry.pushTag(Kit.v1(server), Kit.MANIFEST, new Expected.Absent()));
      assertEquals(4, server.requests().size());
      Kit.fails(
          Kind.UNAVAILABLE, () -> registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream));
      assertEquals(1, server.lines().stream().filter(line -> line.startsWith("POST")).count());
    }
  }

  @Test
  void aWaitCanBeInterrupted() throws Exception {
    try (var server = RawServer.start(r -> failing(503));
        var registry = HttpRegistry.open(options.withPause(wait -> {
          throw new InterruptedException();
        }))) {
      RegistryException e = Kit.fails(Kind.TIMEOUT, () -> registry.resolve(Kit.v1(server)));
      assertTrue(e.getMessage().contains("interrupted"), e.getMessage());
      assertTrue(Thread.interrupted());
      assertEquals(1, server.requests().size());
    }
  }
}
