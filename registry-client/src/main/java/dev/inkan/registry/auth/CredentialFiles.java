package dev.inkan.registry.auth;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that docker and podman have stored. The first place that has one for the repository wins:
 *
 * <ol>
 *   <li>a file that is named outright; then nothing else is looked at
 *   <li>the file {@code REGISTRY_AUTH_FILE}
 *   <li>the JSON in {@code DOCKER_AUTH_CONFIG}
 *   <li>{@code $XDG_RUNTIME_DIR/containers/auth.json}, without that variable {@code /run/containers/UID/auth.json}
 *   <li>{@code $XDG_CONFIG_HOME/containers/auth.json}, without that variable {@code ~/.config/containers/auth.json}
 *   <li>{@code $DOCKER_CONFIG/config.json}, without that variable {@code ~/.docker/config.json}
 *   <li>{@code ~/.dockercfg}
 * </ol>
 *
 * Within a file: {@code credHelpers} of the host, then {@code credsStore}, then {@code auths}, there the longest
 * {@code host/path} first. A helper that has none for the host is passed over.
 */
public final class CredentialFiles implements CredentialSource {
  private static final int MAX_SIZE = 4 * 1024 * 1024;

  private final List<AuthFile> files;
  private final List<String> looked;
  private final Map<String, String> environment;
  private final ReentrantLock running = new ReentrantLock();
  private final Map<String, Optional<Credential>> helped = new HashMap<>();

  private CredentialFiles(List<AuthFile> files, List<String> looked, Map<String, String> environment) {
    this.files = List.copyOf(files);
    this.looked = List.copyOf(looked);
    this.environment = Map.copyOf(environment);
  }

  /**
   * Reads all the files that there are, now; helper programs are run when their credential is needed.
   *
   * @param environment the process's variables; helper programs get them too
   * @param named the file to use instead of all others ({@code --registry-config}), or null
   * @throws UnusableCredentials when a file is malformed, cannot be read, or is named outright and missing
   */
  public static CredentialFiles read(Map<String, String> environment, Path home, @Nullable Path named)
      throws UnusableCredentials {
    if (named != null) {
      AuthFile file = read(named, named.endsWith(".dockercfg"));
      if (file == null) {
        throw new UnusableCredentials(named.toString(), "there is no such file");
      }
      return new CredentialFiles(List.of(file), List.of(named.toString()), environment);
    }
    return new Search(environment, home).all();
  }

