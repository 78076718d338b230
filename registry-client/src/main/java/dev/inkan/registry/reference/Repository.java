package dev.inkan.registry.reference;

import dev.inkan.registry.content.Printable;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where images of one name are stored, fully expanded: {@code docker.io/library/busybox}, or an OCI image layout on
 * disk: {@code oci:build/images}. {@link References} makes one of what people type.
 *
 * @param host the registry as the user named it, in lower case, with its port if it has one ({@code localhost:5000});
 *     Docker Hub is always {@code docker.io}. Of a layout its whole text, {@code oci:DIR}
 * @param path the name below it, of the distribution specification's grammar. Of a layout empty, and of nothing else
 */
public record Repository(String host, String path) {
  /** Docker Hub's name, whatever host its API is served from. */
  public static final String DOCKER_HUB = "docker.io";

  static final String LAYOUT_PREFIX = "oci:";

  private static final int MAX_DIRECTORY = 4096;

  static final Set<String> DOCKER_HUB_NAMES = Set.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io");

  /** Throws {@link IllegalArgumentException} when a part is not of its grammar or not fully expanded. */
  public Repository {
    String fault = fault(host, path);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /**
   * An OCI image layout: all images in one folder. Two names of one folder are two repositories.
   *
   * @param directory the folder as the user named it; the prefix is not part of it
   * @throws IllegalArgumentException when no folder can have that name
   */
  public static Repository layout(String directory) {
    return new Repository(LAYOUT_PREFIX + directory, "");
  }

  /** Whether this is a folder on disk, not a repository of a registry. */
  public boolean isLayout() {
    return path.isEmpty();
  }

  /** The folder of a layout, as the user named it. */
  public Optional<String> directory() {
    return isLayout() ? Optional.of(host.substring(LAYOUT_PREFIX.length())) : Optional.empty();
  }

  /** What keeps this from being a repository, or null. */
  static @Nullable String fault(String host, String path) {
    if (path.isEmpty() && host.startsWith(LAYOUT_PREFIX)) {
      return directoryFault(host.substring(LAYOUT_PREFIX.length()));
    }
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

  private static @Nullable String directoryFault(String directory) {
    if (directory.isEmpty()) {
      return "the name of the layout's folder is empty";
    }
    if (directory.length() > MAX_DIRECTORY) {
      return "the folder's name is longer than " + MAX_DIRECTORY + " characters";
    }
    boolean plain = directory
        .codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    return plain ? null : "not a folder's name: " + Printable.quoted(directory);
  }

  @Override
  public String toString() {
    return isLayout() ? host : host + "/" + path;
  }
}
