package dev.inkan.registry.copy;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a run has learned of a repository: which tags there are, and whether it has the referrers API, so that neither is
 * asked for again and again.
 */
final class Sight {
  /** For how long nobody else is believed to have written what was not there. */
  static final Duration FRESH = Duration.ofSeconds(3);

  private final Duration lasts;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean asked = new AtomicBoolean();
  private final CompletableFuture<Boolean> offered = new CompletableFuture<>();
  private volatile @Nullable Set<String> tags;
  private volatile long since = System.nanoTime();

  /** {@code lasts}: for how long a tag that is not there is believed to be missing. */
  Sight(Duration lasts) {
    this.lasts = lasts;
  }

  /** Notes which tags there are now. */
  void tags(Set<String> all) {
    since = System.nanoTime();
    tags = Set.copyOf(all);
  }

  /** Whether there may be such a tag. */
  boolean mayHave(String tag) {
    Set<String> known = tags;
    return known == null || known.contains(tag);
  }

  /** Whether there was no tag at all a moment ago: nobody can be hanging anything on what is not there. */
  boolean isOfNothing() {
    Set<String> known = tags;
    return known != null && known.isEmpty() && isFresh();
  }

  /** Whether it was looked so short a while ago that nothing can have changed. */
  boolean isFresh() {
    return System.nanoTime() - since < lasts.toNanos();
  }

  /** Whether there is no such tag. Said of a tag once: who asks again wants to know what has changed. */
  boolean lacks(String tag) {
    Set<String> known = tags;
    return known != null && isFresh() && !known.contains(tag) && told.add(tag);
  }

  /** Whether the caller is the first who wants to know if there is a referrers API, and has to find out. */
  boolean isFirstToAsk() {
    return asked.compareAndSet(false, true);
  }

  void offered(boolean is) {
    offered.complete(is);
  }

  /** Waits for who asked first. */
  boolean isOffered(String host) throws RegistryException {
    try {
      return offered.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(Kind.TIMEOUT, "list referrers", host, null, "interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("it is only ever completed with a value", e);
    }
  }
}
