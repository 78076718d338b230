package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a registry says besides its answer. */
class HeedTest {
  private final List<Notice> told = Collections.synchronizedList(new ArrayList<>());
  private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

  private HttpRegistry open(int retries) {
    return HttpRegistry.open(Kit.options().withRetries(retries).withPause(waits::add).withNotices(told::add));
  }

  private List<String> sentences() {
    return told.stream().map(Notice::sentence).toList();
  }

  @Test
  void aHostThatWantsAPauseGetsItFromEveryRequest() throws Exception {
    var asked = new AtomicInteger();
    try (var server = RawServer.start(request ->
            asked.incrementAndGet() == 1 ? Reply.of(429, "", "Retry-After: 40") : Kit.manifest());
        var registry = open(1)) {
      registry.manifest(Kit.image(server));
      // The try that was refused, and the gate before the next: both want it left alone.
      assertEquals(Duration.ofSeconds(40), waits.getFirst());
      assertEquals(2, waits.size());
      registry.manifest(Kit.image(server));
      assertEquals(3, waits.size());
      assertEquals(
          List.of(server.host() + " limits how often it is asked: 1 request at a time, after a pause of 40s"),
          sentences());
    }
  }

  /** A request without an answer is over, too: it keeps nobody out. */
  @Test
  void aHostWithoutAnAnswerIsAskedOn() throws Exception {
    try (var server = RawServer.start(request ->
            request.target().endsWith("v1") ? Reply.of(429, "") : Reply.hangUp());
        var registry = HttpRegistry.open(Kit.options().withRetries(0).withTimeout(Duration.ofSeconds(20)))) {
      Kit.fails(Kind.RATE_LIMITED, () -> registry.resolve(Kit.v1(server)));
      for (int i = 0; i < 3; i++) {
        Kit.fails(Kind.UNREACHABLE, () -> registry.manifest(Kit.image(server)));
      }
    }
  }

  @Test
  void whoAsksOnceDoesNotWait() throws Exception {
    try (var server = RawServer.start(request -> Reply.of(429, "", "Retry-After: 40")); var registry = open(0)) {
      Kit.fails(Kind.RATE_LIMITED, () -> registry.manifest(Kit.image(server)));
      Kit.fails(Kind.RATE_LIMITED, () -> registry.manifest(Kit.image(server)));
      assertEquals(List.of(), waits);
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void aWarningIsToldOnceAndChangesNothing() throws Exception {
    try (var server = RawServer.start(request -> Kit.manifest(
            "Warning: 299 - \"go away \\\"soon\\\"\u001b[31m\"", "Warning: 110 other \"stale\"", "Warning: 299 - \"two\""));
        var registry = open(0)) {
      registry.manifest(Kit.image(server));
      registry.manifest(Kit.image(server));
      assertEquals(2, told.size(), told::toString);
      assertTrue(sentences().getFirst().startsWith(server.host() + " says: go away \"soon\""), sentences()::toString);
      assertTrue(sentences().getFirst().chars().noneMatch(Character::isISOControl), sentences()::toString);
      assertEquals(server.host() + " says: two", sentences().getLast());
    }
  }

  @Test
  void warningsWithoutEndAreCut() throws Exception {
    var count = new AtomicInteger();
    try (var server = RawServer.start(request -> Kit.manifest(
            "Warning: 299 - \"" + count.incrementAndGet() + "\"", "Warning: 299 - \"" + "x".repeat(5000) + "\""));
        var registry = open(0)) {
      for (int i = 0; i < 40; i++) {
        registry.manifest(Kit.image(server));
      }
      assertEquals(32, told.size());
    }
  }

  @Test
  void whatARedirectLeadsToWarnsNobody() throws Exception {
    try (var elsewhere = RawServer.start(request -> Reply.of(200, Kit.CONTENT, "Warning: 299 - \"buy\""));
        var server = RawServer.start(
            request -> Reply.of(307, "", "Location: http://" + elsewhere.host() + "/blob"));
        var registry = open(0)) {
      registry.readBlob(Kit.app(server), Kit.BLOB, 100);
      assertEquals(List.of(), told);
    }
  }
}
