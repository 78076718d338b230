package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.registry.Images;
import dev.inkan.cli.registry.RegistryFlags;
import dev.inkan.cli.registry.RegistryHost;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.SecretLine;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Surroundings.Prompt;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.auth.Credential.Password;
import dev.inkan.registry.auth.CredentialSource;
import dev.inkan.registry.auth.CredentialStore;
import dev.inkan.registry.auth.Secret;
import dev.inkan.registry.auth.UnusableCredentials;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.reference.Repository;
import java.util.Arrays;
import java.util.List;

/** {@code inkan login}. */
public final class LoginCommand implements Command {
  private static final Flag USER = new Flag(
      "--username", "-u", "USER", List.of(), Flag.Times.ONCE, Flag.Variable.ALLOWED, "who logs in");
  private static final Flag PASSWORD_STDIN =
      Flag.toggle("--password-stdin", null, "read the password, or an access token, from standard input");

  private final Surroundings surroundings;

  public LoginCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan login",
        "log in to a registry, and keep the login as docker does",
        "REGISTRY",
        1,
        1,
        List.of(new Usage.Section("Flags", List.of(USER, PASSWORD_STDIN)), RegistryFlags.SECTION),
        List.of("inkan login registry.example -u robot --password-stdin < token"),
        List.of(
            "The password is asked for at a terminal, or read from standard input with --password-stdin; there is no "
                + "flag for it, which every user of the machine could read.",
            "It is tried first, and kept only when the registry lets us in with it: by the helper program that the "
                + "file names for the registry (credHelpers, credsStore), else in the file, for its owner only. The file "
                + "is that of --registry-config or REGISTRY_AUTH_FILE, else docker's own config.json."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    Repository registry = RegistryHost.parse(arguments.parameters().getFirst());
    String user = arguments.value(USER)
        .orElseThrow(() -> Failure.unusable("it is not said who logs in", "-u USER says it"));
    if (user.contains(":")) {
      throw Failure.unusable("a user's name has no colon: the login could not be told from its password");
    }
    CredentialStore store = RegistryFlags.store(arguments, surroundings);
    var login = new Password(user, password(arguments, "password of " + user + " for " + registry.host() + ": "));
    HttpRegistryOptions options =
        RegistryFlags.read(
            arguments, surroundings, terminal, RegistryFlags.DEFAULT_TIMEOUT, CredentialSource.of(login, "this login"));
    if (!isLetIn(registry, options)) {
      terminal.warn(registry.host() + " lets everybody in, so the login is not proven");
    }
    try {
      terminal.result("logged in to " + registry.host() + "; kept by " + store.keep(registry, login, options.timeout()));
      return Outcome.DONE;
    } catch (UnusableCredentials e) {
      throw Failure.unusable("the login cannot be kept: " + e.getMessage());
    } catch (RegistryException e) {
      throw Images.failure(e);
    }
  }

  private static boolean isLetIn(Repository registry, HttpRegistryOptions options) throws Failure {
    try (var http = HttpRegistry.open(options)) {
      return http.logIn(registry);
    } catch (RegistryException e) {
      if (e.kind() == RegistryException.Kind.UNAUTHORIZED) {
        throw Failure.of(Outcome.UNDETERMINED, e.getMessage() + "; nothing is kept", "check the user and the password");
      }
      throw Images.failure(e);
    }
  }

  private Secret password(Arguments arguments, String question) throws Failure {
    char[] typed = arguments.has(PASSWORD_STDIN) ? fromInput() : asked(question);
    try {
      if (typed.length == 0) {
        throw Failure.unusable("the password is empty");
      }
      return new Secret(new String(typed));
    } finally {
      Arrays.fill(typed, '\0');
    }
  }

  private char[] fromInput() throws Failure {
    return new SecretLine(surroundings.in())
        .read()
        .orElseThrow(() -> Failure.unusable("there is no password on standard input"));
  }

  private char[] asked(String question) throws Failure {
    Prompt prompt = surroundings.prompt();
    char[] answer = prompt == null ? null : prompt.ask(question);
    if (answer == null) {
      throw Failure.unusable("there is no password for it", "--password-stdin reads it from standard input");
    }
    return answer;
  }
}
