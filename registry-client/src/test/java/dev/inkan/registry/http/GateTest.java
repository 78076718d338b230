package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A host that says "too many requests" gets fewer at a time, and more again when all is well. */
class GateTest {
  private final List<Duration> waits = new ArrayList<>();
  private final Gate gate = new Gate(Deadline.in(Duration.ofMinutes(1)), waits::add);

  private List<Gate.Pass> enter(int count) throws InterruptedException {
    var passes = new ArrayList<Gate.Pass>();
    for (int i = 0; i < count; i++) {
      Gate.Pass pass = gate.enter();
      assertNotNull(pass);
      passes.add(pass);
    }
    return passes;
  }

  private void complain(int underWay) throws InterruptedException {
    enter(underWay).forEach(pass -> gate.leave(pass, true, null));
  }

  @Test
  void halfAsManyAreUnderWayAfterAComplaint() throws Exception {
    complain(8);
    assertEquals(4, gate.most());
  }

  @Test
  void whatWasUnderWayTogetherIsOneComplaintAndTheNextRoundAnother() throws Exception {
    complain(8);
    complain(4);
    assertEquals(2, gate.most());
    complain(2);
    complain(1);
    assertEquals(1, gate.most());
  }

  @Test
  void aRoundThatGoesWellAllowsOneMore() throws Exception {
    complain(4);
    enter(2).forEach(pass -> gate.leave(pass, false, null));
    assertEquals(3, gate.most());
    enter(3).forEach(pass -> gate.leave(pass, false, null));
    assertEquals(4, gate.most());
  }

  @Test
  void noMoreThanThatGetIn() throws Exception {
    complain(2);
    List<Gate.Pass> only = enter(1);
    CompletableFuture<Gate.Pass> second = CompletableFuture.supplyAsync(() -> {
      try {
        return gate.enter();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    assertFalse(second.isDone());
    gate.leave(only.getFirst(), false, null);
    assertNotNull(second.get());
  }

  @Test
  void aRequestThatFailsMakesRoom() throws Exception {
    complain(2);
    enter(1);
    gate.leave();
    enter(1);
  }

  @Test
  void everybodyWaitsWhenItIsAskedFor() throws Exception {
    gate.leave(enter(1).getFirst(), true, Duration.ofSeconds(30));
    enter(1);
    assertEquals(1, waits.size());
    assertTrue(waits.getFirst().compareTo(Duration.ofSeconds(30)) <= 0 && waits.getFirst().toSeconds() > 20);
  }

  @Test
  void aWaitBeyondAllPatienceIsLeftToWhoeverAsks() throws Exception {
    gate.leave(enter(1).getFirst(), true, Duration.ofHours(1));
    enter(1);
    assertEquals(List.of(), waits);
  }

  @Test
  void theTimeOfTheRunEndsTheWait() throws Exception {
    var soon = new Gate(Deadline.in(Duration.ofMillis(20)), waits::add);
    Gate.Pass pass = soon.enter();
    assertNotNull(pass);
    soon.leave(pass, true, Duration.ofSeconds(1));
    assertNull(soon.enter());
    var full = new Gate(Deadline.in(Duration.ofMillis(200)), waits::add);
    Gate.Pass one = full.enter();
    assertNotNull(one);
    full.leave(one, true, null);
    assertNotNull(full.enter());
    assertNull(full.enter());
  }

  @Test
  void onlyTheFirstComplaintIsNews() throws Exception {
    assertTrue(gate.leave(enter(1).getFirst(), true, null));
    assertFalse(gate.leave(enter(1).getFirst(), true, null));
    assertFalse(gate.leave(enter(1).getFirst(), false, null));
  }
}
