package dev.inkan.registry.copy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.testing.MisbehavingRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a copy costs, as the registries count it: a config and five layers, a bundle, an SBOM, and a {@code .sig} tag, by
 * tag, into a repository that does not exist. {@code docs/requests.md} derives the numbers.
 */
class RequestBudgetTest {
  private final List<String> requests = new ArrayList<>();

  private static MemoryRegistry registry(boolean api) {
    return api ? new MemoryRegistry() : MemoryRegistry.without(Lack.REFERRERS_API);
  }

  private void assertCosts(int budget, MisbehavingRegistry source, MisbehavingRegistry destination, ByTag to)
      throws Exception {
    requests.clear();
    source.clearRequests();
    destination.clearRequests();
    try (var http = HttpRegistry.open(HttpRegistryOptions.defaults().withRetries(0))) {
      Freight.copy(http, source.tag("app", "v1"), http, to);
    }
    source.requests().forEach(request -> requests.add("source " + request));
    if (destination != source) {
      destination.requests().forEach(request -> requests.add("destination " + request));
    }
    assertTrue(
        requests.size() <= budget, () -> requests.size() + " requests:\n" + String.join("\n", requests));
  }

  @ParameterizedTest
  @CsvSource({"true, 27", "false, 33"})
  void withinARegistry(boolean api, int budget) throws Exception {
    try (var registry = MisbehavingRegistry.over(registry(api))) {
      Freight.laden(registry.content(), registry.tag("app", "v1"));
      assertCosts(budget, registry, registry, registry.tag("prod/app", "v1"));
      assertCosts(12, registry, registry, registry.tag("prod/app", "v1"));
    }
  }

  @ParameterizedTest
  @CsvSource({"true, true, 49", "false, false, 55", "true, false, 55", "false, true, 55"})
  void intoAnotherRegistry(boolean sourceApi, boolean destinationApi, int budget) throws Exception {
    try (var source = MisbehavingRegistry.over(registry(sourceApi));
        var destination = MisbehavingRegistry.over(registry(destinationApi))) {
      Freight.laden(source.content(), source.tag("app", "v1"));
      assertCosts(budget, source, destination, destination.tag("prod/app", "v1"));
      assertCosts(12, source, destination, destination.tag("prod/app", "v1"));
    }
  }
}
