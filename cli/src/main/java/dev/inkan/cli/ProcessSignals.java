package dev.inkan.cli;

import dev.inkan.cli.surroundings.Signals;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/** The signals of this process. */
final class ProcessSignals implements Signals {

  @Override
  public Arrangement onEnd(Runnable cleanup, OptionalInt exitCode) {
    var hook = new Thread(() -> {
      cleanup.run();
      exitCode.ifPresent(Runtime.getRuntime()::halt);
    });
    Runtime.getRuntime().addShutdownHook(hook);
    return new Hook(hook);
  }

  private record Hook(Thread thread) implements Arrangement {
    @Override
    public void awaitEnd() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      try {
        Runtime.getRuntime().removeShutdownHook(thread);
      } catch (IllegalStateException alreadyEnding) {
        // Then the hook runs, as it should.
        return;
      }
    }
  }
}
