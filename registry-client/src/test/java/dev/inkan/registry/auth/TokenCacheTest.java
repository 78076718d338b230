package dev.inkan.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Credential.Password;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
  private static final HttpUrl REGISTRY = HttpUrl.get("https://registry.example/");
  private static final HttpUrl REALM = HttpUrl.get("https://auth.example/token");
  private static final TokenCache.Key KEY = key(REGISTRY, "me");

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final AtomicInteger fetched = new AtomicInteger();
  private final TokenCache cache = new TokenCache(now::get);

  private static TokenCache.Key key(HttpUrl registry, String user) {
    return new TokenCache.Key(
        registry, REALM, "service", Set.of("repository:app:pull"), new Password(user, new Secret("pass")));
  }

  private Token fetch() {
    return new Token(new Secret("token-" + fetched.incrementAndGet()), Duration.ofSeconds(50));
  }

  private String get(TokenCache.Key key) throws RegistryException {
    return cache.get(key, this::fetch).reveal();
  }

  @Test
  void aTokenIsUsedUntilItsTimeIsOver() throws Exception {
    assertNull(cache.peek(KEY));
    assertEquals("token-1", get(KEY));
    now.addAndGet(Duration.ofSeconds(50).toNanos() - 1);
    assertEquals("token-1", get(KEY));
    now.addAndGet(1);
    assertNull(cache.peek(KEY));
    assertEquals("token-2", get(KEY));
  }

  /** A038. */
  @Test
  void anotherRegistryOrUserGetsATokenOfItsOwn() throws Exception {
    assertEquals("token-1", get(KEY));
    assertEquals("token-2", get(key(HttpUrl.get("https://other.example/"), "me")));
    assertEquals("token-3", get(key(REGISTRY, "you")));
    assertNotEquals(KEY, new TokenCache.Key(REGISTRY, REALM, "other", KEY.scopes(), KEY.credential()));
    assertNotEquals(KEY, new TokenCache.Key(REGISTRY, REALM, "service", Set.of(), KEY.credential()));
    assertNotEquals(KEY, new TokenCache.Key(REGISTRY, REALM, "service", KEY.scopes(), null));
    assertNotEquals(KEY, new TokenCache.Key(REGISTRY, REGISTRY, "service", KEY.scopes(), KEY.credential()));
  }

  @Test
  void onlyTheTokenThatWasRefusedIsForgotten() throws Exception {
    get(KEY);
    cache.forget(KEY, new Secret("an older one"));
    assertEquals("token-1", get(KEY));
    cache.forget(KEY, new Secret("token-1"));
    assertEquals("token-2", get(KEY));
  }

  @Test
  void aFailureIsNotRemembered() throws Exception {
    assertThrows(RegistryException.class, () -> cache.get(KEY, () -> {
      throw new RegistryException(Kind.UNAVAILABLE, "login", "auth.example", "down");
    }));
    assertThrows(StackOverflowError.class, () -> cache.get(KEY, () -> {
      throw new StackOverflowError("a bug of ours");
    }));
    assertEquals("token-1", get(KEY));
  }

  @Test
  void whoeverNeedsATokenThatIsBeingFetchedWaitsForIt() throws Exception {
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first = threads.submit(() -> cache.get(KEY, () -> {
        started.countDown();
        awaited(goOn);
        return fetch();
      }).reveal());
      started.await();
      List<Future<String>> others = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        others.add(threads.submit(() -> get(KEY)));
      }
      goOn.countDown();
      assertEquals("token-1", first.get());
      for (Future<String> other : others) {
        assertEquals("token-1", other.get());
      }
      assertEquals(1, fetched.get());
    }
  }

  @Test
  void aWaitForATokenCanBeInterrupted() throws Exception {
    var goOn = new CountDownLatch(1);
    var started = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first = threads.submit(() -> cache.get(KEY, () -> {
        started.countDown();
        awaited(goOn);
        return fetch();
      }));
      started.await();
      Future<?> other = threads.submit(() -> {
        Thread.currentThread().interrupt();
        return cache.get(KEY, this::fetch);
      });
      var e = assertThrows(ExecutionException.class, other::get);
      assertTrue(e.getCause() instanceof RegistryException failure && failure.kind() == Kind.TIMEOUT, e.toString());
      goOn.countDown();
      first.get();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
