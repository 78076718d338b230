package dev.inkan.registry.auth;

import dev.inkan.registry.reference.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How credential files call registries: {@code host}, {@code host/path} (podman), {@code https://host/v1/}. */
final class HostKeys {
  /** What {@code docker login} writes, and what helper programs know Docker Hub as. */
  static final String DOCKER_HUB = "https://index.docker.io/v1/";

  private static final Set<String> DOCKER_HUB_HOSTS = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

  private HostKeys() {}

  /** What a helper program is asked for. */
  static String server(Repository repository) {
    return repository.host().equals(Repository.DOCKER_HUB) ? DOCKER_HUB : repository.host();
  }

  /**
   * The value of the key that fits a repository best, or null: the longest {@code host/path} that it lies below, then
   * the host itself, then the forms with a scheme, of which only the host counts. Hosts are compared whole.
   */
  static <T> @Nullable T best(Map<String, T> entries, Repository repository) {
    for (String name : names(repository)) {
      T exact = entries.get(name);
      if (exact != null) {
        return exact;
      }
    }
    return forHost(entries, repository);
  }

  /** The same for keys that can only be hosts. */
  static <T> @Nullable T forHost(Map<String, T> entries, Repository repository) {
    T exact = entries.get(repository.host());
    if (exact != null) {
      return exact;
    }
    for (var entry : entries.entrySet()) {
      if (isHost(entry.getKey(), repository)) {
        return entry.getValue();
      }
    }
    return null;
  }

  /** Whether a key is a name of the repository's whole registry, not of a path in it. */
  static boolean isHost(String key, Repository repository) {
    return key.equals(repository.host()) || repository.host().equals(host(key));
  }

  /** {@code host/a/b/c, host/a/b, host/a}. */
  private static List<String> names(Repository repository) {
    var names = new ArrayList<String>();
    String name = repository.toString();
    while (name.length() > repository.host().length()) {
      names.add(name);
      name = name.substring(0, name.lastIndexOf('/'));
    }
    return names;
  }

  /** The host of a key that has a scheme or a version in it, or is another name of Docker Hub; else no host at all. */
  private static String host(String key) {
    String rest = key.toLowerCase(Locale.ROOT);
    boolean hasScheme = rest.startsWith("https://") || rest.startsWith("http://");
    if (hasScheme) {
      rest = rest.substring(rest.indexOf("://") + 3);
    }
    int slash = rest.indexOf('/');
    String path = slash < 0 ? "" : rest.substring(slash);
    String host = slash < 0 ? rest : rest.substring(0, slash);
    boolean whole = hasScheme || Set.of("", "/", "/v1", "/v1/", "/v2", "/v2/").contains(path);
    return !whole ? "" : DOCKER_HUB_HOSTS.contains(host) ? Repository.DOCKER_HUB : host;
  }
}
