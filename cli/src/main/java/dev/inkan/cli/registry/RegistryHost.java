package dev.inkan.cli.registry;

import dev.inkan.cli.surroundings.Failure;
import dev.inkan.registry.reference.MalformedReference;
import dev.inkan.registry.reference.References;
import dev.inkan.registry.reference.Repository;
import java.util.Locale;

/** A registry as people name it to log in: {@code host[:port]}, and {@code https://host/}, as docker takes it too. */
public final class RegistryHost {
  /** Any name in it; a login is for the host. */
  private static final String ANY = "/library/any";

  private RegistryHost() {}

  /**
   * Some repository of the registry, of which only the host counts.
   *
   * @throws Failure UNUSABLE when it is anything but a host
   */
  public static Repository parse(String text) throws Failure {
    String host = text;
    if (host.toLowerCase(Locale.ROOT).startsWith("https://")) {
      host = host.substring("https://".length());
    }
    if (host.endsWith("/")) {
      host = host.substring(0, host.length() - 1);
    }
    try {
      if (host.contains("/") || host.isEmpty()) {
        throw Failure.unusable("a registry is named by its host alone: " + text, "leave out the repository's name");
      }
      Repository repository = References.parseRepository(host + ANY);
      if (repository.host().equals(Repository.DOCKER_HUB) && !host.toLowerCase(Locale.ROOT).endsWith("docker.io")) {
        throw Failure.unusable("not a registry's host: " + text, "a host has a dot or a port, or is localhost");
      }
      return repository;
    } catch (MalformedReference e) {
      throw Failure.unusable(String.valueOf(e.getMessage()));
    }
  }
}
