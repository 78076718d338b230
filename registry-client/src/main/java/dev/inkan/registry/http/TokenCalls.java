package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.auth.TokenService;
import dev.inkan.registry.content.Bytes;
import java.util.Map;

/** Token services over HTTP. They are never followed to another origin: what they are shown is for them. */
final class TokenCalls implements TokenService {
  private static final int MAX_SIZE = 1024 * 1024;

  private final Hops hops;
  private final Retries retries;
  private final Sites sites;

  TokenCalls(Hops hops, Retries retries, Sites sites) {
    this.sites = sites;
    this.hops = hops;
    this.retries = retries;
  }

  @Override
  public Bytes ask(Question question) throws RegistryException {
    Site site = sites.site(question.errand().repository());
    String method = question.form() == null ? "GET" : "POST";
    Ask ask = new Ask(
        site,
        question.url(),
        method,
        question.url(),
        Map.of("Accept", "application/json"),
        question.form(),
        false,
        null,
        Ask.Following.OWN_ORIGIN,
        false);
    return retries.call(() -> {
      try (Answer answer = hops.send(ask, question.login())) {
        if (answer.status() != 200) {
          throw Refusal.thrown(answer);
        }
        return answer.read(MAX_SIZE);
      }
    });
  }
}
