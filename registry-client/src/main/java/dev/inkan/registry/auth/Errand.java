package dev.inkan.registry.auth;

import dev.inkan.registry.reference.Repository;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to do where.
 *
 * @param registry the root of the registry, as the user named it
 * @param push whether it writes; reading is always part of it
 * @param from another repository of the registry that a blob is mounted from, which must be read for that; or null
 */
public record Errand(Repository repository, HttpUrl registry, boolean push, @Nullable Repository from) {

  public Errand(Repository repository, HttpUrl registry, boolean push) {
    this(repository, registry, push, null);
  }

  /** The token specification's scope for it: {@code repository:app:pull,push}. */
  String scope() {
    return scope(repository, push ? "pull,push" : "pull");
  }

  /** Everything that a token must allow for it, its own repository first. */
  List<String> scopes() {
    return from == null ? List.of(scope()) : List.of(scope(), scope(from, "pull"));
  }

  private static String scope(Repository repository, String actions) {
    return "repository:" + repository.path() + ":" + actions;
  }

  Errand asPush() {
    return new Errand(repository, registry, true, from);
  }
}
