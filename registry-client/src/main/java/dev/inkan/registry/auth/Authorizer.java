package dev.inkan.registry.auth;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.auth.Credential.IdentityToken;
import dev.inkan.registry.auth.Credential.Password;
import dev.inkan.registry.auth.Credential.RegistryToken;
import dev.inkan.registry.auth.CredentialSource.Found;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Answers registries' demands for a login: Bearer with a token from the token service, else Basic; with the user's
 * credential where one is found and may be shown, else as nobody in particular. Remembers what a registry wanted, so
 * that it has to demand it only once for a repository. Safe for several threads.
 */
public final class Authorizer {
  /** How often a registry may change its mind about where its tokens come from. */
  private static final int MAX_REALMS = 2;

  private final CredentialSource credentials;
  private final RealmRule rule;
  private final TokenExchange exchange;
  private final Supplier<Duration> patience;
  private final TokenCache tokens;
  private final ConcurrentMap<Place, Wanted> wanted = new ConcurrentHashMap<>();
  private final ConcurrentMap<HttpUrl, Set<HttpUrl>> realms = new ConcurrentHashMap<>();

  /** A repository of a registry: what was learned of one says nothing about another. */
  private record Place(HttpUrl registry, String path) {}

  /** What a registry wants. */
  private sealed interface Wanted {
    /** The same header every time. */
    record Fixed(Login login) implements Wanted {}

    /** A token for the scope of the errand. */
    record Tokens(BearerChallenge challenge, TokenExchange.Asker asker) implements Wanted {}
  }

  /**
   * @param patience what is left of the run's time
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public Authorizer(
      CredentialSource credentials,
      RealmRule rule,
      TokenService service,
      Supplier<Duration> patience,
      LongSupplier clock) {
    this.credentials = credentials;
    this.rule = rule;
    this.exchange = new TokenExchange(service);
    this.patience = patience;
    this.tokens = new TokenCache(clock);
  }

  /**
   * What to send unasked: nothing to a registry that has not demanded anything for this repository.
   *
   * @throws RegistryException when the token for it cannot be had
   */
  public Optional<Login> known(Errand errand) throws RegistryException {
    Wanted what = wanted.get(place(errand));
    if (what == null) {
      return Optional.empty();
    }
    return Optional.of(
        switch (what) {
          case Wanted.Fixed fixed -> fixed.login();
          case Wanted.Tokens bearer -> token(errand, bearer);
        });
  }

  /**
   * What to send after a 401.
   *
   * @param headers its {@code WWW-Authenticate}
   * @param refused what was sent, or null
   * @throws LoginFailed when there is nothing else to send
   * @throws RegistryException when a helper program or the token service failed
   */
  public Login answer(Errand errand, List<String> headers, @Nullable Login refused)
      throws LoginFailed, RegistryException {
    List<Challenge> challenges = challenges(headers);
    Challenge bearer = first(challenges, "bearer");
    if (bearer != null) {
      return bearer(errand, BearerChallenge.of(bearer, errand.registry()), refused);
    }
    if (first(challenges, "basic") != null) {
      return basic(errand, refused);
    }
    throw new LoginFailed("it wants a login in no way that is known here (Bearer, Basic)");
  }

