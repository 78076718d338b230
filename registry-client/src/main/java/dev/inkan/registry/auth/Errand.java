package dev.inkan.registry.auth;

import dev.inkan.registry.reference.Repository;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to do where.
 *
 * @param repository of which only the host counts when no more is wanted than to be let in
 * @param registry the root of the registry, as the user named it
 * @param need what the login must allow
 * @param from another repository of the registry that a blob is mounted from, which must be read for that; or null
 */
public record Errand(Repository repository, HttpUrl registry, Need need, @Nullable Repository from) {

  /** What a login must allow. */
  public enum Need {
    /** Nothing but to be let in: {@code inkan login}. */
    ENTER,
    PULL,
    /** Writing; reading is always part of it. */
    PUSH,
    /** Deleting what is there. */
    DELETE
  }

  public Errand(Repository repository, HttpUrl registry, boolean push) {
    this(repository, registry, push ? Need.PUSH : Need.PULL, null);
  }

  boolean push() {
    return need == Need.PUSH;
  }

  /** The token specification's scopes that it needs, its own repository first: {@code repository:app:pull,push}. */
  List<String> scopes() {
    if (need == Need.ENTER) {
      return List.of();
    }
    String own = scope(repository, String.join(",", actions()));
    return from == null ? List.of(own) : List.of(own, scope(from, "pull"));
  }

  /** What it needs to do with its own repository, in the token specification's words. */
  List<String> actions() {
    return switch (need) {
      case ENTER -> List.of();
      case PULL -> List.of("pull");
      case PUSH -> List.of("pull", "push");
      case DELETE -> List.of("delete", "pull");
    };
  }

  private static String scope(Repository repository, String actions) {
    return "repository:" + repository.path() + ":" + actions;
  }

  Errand asPush() {
    return new Errand(repository, registry, Need.PUSH, from);
  }
}
