package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Authorizer;
import dev.inkan.registry.auth.Login;
import dev.inkan.registry.auth.LoginFailed;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a question to its answer: logged in when that is demanded, retried, and an unwanted answer is an exception. */
final class Exchange {
  private final Hops hops;
  private final Authorizer authorizer;
  private final Retries retries;

  Exchange(Hops hops, Authorizer authorizer, Retries retries) {
    this.hops = hops;
    this.authorizer = authorizer;
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

  /** Asks once, and once more when a login is demanded. */
  Answer once(Ask ask, Set<Integer> wanted) throws RegistryException, TransientFailure {
    Answer answer = loggedIn(ask);
    if (wanted.contains(answer.status())) {
      return answer;
    }
    try (answer) {
      throw Refusal.thrown(answer);
    }
  }

  /**
   * Asks a registry to be let in, without wanting anything of it.
   *
   * @return whether it wanted to know who we are; false says nothing of the credentials
   */
  boolean enter(Site site) throws RegistryException {
    Ask ping = Ask.ping(site);
    return read(ping, Set.of(200), answer -> authorizer.known(ping.errand()).isPresent());
  }

  private Answer loggedIn(Ask ask) throws RegistryException, TransientFailure {
    Login before = authorizer.known(ask.errand()).orElse(null);
    Answer answer = hops.send(ask, before);
    if (answer.status() != 401 || answer.isForeign()) {
      return answer;
    }
    return hops.send(ask, demanded(answer, before));
  }

  private Login demanded(Answer answer, @Nullable Login before) throws RegistryException, TransientFailure {
    try (answer) {
      ErrorBody body = ErrorBody.read(answer);
      try {
        return authorizer.answer(answer.ask().errand(), challenges(answer), before);
      } catch (LoginFailed e) {
        throw answer.failure(Kind.UNAUTHORIZED, body.sentence() + "; " + e.getMessage());
      }
    }
  }

  /** Google's registries leave the challenge out of everything but a ping. */
  private List<String> challenges(Answer answer) throws RegistryException, TransientFailure {
    List<String> challenges = answer.headers("WWW-Authenticate");
    if (!challenges.isEmpty()) {
      return challenges;
    }
    try (Answer ping = hops.send(Ask.ping(answer.ask().site()), null)) {
      return ping.headers("WWW-Authenticate");
    }
  }

  /** The same without a second try: for whom there is another to ask. */
  Exchange onlyOnce() {
    return new Exchange(hops, authorizer, retries.none());
  }

  Retries retries() {
    return retries;
  }
}
