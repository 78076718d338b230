package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.registry.Images;
import dev.inkan.cli.registry.RegistryFlags;
import dev.inkan.cli.registry.RegistryHost;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.auth.CredentialFiles;
import dev.inkan.registry.auth.CredentialStore;
import dev.inkan.registry.auth.UnusableCredentials;
import dev.inkan.registry.reference.Repository;
import java.util.List;

/** {@code inkan logout}. */
public final class LogoutCommand implements Command {
  private final Surroundings surroundings;

  public LogoutCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan logout",
        "forget the login of a registry",
        "REGISTRY",
        1,
        1,
        List.of(new Usage.Section("Flags", List.of(RegistryFlags.CONFIG))),
        List.of("inkan logout registry.example"),
        List.of("Forgets what login would have kept: the helper program's, and every name of the registry in the file. "
            + "Credentials that other files have for it are left, and named."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    Repository registry = RegistryHost.parse(arguments.parameters().getFirst());
    CredentialStore store = RegistryFlags.store(arguments, surroundings);
    try {
      boolean had = store.forget(registry, RegistryFlags.DEFAULT_TIMEOUT);
      terminal.result(
          had ? "logged out of " + registry.host() : "there was no login for " + registry.host() + " in " + store.place());
    } catch (UnusableCredentials e) {
      throw Failure.unusable("the login cannot be forgotten: " + e.getMessage());
    } catch (RegistryException e) {
      throw Images.failure(e);
    }
    CredentialFiles files = RegistryFlags.credentials(arguments, surroundings);
    for (String other : files.explain(registry)) {
      terminal.warn("there are other credentials for it: " + other);
    }
    return Outcome.DONE;
  }
}
