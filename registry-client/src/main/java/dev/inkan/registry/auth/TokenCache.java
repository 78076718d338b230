package dev.inkan.registry.auth;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Tokens for as long as they last. Whoever needs one that is just being fetched waits for it. */
final class TokenCache {

  /**
   * What a token is good for; nothing in it may be left out, or one is sent where it does not belong.
   *
   * @param registry the registry's root: a token is only ever sent to the registry that it was asked for
   * @param credential with which it was asked for, or null for nobody in particular
   */
  record Key(
      HttpUrl registry, HttpUrl realm, @Nullable String service, Set<String> scopes, @Nullable Credential credential) {
    Key {
      scopes = Set.copyOf(scopes);
    }
  }

  /** Fetches a token. */
  @FunctionalInterface
  interface Fetch {
    Token token() throws RegistryException;
  }

  private record Held(Token token, long until) {}

  private final LongSupplier clock;
  private final ConcurrentMap<Key, CompletableFuture<Held>> held = new ConcurrentHashMap<>();

  /** {@code clock}: nanoseconds, as {@link System#nanoTime}. */
  TokenCache(LongSupplier clock) {
    this.clock = clock;
  }

  /** A token that still lasts, if there is one; waits for nobody. */
  @Nullable Secret peek(Key key) {
    Held landed = landed(held.get(key));
    return landed != null && lasts(landed) ? landed.token().value() : null;
  }

  /** A token that still lasts; fetched by one thread for all. A failure is everybody's, and is forgotten. */
  Secret get(Key key, Fetch fetch) throws RegistryException {
    while (true) {
      var own = new CompletableFuture<Held>();
      CompletableFuture<Held> flight = held.putIfAbsent(key, own);
      if (flight == null) {
        return fetched(key, own, fetch);
      }
      Held known = await(flight);
      if (lasts(known)) {
        return known.token().value();
      }
      held.remove(key, flight);
    }
  }

  private Secret fetched(Key key, CompletableFuture<Held> own, Fetch fetch) throws RegistryException {
    try {
      Token token = fetch.token();
      own.complete(new Held(token, clock.getAsLong() + token.lifetime().toNanos()));
      return token.value();
    } catch (RegistryException | RuntimeException | Error e) {
      held.remove(key, own);
      own.completeExceptionally(e);
      throw e;
    }
  }

  private static Held await(CompletableFuture<Held> flight) throws RegistryException {
    try {
      return flight.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(Kind.TIMEOUT, "login", "the token service", "interrupted while waiting for a token");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RegistryException failure) {
        throw failure;
      }
      throw new IllegalStateException("a token could not be fetched", e.getCause());
    }
  }

  /** Forgets a token that was refused, unless another has taken its place. */
  void forget(Key key, Secret refused) {
    held.computeIfPresent(key, (same, flight) -> {
      Held landed = landed(flight);
      return landed != null && landed.token().value().equals(refused) ? null : flight;
    });
  }

  private static @Nullable Held landed(@Nullable CompletableFuture<Held> flight) {
    return flight == null || flight.isCompletedExceptionally() ? null : flight.getNow(null);
  }

  private boolean lasts(Held token) {
    return token.until() - clock.getAsLong() > 0;
  }
}
