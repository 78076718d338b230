package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A failure that another try may mend. Never leaves this package: {@link Retries} gives its {@link #failure}. */
final class TransientFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final RegistryException failure;
  private final @Nullable Duration askedToWait;

  TransientFailure(RegistryException failure) {
    this(failure, null);
  }

  /** {@code askedToWait}: what {@code Retry-After} said, or null when it said nothing that makes sense. */
  TransientFailure(RegistryException failure, @Nullable Duration askedToWait) {
    super(failure);
    this.failure = failure;
    this.askedToWait = askedToWait;
  }

  RegistryException failure() {
    return failure;
  }

  @Nullable Duration askedToWait() {
    return askedToWait;
  }
}
