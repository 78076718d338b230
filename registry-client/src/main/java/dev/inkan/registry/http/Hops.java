package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Login;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Sends a question and follows redirects, which take no credential to another origin. */
final class Hops {
  private final Wire wire;
  private final Redirects redirects;

  Hops(Wire wire, Redirects redirects) {
    this.wire = wire;
    this.redirects = redirects;
  }

  /** The answer at the end of all redirects, whatever its status. */
  Answer send(Ask ask, @Nullable Login login) throws RegistryException, TransientFailure {
    HttpUrl url = ask.url();
    Login credential = ask.isAtHome(url) ? login : null;
    for (int hops = 0; hops <= Redirects.MAX_HOPS; hops++) {
      Answer answer = wire.send(ask, url, credential);
      HttpUrl next = next(ask, url, answer);
      if (next == null) {
        return answer;
      }
      answer.close();
      if (!ask.isAtHome(next)) {
        // Nor is there one when it leads back: who sent us there chose the path.
        credential = null;
      }
      url = next;
    }
    throw ask.failure(Kind.PROTOCOL, "more than " + Redirects.MAX_HOPS + " redirects");
  }

  private @Nullable HttpUrl next(Ask ask, HttpUrl url, Answer answer) throws RegistryException {
    try {
      return redirects.next(ask, url, answer.status(), answer.header("Location"));
    } catch (RegistryException e) {
      answer.close();
      throw e;
    }
  }
}
