package dev.inkan.signer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.signer.testing.Workshop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What signing an image by digest costs, the read of the image included (cosign: 15 and 17, nothing read back). */
final class RequestBudgetTest {
  private static List<String> requests(Workshop workshop, Map<String, String> annotations) throws Exception {
    workshop.registry.clearRequests();
    var image = workshop.client.manifest(workshop.subject());
    workshop.signer("p256").sign(workshop.repository, image, annotations, Workshop.NOW);
    return workshop.registry.requests().stream().map(Object::toString).toList();
  }

  @Test
  void theFirstSignatureOfARepositoryTakesTwelveRequests() throws Exception {
    try (var workshop = Workshop.withApi()) {
      List<String> requests = requests(workshop, Map.of());
      assertTrue(requests.size() <= 12, () -> String.join("\n", requests));
    }
  }

  @Test
  void aFurtherOneTakesTenAndTwoForEachThatIsThere() throws Exception {
    try (var workshop = Workshop.withApi()) {
      requests(workshop, Map.of());
      List<String> requests = requests(workshop, Map.of("a", "b"));
      assertTrue(requests.size() <= 12, () -> String.join("\n", requests));
    }
  }

  @Test
  void signingAgainTakesFour() throws Exception {
    try (var workshop = Workshop.withApi()) {
      requests(workshop, Map.of());
      List<String> requests = requests(workshop, Map.of());
      assertEquals(4, requests.size(), () -> String.join("\n", requests));
    }
  }

  @Test
  void withoutTheApiTheIndexCostsTwoMore() throws Exception {
    try (var workshop = Workshop.withoutApi()) {
      List<String> requests = requests(workshop, Map.of());
      assertTrue(requests.size() <= 14, () -> String.join("\n", requests));
      List<String> again = requests(workshop, Map.of());
      assertTrue(again.size() <= 5, () -> String.join("\n", again));
    }
  }
}
