package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.reference.Repository;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a person should know though the work goes on. Holds no secret; texts of a registry are made safe to show. */
public sealed interface Notice {

  /** What happened, in one sentence. */
  String sentence();

  /**
   * A mirror failed, and is not asked again in this run: what it was asked for is read elsewhere.
   *
   * @param mirror what was asked there
   */
  record MirrorPassedOver(Repository mirror, RegistryException failure) implements Notice {
    @Override
    public String sentence() {
      return "mirror " + mirror + " is passed over for the rest of this run: " + failure.getMessage();
    }
  }

  /**
   * A host says for the first time that it is asked too much; it is asked less from now on.
   *
   * @param most how many requests it gets at a time
   * @param pause how long it wants to be left alone, or null
   */
  record Slowed(String host, int most, @Nullable Duration pause) implements Notice {
    @Override
    public String sentence() {
      return host + " limits how often it is asked: " + most + (most == 1 ? " request" : " requests") + " at a time"
          + (pause == null ? "" : ", after a pause of " + Durations.text(pause));
    }
  }

  /**
   * A registry warns (distribution-spec "Warnings").
   *
   * @param text what it says, printable
   */
  record Warned(String host, String text) implements Notice {
    @Override
    public String sentence() {
      return host + " says: " + text;
    }
  }
}
