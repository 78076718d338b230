package dev.inkan.registry.reference;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where images of one name are stored, fully expanded: {@code docker.io/library/busybox}. {@link References} makes one
 * of what people type.
 *
 * @param host the registry as the user named it, in lower case, with its port if it has one ({@code localhost:5000});
 *     Docker Hub is always {@code docker.io}
 * @param path the name below it, of the distribution specification's grammar
 */
public record Repository(String host, String path) {
  /** Docker Hub's name, whatever host its API is served from. */
  public static final String DOCKER_HUB = "docker.io";

  static final Set<String> DOCKER_HUB_NAMES = Set.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io");

  /** Throws {@link IllegalArgumentException} when a part is not of its grammar or not fully expanded. */
  public Repository {
    String fault = fault(host, path);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /** What keeps this from being a repository, or null. */
  static @Nullable String fault(String host, String path) {
    if (host.length() + 1 + path.length() > NameGrammar.MAX_NAME) {
      return "host and name are longer than " + NameGrammar.MAX_NAME + " characters";
    }
    String fault = NameGrammar.hostFault(host);
    if (fault == null) {
      fault = NameGrammar.pathFault(path);
    }
    if (fault == null && DOCKER_HUB_NAMES.contains(host) && !(host.equals(DOCKER_HUB) && path.contains("/"))) {
      fault = "not written in full: " + host + "/" + path + " is docker.io/NAMESPACE/NAME";
    }
    return fault;
  }

  @Override
  public String toString() {
    return host + "/" + path;
  }
}
