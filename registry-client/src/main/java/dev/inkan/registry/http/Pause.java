package dev.inkan.registry.http;

import java.time.Duration;

/** How a wait before another try is spent. */
@FunctionalInterface
public interface Pause {

  /** Waits so long. Throws {@link InterruptedException} when the thread is interrupted meanwhile. */
  void spend(Duration duration) throws InterruptedException;

  /** Sleeps. */
  static Pause sleeping() {
    return Thread::sleep;
  }
}
