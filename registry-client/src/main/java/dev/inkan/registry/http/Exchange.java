package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Secret;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** From a question to its answer: redirects are followed, unwanted answers are exceptions. */
final class Exchange {
  private final Wire wire;
  private final Redirects redirects;
  private final Retries retries;

  Exchange(Wire wire, Redirects redirects, Retries retries) {
    this.wire = wire;
    this.redirects = redirects;
    this.retries = retries;
  }

  /** Takes what is needed from an answer. */
  @FunctionalInterface
  interface Reading<T> {
    T of(Answer answer) throws RegistryException, TransientFailure;
  }

  /** Asks until an answer with a wanted status could be read whole. */
  <T> T read(Ask ask, Set<Integer> wanted, Reading<T> reading) throws RegistryException {
    return retries.call(() -> {
      try (Answer answer = once(ask, wanted)) {
        return reading.of(answer);
      }
    });
  }

  /** Asks until there is an answer with a wanted status; its body is the caller's matter. */
  Answer open(Ask ask, Set<Integer> wanted) throws RegistryException {
    return retries.call(() -> once(ask, wanted));
  }

  /** Asks once. */
  Answer once(Ask ask, Set<Integer> wanted) throws RegistryException, TransientFailure {
    Answer answer = followed(ask, ask.authorization());
    if (wanted.contains(answer.status())) {
      return answer;
    }
    try (answer) {
      throw Refusal.thrown(answer);
    }
  }

  private Answer followed(Ask ask, @Nullable Secret authorization) throws RegistryException, TransientFailure {
    HttpUrl url = ask.url();
    Secret credential = authorization;
    for (int hops = 0; hops <= Redirects.MAX_HOPS; hops++) {
      Answer answer = wire.send(ask, url, credential);
      HttpUrl next = redirects.next(ask, url, answer.status(), answer.header("Location"));
      if (next == null) {
        return answer;
      }
      answer.close();
      if (!Sites.sameOrigin(ask.url(), next)) {
        // Also not when it leads back: who sends us there chose the path.
        credential = null;
      }
      url = next;
    }
    throw ask.failure(Kind.PROTOCOL, "more than " + Redirects.MAX_HOPS + " redirects");
  }

  Retries retries() {
    return retries;
  }

  Redirects redirects() {
    return redirects;
  }
}
