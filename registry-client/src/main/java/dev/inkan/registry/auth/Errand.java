package dev.inkan.registry.auth;

import dev.inkan.registry.reference.Repository;
import okhttp3.HttpUrl;

/**
 * What somebody wants to do where.
 *
 * @param registry the root of the registry, as the user named it
 * @param push whether it writes; reading is always part of it
 */
public record Errand(Repository repository, HttpUrl registry, boolean push) {

  /** The token specification's scope for it: {@code repository:app:pull,push}. */
  String scope() {
    return "repository:" + repository.path() + ":" + (push ? "pull,push" : "pull");
  }

  Errand asPush() {
    return new Errand(repository, registry, true);
  }
}
