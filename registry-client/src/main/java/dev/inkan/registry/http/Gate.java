package dev.inkan.registry.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a host gets at a time: as many as are made, until it says that they are too many (429). Then half
 * as many as there were, one more after each round that went well, and none at all for as long as it asks. A request is
 * under way until its answer begins, so that nobody who reads a body keeps others out.
 */
final class Gate {
  /** More than anybody has under way; what is learned lies below. */
  static final int MOST = 64;

  /**
   * Leave to ask.
   *
   * @param round how often the host had complained before
   */
  record Pass(int round) {}

  private final Deadline deadline;
  private final Pause pause;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private int most = MOST;
  private int underWay;
  private int well;
  private int round;
  private long closedAt;
  private Duration closedFor = Duration.ZERO;

  Gate(Deadline deadline, Pause pause) {
    this.deadline = deadline;
    this.pause = pause;
  }

  /** Waits for its turn; null when the time of the run is over before. */
  @Nullable Pass enter() throws InterruptedException {
    Duration closed = closed();
    if (!closed.isZero()) {
      if (closed.compareTo(deadline.remaining()) >= 0) {
        return null;
      }
      pause.spend(closed);
    }
    lock.lockInterruptibly();
    try {
      while (underWay >= most) {
        if (freed.awaitNanos(deadline.remaining().toNanos()) <= 0) {
          return null;
        }
      }
      underWay++;
      return new Pass(round);
    } finally {
      lock.unlock();
    }
  }

  private Duration closed() {
    lock.lock();
    try {
      Duration rest = closedFor.minusNanos(System.nanoTime() - closedAt);
      return rest.isNegative() ? Duration.ZERO : rest;
    } finally {
      lock.unlock();
    }
  }

  /** A request has failed without an answer; nothing is learned. */
  void leave() {
    lock.lock();
    try {
      underWay--;
      freed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** A request is answered; whether it was one at a time too many, for the first time. */
  boolean leave(Pass pass, boolean tooMany, @Nullable Duration wait) {
    lock.lock();
    try {
      boolean first = round == 0;
      // What was under way together is told together; that is one complaint.
      if (tooMany && pass.round() == round) {
        most = Math.max(1, Math.min(most, underWay) / 2);
        round++;
        well = 0;
      } else if (!tooMany && most < MOST && ++well >= most) {
        most++;
        well = 0;
      }
      if (tooMany && wait != null && wait.compareTo(Retries.LONGEST_ASKED_WAIT) <= 0) {
        closedAt = System.nanoTime();
        closedFor = wait;
      }
      underWay--;
      freed.signalAll();
      return tooMany && first;
    } finally {
      lock.unlock();
    }
  }

  /** How many it is asked at a time. */
  int most() {
    return most;
  }
}
