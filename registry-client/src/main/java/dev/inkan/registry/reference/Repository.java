package dev.inkan.registry.reference;

/**
 * Where images of one name are stored, fully expanded: {@code docker.io/library/busybox}.
 *
 * @param host the registry as the user named it, with its port if it has one ({@code localhost:5000}); Docker Hub is
 *     always {@code docker.io}
 * @param path the name below it, of the distribution specification's grammar
 */
public record Repository(String host, String path) {
  @Override
  public String toString() {
    return host + "/" + path;
  }
}
