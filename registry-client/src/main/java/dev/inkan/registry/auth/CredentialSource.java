package dev.inkan.registry.auth;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.reference.Repository;
import java.time.Duration;
import java.util.Optional;

/** Where credentials come from. Asked only when a registry demands a login. Safe for several threads. */
public interface CredentialSource {

  /**
   * A credential and where it was found.
   *
   * @param source for messages: a file, a helper program; never the credential
   */
  record Found(Credential credential, String source) {}

  /**
   * The credential for a repository; empty is anonymous.
   *
   * @param patience how long a helper program may take at most
   * @throws RegistryException UNAUTHORIZED when a helper that is asked for it fails: that is never anonymous
   */
  Optional<Found> find(Repository repository, Duration patience) throws RegistryException;

  /** Where it looks, for messages. */
  String places();

  /**
   * Has one for every registry that is asked.
   *
   * @param name what messages call it
   */
  static CredentialSource of(Credential credential, String name) {
    return new CredentialSource() {
      @Override
      public Optional<Found> find(Repository repository, Duration patience) {
        return Optional.of(new Found(credential, name));
      }

      @Override
      public String places() {
        return name;
      }
    };
  }

  /** Has none. */
  static CredentialSource none() {
    return new CredentialSource() {
      @Override
      public Optional<Found> find(Repository repository, Duration patience) {
        return Optional.empty();
      }

      @Override
      public String places() {
        return "use (anonymous)";
      }
    };
  }
}
