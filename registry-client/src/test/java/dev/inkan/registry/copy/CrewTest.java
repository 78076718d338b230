package dev.inkan.registry.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Jobs that wait for each other, and how they end. */
class CrewTest {
  private static final Duration PROMPT = Duration.ofSeconds(20);

  private static RegistryException failure(Kind kind) {
    return new RegistryException(kind, "GET /v2/", "registry.test", "as told");
  }

  /** Waits until it is interrupted. */
  private static Kind forever(CountDownLatch begun) throws RegistryException {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw failure(Kind.TIMEOUT);
    }
    return Kind.TIMEOUT;
  }

  @Test
  void jobsMayWaitForOthersThoughThereIsOneHand() throws Exception {
    try (var crew = new Crew(1)) {
      Future<Integer> first = crew.start(() -> crew.ask(() -> 1));
      Future<Integer> second = crew.start(() -> crew.await(first) + crew.ask(() -> 1));
      assertEquals(2, crew.await(second));
    }
  }

  @Test
  void theFirstFailureEndsEverythingAndIsWhatEverybodyIsTold() {
    assertTimeoutPreemptively(PROMPT, () -> {
      RegistryException first = failure(Kind.DENIED);
      var begun = new CountDownLatch(1);
      try (var crew = new Crew(2)) {
        Future<Kind> endless = crew.start(() -> crew.ask(() -> forever(begun)));
        begun.await();
        Future<Kind> failing = crew.start(() -> {
          throw first;
        });
        assertSame(first, assertThrows(RegistryException.class, () -> crew.await(endless)));
        assertSame(first, assertThrows(RegistryException.class, () -> crew.await(failing)));
        assertSame(first, assertThrows(RegistryException.class, () -> crew.await(crew.start(() -> Kind.TLS))));
      }
    });
  }

  /** It is no answer of a registry, and must not be reported as one. */
  @Test
  void aBugIsNoFailureOfARegistry() throws Exception {
    try (var crew = new Crew(1)) {
      Future<Kind> job = crew.start(() -> {
        throw new IllegalArgumentException("a bug");
      });
      var bug = assertThrows(IllegalStateException.class, () -> crew.await(job));
      assertInstanceOf(IllegalArgumentException.class, bug.getCause());
    }
  }

  @Test
  void noMoreRequestsAreUnderWayThanThereAreHands() throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    try (var crew = new Crew(3)) {
      var jobs = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 50; i++) {
        jobs.add(crew.start(() -> crew.ask(() -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          Thread.onSpinWait();
          return now.decrementAndGet();
        })));
      }
      crew.awaitAll(jobs);
    }
    assertTrue(most.get() <= 3, "at a time: " + most);
  }

  @Test
  void whoeverIsInterruptedWhileWaitingEndsEverything() throws Exception {
    assertTimeoutPreemptively(PROMPT, () -> {
      var begun = new CountDownLatch(1);
      try (var crew = new Crew(1)) {
        Future<Kind> endless = crew.start(() -> crew.ask(() -> forever(begun)));
        begun.await();
        Thread.currentThread().interrupt();
        assertEquals(
            Kind.TIMEOUT, assertThrows(RegistryException.class, () -> crew.await(endless)).kind());
        assertTrue(Thread.interrupted());
      }
    });
  }
}
