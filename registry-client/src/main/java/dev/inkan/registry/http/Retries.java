package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks again after a {@link TransientFailure}: exponential back-off with full jitter, or as long as the registry asks
 * for, never longer than a bound and never beyond the deadline.
 */
final class Retries {
  static final Duration FIRST_WAIT = Duration.ofMillis(500);
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  static final Duration LONGEST_ASKED_WAIT = Duration.ofSeconds(60);

  /** One try. */
  @FunctionalInterface
  interface Attempt<T> {
    T once() throws RegistryException, TransientFailure;
  }

  private final int retries;
  private final Deadline deadline;
  private final Pause pause;
  private final DoubleSupplier jitter;

  /**
   * @param retries how often after the first try
   * @param jitter from 0 to 1
   */
  Retries(int retries, Deadline deadline, Pause pause, DoubleSupplier jitter) {
    this.retries = retries;
    this.deadline = deadline;
    this.pause = pause;
    this.jitter = jitter;
  }

  /** The same without a second try. */
  Retries none() {
    return new Retries(0, deadline, pause, jitter);
  }

  /** Whether anything is asked twice at all. */
  boolean again() {
    return retries > 0;
  }

  /** Tries until it succeeds, fails for good, or the tries or the time are used up. */
  <T> T call(Attempt<T> attempt) throws RegistryException {
    for (int tries = 1; ; tries++) {
      try {
        return attempt.once();
      } catch (TransientFailure e) {
        Duration wait = wait(e, tries);
        if (tries > retries || wait == null || wait.compareTo(deadline.remaining()) >= 0) {
          throw givenUp(e, tries, wait);
        }
        spend(wait, e.failure());
      }
    }
  }

  /** Null when the registry asks for more than we are ready to wait. */
  private @Nullable Duration wait(TransientFailure e, int tries) {
    Duration asked = e.askedToWait();
    if (asked != null) {
      return asked.compareTo(LONGEST_ASKED_WAIT) > 0 ? null : asked;
    }
    Duration ceiling = FIRST_WAIT.multipliedBy(1L << Math.min(tries - 1, 10));
    Duration bounded = ceiling.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : ceiling;
    return Duration.ofNanos((long) (bounded.toNanos() * jitter.getAsDouble()));
  }

  private static RegistryException givenUp(TransientFailure e, int tries, @Nullable Duration wait) {
    Duration asked = e.askedToWait();
    if (asked != null && (wait == null || !wait.isZero())) {
      return e.failure().adding("it asks to wait " + Durations.text(asked));
    }
    return tries > 1 ? e.failure().adding("tried " + tries + " times") : e.failure();
  }

  private void spend(Duration wait, RegistryException failure) throws RegistryException {
    try {
      pause.spend(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(
          Kind.TIMEOUT, failure.operation(), failure.host(), null, "interrupted while waiting to try again", failure);
    }
  }
}
