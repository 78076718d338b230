package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.reference.Repository;

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
}
