package dev.inkan.registry.copy;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that wait for each other, each on a thread of its own, with so many requests of theirs under way at a time. The
 * first job that fails ends them all, and its failure is what everybody who waits is told.
 *
 * <p>The jobs' threads are virtual, the requests' are not: a virtual thread that reads from a socket starts a poller
 * which stays in native code, and at its end the JVM waits 300 ms for that.
 */
final class Crew implements AutoCloseable {
  private static final int SECONDS_TO_END = 10;

  /** A job, or a request. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws RegistryException;
  }

  private final ExecutorService jobs = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final ExecutorService hands;

  Crew(int requests) {
    // In the order of asking, so that a marker is not overtaken.
    this.hands =
        Executors.newFixedThreadPool(requests, Thread.ofPlatform().name("copy-", 1).daemon().factory());
  }

  /** Starts a job; it may start others and wait for them. */
  <T> Future<T> start(Work<T> job) throws RegistryException {
    try {
      Callable<T> guarded = () -> guarded(job);
      return jobs.submit(guarded);
    } catch (RejectedExecutionException e) {
      throw ended(e);
    }
  }

  private <T> T guarded(Work<T> job) throws RegistryException {
    try {
      return job.run();
    } catch (RegistryException | RuntimeException | Error e) {
      end(e);
      throw e;
    }
  }

  private void end(Throwable cause) {
    if (failure.compareAndSet(null, cause)) {
      jobs.shutdownNow();
    }
  }

  /** Makes a request when it is its turn. Must not be called by a request. */
  <T> T ask(Work<T> request) throws RegistryException {
    Callable<T> call = request::run;
    Future<T> asked = hands.submit(call);
    try {
      return asked.get();
    } catch (InterruptedException e) {
      asked.cancel(true);
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  private static RegistryException cause(ExecutionException e) {
    return switch (e.getCause()) {
      case RegistryException failed -> failed;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException("a request of a copy failed", e);
    };
  }

  /** Waits for a job. */
  <T> T await(Future<T> job) throws RegistryException {
    try {
      return job.get();
    } catch (InterruptedException e) {
      end(e);
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw ended(e.getCause() == null ? e : e.getCause());
    }
  }

  <T> void awaitAll(Iterable<? extends Future<? extends T>> jobs) throws RegistryException {
    for (Future<? extends T> job : jobs) {
      await(job);
    }
  }

  /** The first failure; {@code other} is what came of it, or is the failure itself. */
  private RegistryException ended(Throwable other) {
    Throwable first = failure.get() == null ? other : failure.get();
    if (first instanceof RegistryException e) {
      return e;
    }
    if (first instanceof InterruptedException e) {
      return interrupted(e);
    }
    throw new IllegalStateException("a job of a copy failed", first);
  }

  private static RegistryException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RegistryException(Kind.TIMEOUT, "copy", "the registries", null, "interrupted", e);
  }

  /** Ends whatever is still under way, and waits until it has ended. */
  @Override
  public void close() {
    jobs.shutdownNow();
    hands.shutdownNow();
    try {
      if (!jobs.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)
          || !hands.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a request of a copy does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
