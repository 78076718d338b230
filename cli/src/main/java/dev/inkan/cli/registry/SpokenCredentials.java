package dev.inkan.cli.registry;

import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.auth.CredentialSource;
import dev.inkan.registry.reference.Repository;
import java.time.Duration;
import java.util.Optional;

/** Says with {@code -v} where credentials came from; never what they are. */
record SpokenCredentials(CredentialSource source, Terminal terminal) implements CredentialSource {

  @Override
  public Optional<Found> find(Repository repository, Duration patience) throws RegistryException {
    Optional<Found> found = source.find(repository, patience);
    terminal.detail(
        found.isPresent()
            ? "credentials for " + repository + " come from " + found.get().source()
            : "no credentials for " + repository + " in " + places());
    return found;
  }

  @Override
  public String places() {
    return source.places();
  }
}