  private static @Nullable AuthFile read(Path path, boolean legacy) throws UnusableCredentials {
    if (Files.notExists(path)) {
      return null;
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_SIZE + 1);
      if (bytes.length > MAX_SIZE) {
        throw new UnusableCredentials(path.toString(), "more than " + MAX_SIZE + " bytes");
      }
      // An empty file is what `touch` and some tools leave; podman takes it as no credentials, and so it is.
      Bytes json = bytes.length == 0 ? Bytes.utf8("{}") : Bytes.of(bytes);
      return legacy ? AuthFile.parseLegacy(path.toString(), json) : AuthFile.parse(path.toString(), json);
    } catch (IOException e) {
      throw new UnusableCredentials(path.toString(), "it cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  @Override
  public Optional<Found> find(Repository repository, Duration patience) throws RegistryException {
    for (AuthFile file : files) {
      Optional<Found> found = find(file, repository, patience);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Found> find(AuthFile file, Repository repository, Duration patience) throws RegistryException {
    String own = HostKeys.forHost(file.helpers(), repository);
    String helper = own == null ? file.store() : own;
    if (helper != null) {
      var program = new CredentialHelper(helper, environment);
      Optional<Credential> credential = ask(program, HostKeys.server(repository), patience);
      if (credential.isPresent()) {
        return Optional.of(new Found(credential.get(), program.program() + " (" + file.name() + ")"));
      }
    }
    Credential stored = HostKeys.best(file.auths(), repository);
    return stored == null ? Optional.empty() : Optional.of(new Found(stored, file.name()));
  }

  /** A helper is run once for a server in a run: it may ask a person. */
  private Optional<Credential> ask(CredentialHelper program, String server, Duration patience)
      throws RegistryException {
    String key = program.program() + " " + server;
    running.lock();
    try {
      Optional<Credential> known = helped.get(key);
      if (known == null) {
        known = program.get(server, patience);
        helped.put(key, known);
      }
      return known;
    } finally {
      running.unlock();
    }
  }

  @Override
  public String places() {
    return String.join(", ", looked);
  }

  /** Every file that is looked for, in order, and whether it is there. */
  public List<String> looked() {
    var there = files.stream().map(AuthFile::name).collect(Collectors.toSet());
    return Stream.concat(
            files.stream().map(AuthFile::name).filter(name -> !looked.contains(name)), looked.stream())
        .map(name -> name + (there.contains(name) ? "" : " (not there)"))
        .toList();
  }

  /**
   * Where credentials for the registry of a repository are, the first first; never what they are. No helper program is
   * run, so one that is named may have none.
   */
  public List<String> explain(Repository repository) {
    var lines = new ArrayList<String>();
    for (AuthFile file : files) {
      String own = HostKeys.forHost(file.helpers(), repository);
      String helper = own == null ? file.store() : own;
      if (helper != null) {
        lines.add("whatever docker-credential-" + helper + " has (" + file.name() + ")");
      }
      file.auths().keySet().stream()
          .filter(key -> HostKeys.isHost(key, repository) || key.startsWith(repository.host() + "/"))
          .sorted()
          .forEach(key -> lines.add(described(file, key)));
    }
    return List.copyOf(lines);
  }

  /** The same for all registries that the files name, with their names. */
  public List<String> named() {
    var lines = new ArrayList<String>();
    for (AuthFile file : files) {
      new TreeMap<>(file.helpers()).forEach(
          (host, helper) -> lines.add(host + ": whatever docker-credential-" + helper + " has (" + file.name() + ")"));
      file.auths().keySet().stream().sorted().forEach(key -> lines.add(key + ": " + described(file, key)));
      if (file.store() != null) {
        lines.add("all others: whatever docker-credential-" + file.store() + " has (" + file.name() + ")");
      }
    }
    return List.copyOf(lines);
  }

  private static String described(AuthFile file, String key) {
    String kind =
        switch (Objects.requireNonNull(file.auths().get(key), key)) {
          case Credential.Password ignored -> "a user and a password";
          case Credential.IdentityToken ignored -> "an identity token";
          case Credential.RegistryToken ignored -> "a registry token";
        };
    return kind + " (" + file.name() + ", auths." + Printable.quoted(key) + ")";
  }

  /** Where files are looked for. */
  private static final class Search {
    private final Map<String, String> environment;
    private final Path home;
    private final List<AuthFile> files = new ArrayList<>();
    private final List<Path> looked = new ArrayList<>();

    Search(Map<String, String> environment, Path home) {
      this.environment = environment;
      this.home = home;
    }

    CredentialFiles all() throws UnusableCredentials {
      Path named = directory("REGISTRY_AUTH_FILE");
      if (named != null) {
        look(named, false);
      }
      String inline = environment.getOrDefault("DOCKER_AUTH_CONFIG", "");
      if (!inline.isBlank()) {
        files.add(AuthFile.parse("DOCKER_AUTH_CONFIG", Bytes.utf8(inline)));
      }
      Path runtime = directory("XDG_RUNTIME_DIR");
      look(runtime == null ? ownRuntimeFile() : runtime.resolve("containers/auth.json"), false);
      look(or("XDG_CONFIG_HOME", home.resolve(".config")).resolve("containers/auth.json"), false);
      look(or("DOCKER_CONFIG", home.resolve(".docker")).resolve("config.json"), false);
      look(home.resolve(".dockercfg"), true);
      return new CredentialFiles(files, looked.stream().map(Path::toString).toList(), environment);
    }

    private void look(Path path, boolean legacy) throws UnusableCredentials {
      looked.add(path);
      AuthFile file = read(path, legacy);
      if (file != null) {
        files.add(file);
      }
    }

    private Path or(String variable, Path otherwise) throws UnusableCredentials {
      Path directory = directory(variable);
      return directory == null ? otherwise : directory;
    }

    private @Nullable Path directory(String variable) throws UnusableCredentials {
      String value = environment.getOrDefault(variable, "");
      try {
        return value.isEmpty() ? null : Path.of(value);
      } catch (InvalidPathException e) {
        throw new UnusableCredentials(variable, "not a path");
      }
    }

    /** Podman's place without a session of its own: by the number of the user whose home this is. */
    private Path ownRuntimeFile() {
      try {
        return Path.of("/run/containers", String.valueOf(Files.getAttribute(home, "unix:uid")), "auth.json");
      } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
        // No such home, or no numbers here: podman keeps it with the configuration then.
        return home.resolve(".config/containers/auth.json");
      }
    }
  }
}
