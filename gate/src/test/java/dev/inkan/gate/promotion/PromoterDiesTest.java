package dev.inkan.gate.promotion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Filter.Chain;
import com.sun.net.httpserver.HttpExchange;
import dev.inkan.gate.decision.Decision.Admit;
import dev.inkan.gate.policy.Policy;
import dev.inkan.gate.promotion.Promotion.Promoted;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.copy.TagRule;
import dev.inkan.registry.copy.Target;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A promotion that is cut off at each of its requests, before the registry has seen it, and after the registry has
 * carried it out but before the answer: the tag is never there without what must hang on it, and doing it again ends
 * where an undisturbed one ends.
 */
class PromoterDiesTest {
  private static final Policy BOTH = Depot.both();

  /** When the promoter is gone, from its request number {@code at} on. */
  private record Death(int at, boolean answerOnly) {

    Fault fault() {
      var count = new AtomicInteger();
      return new Fault(
          "dies at " + at, On.everything(), Integer.MAX_VALUE, (exchange, chain) -> strike(exchange, chain, count));
    }

    private void strike(HttpExchange exchange, Chain chain, AtomicInteger count) throws IOException {
      int number = count.incrementAndGet();
      if (number < at) {
        chain.doFilter(exchange);
      } else if (number == at && answerOnly) {
        Fault.cut(On.everything()).strike().answer(exchange, chain);
      } else {
        exchange.close();
      }
    }
  }

  @Test
  void withinARegistryThatListsReferrers() throws Exception {
    dieEverywhere(new MemoryRegistry(), null);
  }

  @Test
  void withinARegistryWithoutTheReferrersApi() throws Exception {
    dieEverywhere(MemoryRegistry.without(Lack.REFERRERS_API, Lack.CONDITIONAL_WRITES), null);
  }

  @Test
  void intoAnotherRegistry() throws Exception {
    dieEverywhere(MemoryRegistry.without(Lack.REFERRERS_API), new MemoryRegistry());
  }

  /** The destination is within the source's registry when {@code source} is null. */
  private static void dieEverywhere(MemoryRegistry destination, @Nullable MemoryRegistry source) throws Exception {
    try (var to = MisbehavingRegistry.over(destination);
        var from = source == null ? null : MisbehavingRegistry.over(source)) {
      MisbehavingRegistry origin = from == null ? to : from;
      ByTag v1 = origin.tag("staging/app", "v1");
      RawManifest image = TestImages.pushImage(origin.content(), v1);
      Depot.seal(origin.content(), v1.repository(), image);
      int deaths = 0;
      for (boolean answerOnly : new boolean[] {false, true}) {
        int at = 1;
        while (dies(to, v1, new Death(at, answerOnly), image.digest())) {
          at++;
        }
        deaths += at - 1;
      }
      assertTrue(deaths > 40, "a promotion has more requests than " + deaths);
    }
  }

  /** Whether it came to the death; afterwards it is done again. Each time goes to a repository of its own. */
  private static boolean dies(MisbehavingRegistry to, ByTag v1, Death death, Digest image) throws Exception {
    ByTag live = to.tag("prod-" + death.at() + (death.answerOnly() ? "-answer" : "") + "/app", "live");
    RawManifest before = TestImages.pushImage(to.content(), live, "the one before");
    var errand =
        new Errand(v1, new Target(live.repository(), "live"), new TagRule(before.digest(), false));
    to.has(death.fault());
    Promotion first = promote(errand);
    to.behaves();
    Digest now = to.content().resolve(live).digest();
    if (now.equals(image)) {
      assertInstanceOf(
          Admit.class,
          Depot.judge(BOTH, to.content(), new ByDigest(live.repository(), image), v1).decision(),
          "tagged without its signatures after " + death);
      if (first instanceof Promoted) {
        return false;
      }
    } else {
      assertEquals(before.digest(), now, "the tag is as it was after " + death);
    }
    assertInstanceOf(Promoted.class, assertNotNullPromotion(promote(errand)), "done again after " + death);
    assertEquals(image, to.content().resolve(live).digest());
    assertInstanceOf(
        Admit.class, Depot.judge(BOTH, to.content(), new ByDigest(live.repository(), image), v1).decision());
    return true;
  }

  private static Promotion assertNotNullPromotion(@Nullable Promotion promotion) {
    assertNotNull(promotion);
    return promotion;
  }

  /** Null when it was cut off. */
  private static @Nullable Promotion promote(Errand errand) {
    var options = HttpRegistryOptions.defaults().withRetries(0).withTimeout(Duration.ofSeconds(20));
    try (var http = HttpRegistry.open(options)) {
      return Depot.promoter(BOTH, http, http).promote(errand, Depot.NOW);
    } catch (RegistryException e) {
      assertTrue(!e.kind().isVerdict() || e.kind() == Kind.NOT_FOUND, e.getMessage());
      return null;
    }
  }
}
