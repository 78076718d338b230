package dev.inkan.cli;

import dev.inkan.cli.surroundings.Signals;
import java.util.OptionalInt;

/** The end comes as soon as somebody waits for it, after something was done in the meantime. */
public final class TestSignals implements Signals {
  private final Runnable meanwhile;

  public TestSignals() {
    this(() -> {});
  }

  /** What happens while the run waits for its end. */
  public TestSignals(Runnable meanwhile) {
    this.meanwhile = meanwhile;
  }

  @Override
  public Arrangement onEnd(Runnable cleanup, OptionalInt exitCode) {
    return new Arrangement() {
      @Override
      public void awaitEnd() {
        meanwhile.run();
      }

      @Override
      public void close() {}
    };
  }
}