  private static List<Challenge> challenges(List<String> headers) throws LoginFailed {
    try {
      return Challenge.parse(headers);
    } catch (Challenge.Malformed e) {
      throw new LoginFailed(String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Challenge first(List<Challenge> challenges, String scheme) {
    return challenges.stream().filter(challenge -> challenge.scheme().equals(scheme)).findFirst().orElse(null);
  }

  private Login bearer(Errand errand, BearerChallenge challenge, @Nullable Login refused)
      throws LoginFailed, RegistryException {
    Set<HttpUrl> known = realms.computeIfAbsent(errand.registry(), registry -> ConcurrentHashMap.newKeySet());
    if (!known.contains(challenge.realm()) && known.size() >= MAX_REALMS) {
      throw new LoginFailed("it names ever other token services");
    }
    known.add(challenge.realm());
    Optional<Found> found = find(errand);
    if (found.isPresent() && found.get().credential() instanceof RegistryToken token) {
      return fixed(errand, Login.bearer(token.token(), note(found.get())), refused);
    }
    var what = new Wanted.Tokens(challenge, asker(errand, challenge.realm(), found));
    wanted.put(place(errand), what);
    if (refused != null) {
      forget(errand, what, refused);
    }
    return token(errand, what);
  }

  private Login basic(Errand errand, @Nullable Login refused) throws LoginFailed, RegistryException {
    Optional<Found> found = find(errand);
    if (found.isEmpty()) {
      throw new LoginFailed(nobody(errand));
    }
    return switch (found.get().credential()) {
      case Password password -> fixed(errand, Login.basic(password, note(found.get())), refused);
      case RegistryToken token -> fixed(errand, Login.bearer(token.token(), note(found.get())), refused);
      case IdentityToken ignored ->
          throw new LoginFailed("it wants a password, and " + found.get().source() + " has an identity token");
    };
  }

  /** A header that is the same for every request to this registry; of no use when it was just refused. */
  private Login fixed(Errand errand, Login login, @Nullable Login refused) throws LoginFailed {
    if (!isConfidential(errand.registry())) {
      throw new LoginFailed("credentials are not sent in plain text to another machine; " + login.note());
    }
    if (refused != null && refused.header().equals(login.header())) {
      throw new LoginFailed(login.note());
    }
    wanted.put(place(errand), new Wanted.Fixed(login));
    return login;
  }

  private Optional<Found> find(Errand errand) throws RegistryException {
    return credentials.find(errand.repository(), patience.get());
  }

  private TokenExchange.Asker asker(Errand errand, HttpUrl realm, Optional<Found> found) {
    if (found.isEmpty()) {
      return new TokenExchange.Asker(null, nobody(errand));
    }
    String why = !rule.mayKnow(errand.registry(), realm)
        ? "its token service " + realm.host() + " is not known to be " + errand.repository().host() + "'s"
        : isConfidential(realm) ? null : "its token service is reached in plain text";
    return why == null
        ? new TokenExchange.Asker(found.get().credential(), note(found.get()))
        : new TokenExchange.Asker(null, "asked anonymously: " + why + ", so it was not shown the credentials of "
            + found.get().source());
  }

  private static String note(Found found) {
    return "the credentials of " + found.source() + " were used";
  }

  private String nobody(Errand errand) {
    return "there are no credentials for " + errand.repository().host() + " in " + credentials.places();
  }

  private static boolean isConfidential(HttpUrl url) {
    return url.isHttps() || Loopback.is(url.host());
  }

  private static Place place(Errand errand) {
    return new Place(errand.registry(), errand.repository().path());
  }

  private static TokenCache.Key key(Errand errand, Wanted.Tokens bearer) {
    BearerChallenge challenge = bearer.challenge();
    return new TokenCache.Key(
        errand.registry(),
        challenge.realm(),
        challenge.service(),
        challenge.scopesFor(errand),
        bearer.asker().credential());
  }

  /** A token that may push may pull as well. */
  private Login token(Errand errand, Wanted.Tokens bearer) throws RegistryException {
    Secret wider = tokens.peek(key(errand.asPush(), bearer));
    TokenCache.Key key = key(errand, bearer);
    Secret token = wider != null ? wider : tokens.get(key, () -> exchange.token(errand, key, bearer.asker()));
    return Login.bearer(token, bearer.asker().note());
  }

  private void forget(Errand errand, Wanted.Tokens bearer, Login refused) {
    for (Secret secret : refused.secrets()) {
      tokens.forget(key(errand, bearer), secret);
      tokens.forget(key(errand.asPush(), bearer), secret);
    }
  }
}
