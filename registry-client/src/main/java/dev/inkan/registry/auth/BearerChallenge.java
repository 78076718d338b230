package dev.inkan.registry.auth;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A registry's word on where its tokens come from.
 *
 * @param scopes the scopes that the registry asks for, as it writes them
 */
record BearerChallenge(HttpUrl realm, @Nullable String service, Set<String> scopes) {
  private static final int MAX_REALM = 8 * 1024;
  private static final String REPOSITORY = "repository:";

  BearerChallenge {
    scopes = Set.copyOf(scopes);
  }

  /**
   * Checks a challenge that comes from {@code registry}.
   *
   * @throws LoginFailed when its realm is none that is asked: no https address (http only on the registry's own host,
   *     if that is reached by http), with a user, a fragment, or with what we are to say already in its query
   */
  static BearerChallenge of(Challenge challenge, HttpUrl registry) throws LoginFailed {
    String text = challenge.parameter("realm");
    HttpUrl realm = text == null || text.length() > MAX_REALM ? null : HttpUrl.parse(text);
    if (realm == null) {
      throw new LoginFailed("it names no token service that has an address (realm)");
    }
    if (!realm.username().isEmpty() || !realm.password().isEmpty() || realm.fragment() != null
        || realm.queryParameter("scope") != null || realm.queryParameter("service") != null) {
      throw new LoginFailed("it names a token service at " + realm.host() + " by an address that is not asked (realm)");
    }
    if (!realm.isHttps() && (registry.isHttps() || !realm.host().equals(registry.host()))) {
      throw new LoginFailed("it names a token service at " + realm.host() + " that is not https (realm)");
    }
    String scope = challenge.parameter("scope");
    return new BearerChallenge(realm, challenge.parameter("service"), scope == null ? Set.of() : split(scope));
  }

  private static Set<String> split(String scope) {
    var scopes = new LinkedHashSet<>(Arrays.asList(scope.split(" ")));
    scopes.remove("");
    return scopes;
  }

  /**
   * What to ask a token for: what the errand needs, and what the registry asks for as far as that goes. A registry may
   * know its repositories by other names to its token service, so those are asked for too, but for nothing that the
   * errand does not do itself.
   */
  Set<String> scopesFor(Errand errand) {
    var all = new TreeSet<String>();
    all.addAll(errand.scopes());
    for (String scope : scopes) {
      if (!scope.contains(":")) {
        all.add(scope);
      } else if (scope.startsWith(REPOSITORY) && !isOwn(scope, errand)) {
        all.addAll(bounded(scope, errand));
      }
    }
    return all;
  }

  private static boolean isOwn(String scope, Errand errand) {
    return errand.scopes().stream().anyMatch(own -> name(own).equals(name(scope)));
  }

  /** The scope with those of its actions that the errand needs; nothing when it has none of them. */
  private static List<String> bounded(String scope, Errand errand) {
    List<String> asked = Arrays.asList(scope.substring(scope.lastIndexOf(':') + 1).split(","));
    List<String> needed = errand.actions();
    List<String> both = needed.stream().filter(action -> asked.contains(action) || asked.contains("*")).toList();
    return both.isEmpty() ? List.of() : List.of(name(scope) + ":" + String.join(",", both));
  }

  /** {@code repository:NAME}. */
  private static String name(String scope) {
    return scope.substring(0, scope.lastIndexOf(':'));
  }
}
