package dev.inkan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every fault at every request: sign, verify, copy and promote never say a wrong yes or a wrong "unsigned", never move
 * a tag to what they did not mean, always come to an end, and do their work when they are run again.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FaultSweepTest {
  private static final int DONE = 0;
  private static final int DENIED = 1;
  private static final int UNDETERMINED = 3;

  @TempDir Path folder;

  private TestWorld world;
  private int cases;

  /** A way to go wrong. */
  private enum Wrong {
    RESET,
    LOST_ANSWER,
    HANG,
    STATUS_401,
    STATUS_403,
    STATUS_404,
    STATUS_429,
    STATUS_500,
    STATUS_503,
    CUT,
    HTML,
    OTHER_DIGEST
  }

  /** One fault at one request; remembers which request that was. */
  private static final class Struck {
    final Wrong wrong;
    final int at;
    final AtomicInteger count = new AtomicInteger();
    final AtomicReference<@Nullable String> request = new AtomicReference<>();
    final CountDownLatch over = new CountDownLatch(1);

    Struck(Wrong wrong, int at) {
      this.wrong = wrong;
      this.at = at;
    }

    boolean hasStruck() {
      return request.get() != null;
    }

    /** Whether a registry that answers 404 to it says that there is nothing, as the protocol has it. */
    boolean meansNone() {
      String path = String.valueOf(request.get());
      return wrong == Wrong.STATUS_404
          && path.startsWith("GET ")
          && (path.contains("/referrers/") || path.contains("/tags/") || path.matches(".*/manifests/[^:]*"));
    }

    /** Whether an answer that nothing proves was altered: what a listing leaves out, nobody can know of. */
    boolean liesInAListing() {
      String path = String.valueOf(request.get());
      return wrong == Wrong.OTHER_DIGEST
          && (path.contains("/referrers/") || path.contains("/tags/") || path.matches(".*/manifests/[^:]*"));
    }

    Fault fault() {
      return new Fault(wrong + " at " + at, On.everything(), Integer.MAX_VALUE, (exchange, chain) -> {
        if (count.incrementAndGet() != at) {
          chain.doFilter(exchange);
          return;
        }
        request.set(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        if (wrong == Wrong.HANG) {
          hang(exchange);
        } else {
          strike().strike().answer(exchange, chain);
        }
      });
    }

    private void hang(HttpExchange exchange) {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
    }

    private Fault strike() {
      On on = On.everything();
      return switch (wrong) {
        case RESET -> Fault.hangUp(on);
        case LOST_ANSWER -> Fault.losesTheAnswer(on);
        case STATUS_401 -> Fault.status(401, on, Map.of("WWW-Authenticate", "Basic realm=\"x\""));
        case STATUS_403 -> Fault.status(403, on);
        case STATUS_404 -> Fault.status(404, on);
        case STATUS_429 -> Fault.status(429, on, Map.of("Retry-After", "0"));
        case STATUS_500 -> Fault.status(500, on);
        case STATUS_503 -> Fault.status(503, on);
        case CUT -> Fault.cut(on);
        case HTML -> Fault.html(on);
        case OTHER_DIGEST -> Fault.bitFlipped(on);
        case HANG -> throw new IllegalStateException("it has no answer");
      };
    }

    @Override
    public String toString() {
      return wrong + " at request " + at + ", " + request.get();
    }
  }

  @BeforeEach
  void keys() throws Exception {
    world = new TestWorld(folder);
    world.take("keys/p256.pkcs8.key", "release.key");
    world.take("keys/p256.pub", "release.pub");
  }

  private static MisbehavingRegistry registry(boolean api) throws Exception {
    return MisbehavingRegistry.over(api ? new MemoryRegistry() : MemoryRegistry.without(Lack.REFERRERS_API));
  }

  private int run(String... words) {
    world.forget();
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--retries", "0"));
    return world.run(all.toArray(String[]::new));
  }

  private String said() {
    return world.out() + world.err();
  }

  /** Runs under each fault at each request until no request is struck any more. */
  private void sweep(MisbehavingRegistry registry, Run run) throws Exception {
    for (Wrong wrong : Wrong.values()) {
      for (int at = 1; ; at++) {
        var struck = new Struck(wrong, at);
        registry.has(struck.fault());
        try {
          run.under(struck, () -> {
            struck.over.countDown();
            registry.behaves();
          });
        } finally {
          struck.over.countDown();
          registry.behaves();
        }
        if (!struck.hasStruck()) {
          break;
        }
        cases++;
      }
    }
  }

  private interface Run {
    void under(Struck fault, Runnable behave) throws Exception;
  }

  private static String[] with(Struck fault, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--timeout", fault.wrong == Wrong.HANG ? "300ms" : "1m"));
    return all.toArray(String[]::new);
  }

  private void assertExit(Set<Integer> allowed, int exit, Struck fault) {
    assertTrue(allowed.contains(exit), fault + ": exit code " + exit + ", not of " + allowed + "\n" + said());
  }

  /** What is signed is never called unsigned, except by a listing that says "none" as the protocol has it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void verifyNeverDeniesWhatItCouldNotSee(boolean api) throws Exception {
    try (var registry = registry(api)) {
      TestImages.pushImage(registry.content(), registry.tag("app", "v1"));
      String app = registry.host() + "/app:v1";
      assertEquals(DONE, run("sign", "--key", "release.key", app), said());
      sweep(registry, (fault, behave) -> {
        int exit = run(with(fault, "verify", "--key", "release.pub", app));
        boolean mayDeny = fault.meansNone() || fault.wrong == Wrong.OTHER_DIGEST;
        assertExit(mayDeny ? Set.of(DONE, DENIED, UNDETERMINED) : Set.of(DONE, UNDETERMINED), exit, fault);
        boolean mayBeUnsigned = fault.meansNone() || fault.liesInAListing();
        assertTrue(mayBeUnsigned || !world.out().contains("(UNSIGNED)"), fault + ": unsigned\n" + said());
        behave.run();
        assertEquals(DONE, run("verify", "--key", "release.pub", app), said());
      });
      assertTrue(cases >= 3 * Wrong.values().length, "cases: " + cases);
    }
  }

  /** What is not signed, or by somebody else, is never admitted. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void verifyNeverAdmitsWhatIsNotSigned(boolean api) throws Exception {
    try (var registry = registry(api)) {
      world.take("keys/ed25519.pub", "other.pub");
      TestImages.pushImage(registry.content(), registry.tag("app", "v1"));
      String app = registry.host() + "/app:v1";
      assertEquals(DONE, run("sign", "--key", "release.key", app), said());
      sweep(registry, (fault, behave) -> {
        int exit = run(with(fault, "verify", "--key", "other.pub", app));
        assertExit(Set.of(DENIED, UNDETERMINED), exit, fault);
      });
      assertTrue(cases >= 3 * Wrong.values().length, "cases: " + cases);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void signLeavesNothingHalfDone(boolean api) throws Exception {
    try (var registry = registry(api)) {
      sweep(registry, (fault, behave) -> {
        String name = "app-" + fault.wrong.name().toLowerCase(Locale.ROOT) + "-" + fault.at;
        RawManifest image = TestImages.pushImage(registry.content(), registry.tag(name, "v1"));
        String app = registry.host() + "/" + name + ":v1";
        int exit = run(with(fault, "sign", "--key", "release.key", app));
        boolean isImage = fault.meansNone() || fault.wrong == Wrong.OTHER_DIGEST;
        assertExit(isImage ? Set.of(DONE, DENIED, UNDETERMINED) : Set.of(DONE, UNDETERMINED), exit, fault);
        behave.run();
        if (exit == DONE) {
          assertEquals(DONE, run("verify", "--key", "release.pub", app), fault + ": it said signed\n" + said());
        }
        assertEquals(image.digest(), registry.content().resolve(registry.tag(name, "v1")).digest());
        assertEquals(DONE, run("sign", "--key", "release.key", app), fault + ": again\n" + said());
        assertEquals(DONE, run("verify", "--key", "release.pub", app), fault + ": afterwards\n" + said());
      });
      assertTrue(cases >= 5 * Wrong.values().length, "cases: " + cases);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy", "promote"})
  void nothingIsTaggedButTheWholeImage(String command) throws Exception {
    for (boolean api : new boolean[] {true, false}) {
      try (var registry = registry(api)) {
        RawManifest image = TestImages.pushImage(registry.content(), registry.tag("app", "v1"));
        String app = registry.host() + "/app:v1";
        assertEquals(DONE, run("sign", "--key", "release.key", app), said());
        sweep(registry, (fault, behave) -> carry(registry, command, app, image.digest(), fault, behave));
      }
    }
    assertTrue(cases >= 20 * Wrong.values().length, "cases: " + cases);
  }

  private void carry(
      MisbehavingRegistry registry, String command, String app, Digest image, Struck fault, Runnable behave)
      throws Exception {
    String name = "prod-" + fault.wrong.name().toLowerCase(Locale.ROOT) + "-" + fault.at;
    ByTag live = registry.tag(name, "live");
    Digest before = TestImages.pushImage(registry.content(), live, "the one before").digest();
    String to = registry.host() + "/" + name + ":live";
    var words = new LinkedHashMap<String, List<String>>();
    words.put("copy", List.of("copy", app, to, "--expect", before.toString()));
    words.put("promote", List.of("promote", "--key", "release.pub", app, to, "--expect", before.toString()));
    String[] line = words.getOrDefault(command, List.of()).toArray(String[]::new);
    int exit = run(with(fault, line));
    assertExit(Set.of(DONE, DENIED, UNDETERMINED), exit, fault);
    boolean mayDeny = fault.meansNone() || fault.wrong == Wrong.OTHER_DIGEST;
    assertTrue(exit != DENIED || mayDeny, fault + ": denied\n" + said());
    behave.run();
    Digest now = registry.content().resolve(live).digest();
    assertTrue(now.equals(before) || now.equals(image), fault + ": the tag names " + now);
    if (exit == DONE) {
      assertEquals(image, now, fault + ": it said done");
    }
    if (now.equals(image) && !fault.meansNone() && !fault.liesInAListing()) {
      assertEquals(DONE, run("verify", "--key", "release.pub", to), fault + ": tagged unsigned\n" + said());
    }
    var again = new ArrayList<>(List.of(line));
    again.removeLast();
    again.add(now.toString());
    assertEquals(DONE, run(again.toArray(String[]::new)), fault + ": again\n" + said());
    assertEquals(DONE, run("verify", "--key", "release.pub", to), fault + ": afterwards\n" + said());
    assertEquals(image, registry.content().resolve(live).digest());
  }
}
