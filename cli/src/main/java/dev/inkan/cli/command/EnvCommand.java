package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.registry.RegistryFlags;
import dev.inkan.cli.registry.RegistryHost;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.auth.CredentialFiles;
import dev.inkan.registry.reference.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** {@code inkan env}. */
public final class EnvCommand implements Command {
  /** Variables of others that change what we do; their values are names of files or of registries. */
  private static final List<String> OTHERS = List.of(
      "COSIGN_REPOSITORY", "DOCKER_CONFIG", "JAVA_HOME", "NO_COLOR", "NO_PROXY", "REGISTRY_AUTH_FILE", "XDG_CACHE_HOME",
      "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "no_proxy");
  /** Variables whose value is a secret, or may hold one. */
  private static final List<String> SECRETS = List.of(
      "COSIGN_PASSWORD", "DOCKER_AUTH_CONFIG", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy",
      "all_proxy");

  private final Surroundings surroundings;

  public EnvCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan env",
        "show what a run would use: files, credentials, variables",
        "[REGISTRY...]",
        0,
        Usage.ANY,
        List.of(new Usage.Section("Flags", List.of(RegistryFlags.CONFIG))),
        List.of("inkan env", "inkan env registry.example docker.io"),
        List.of("Of credentials it shows where they are, never what they are; no helper program is run and no registry "
            + "is asked. Without a registry's name: all that the files name."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    terminal.result("inkan    " + BuildVersion.text());
    terminal.result("java     " + Runtime.version() + " in " + System.getProperty("java.home"));
    terminal.result("home     " + surroundings.home());
    variables(terminal);
    for (Path root : RegistryFlags.certificateRoots(surroundings)) {
      terminal.result("folder   " + root + (Files.isDirectory(root) ? "" : " (not there)"));
    }
    CredentialFiles files = RegistryFlags.credentials(arguments, surroundings);
    for (String place : files.looked()) {
      terminal.result("file     " + place);
    }
    if (arguments.parameters().isEmpty()) {
      files.named().forEach(line -> terminal.result("login    " + line));
    }
    for (String name : arguments.parameters()) {
      Repository registry = RegistryHost.parse(name);
      List<String> found = files.explain(registry);
      if (found.isEmpty()) {
        terminal.result("login    " + registry.host() + ": none, it is asked anonymously");
      }
      found.forEach(line -> terminal.result("login    " + registry.host() + ": " + line));
    }
    return Outcome.DONE;
  }

  private void variables(Terminal terminal) {
    new TreeMap<>(surroundings.environment()).forEach((name, value) -> {
      boolean secret = SECRETS.contains(name) || (name.startsWith("INKAN_") && name.endsWith("PASSWORD"));
      if (secret) {
        terminal.result("variable " + name + " is set");
      } else if (OTHERS.contains(name) || name.startsWith("INKAN_")) {
        terminal.result("variable " + name + "=" + value);
      }
    });
  }
}
