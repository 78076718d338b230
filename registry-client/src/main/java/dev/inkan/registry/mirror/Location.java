package dev.inkan.registry.mirror;

import dev.inkan.registry.reference.Repository;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A registry, or a folder of repositories in it: {@code HOST[:PORT][/PATH]}.
 *
 * @param path without slashes at its ends; empty for the whole registry
 */
record Location(String host, String path) {
  /** Null when the text is none. */
  static @Nullable Location parse(String text) {
    int slash = text.indexOf('/');
    String host = (slash < 0 ? text : text.substring(0, slash)).toLowerCase(Locale.ROOT);
    String path = slash < 0 ? "" : text.substring(slash + 1);
    String known = Repository.DOCKER_HUB_NAMES.contains(host) ? Repository.DOCKER_HUB : host;
    var location = new Location(known, path);
    // What follows proves the parts by the grammar of names; nothing else may be taken for one.
    return location.repository("a/a") == null ? null : location;
  }

  /** How much of a repository's name this is; -1 when it is not below this. */
  int matched(Repository repository) {
    if (!host.equals(repository.host())) {
      return -1;
    }
    if (path.isEmpty() || repository.path().equals(path)) {
      return path.length();
    }
    return repository.path().startsWith(path + "/") ? path.length() : -1;
  }

  /** What is below a {@link #matched} path, below this; null when nothing can have that name. */
  @Nullable Repository repository(String rest) {
    String whole = path.isEmpty() || rest.isEmpty() ? path + rest : path + "/" + rest;
    try {
      return whole.isEmpty() ? null : new Repository(host, whole);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
