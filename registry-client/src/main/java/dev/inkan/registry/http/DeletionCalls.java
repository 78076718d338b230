package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Digest;
import java.util.Set;

/** Tags, manifests and blobs deleted (distribution-spec end-9, end-10). */
final class DeletionCalls {
  private static final Set<Integer> ANSWERS = Set.of(200, 202, 204, 400, 404);

  private final Exchange exchange;

  DeletionCalls(Exchange exchange) {
    this.exchange = exchange;
  }

  void tag(Site site, String tag) throws RegistryException {
    delete(site, "manifests", tag, "tags");
  }

  void manifest(Site site, Digest digest) throws RegistryException {
    delete(site, "manifests", digest.toString(), "manifests");
  }

  void blob(Site site, Digest digest) throws RegistryException {
    delete(site, "blobs", digest.toString(), "blobs");
  }

  private void delete(Site site, String kind, String name, String what) throws RegistryException {
    Ask ask = Ask.delete(site, site.endpoint(kind, name));
    var tries = new int[1];
    exchange.retries().call(() -> {
      tries[0]++;
      try (Answer answer = exchange.once(ask, ANSWERS)) {
        settle(answer, what, tries[0] > 1);
        return answer.status();
      }
    });
  }

  private static void settle(Answer answer, String what, boolean again) throws RegistryException {
    switch (answer.status()) {
      case 404 -> {
        // After a try whose answer was lost, that it is gone is what was wanted.
        if (!again) {
          throw answer.failure(Kind.NOT_FOUND, ErrorBody.read(answer).sentence());
        }
      }
      // docker-registry 2.8 takes a tag for a digest that is none (DIGEST_INVALID).
      case 400 -> throw answer.failure(
          Kind.UNSUPPORTED, ErrorBody.read(answer).sentence() + "; the registry does not delete " + what);
      default -> {}
    }
  }
}
