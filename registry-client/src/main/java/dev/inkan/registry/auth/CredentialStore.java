package dev.inkan.registry.auth;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.auth.Credential.Password;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.reference.Repository;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a login is kept, as {@code docker login} keeps it: with the helper program that the file names for the host, or
 * for all; without one in the file itself, which only its owner may read.
 */
public final class CredentialStore {
  private final Path file;
  private final Map<String, String> environment;

  private CredentialStore(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = Map.copyOf(environment);
  }

  /**
   * The store that docker would use, in the first of: the file that is named outright, {@code REGISTRY_AUTH_FILE},
   * {@code $DOCKER_CONFIG/config.json}, {@code ~/.docker/config.json}. {@link CredentialFiles} reads them all.
   *
   * @param environment the process's variables; helper programs get them too
   * @param named the file to use instead of all others ({@code --registry-config}), or null
   * @throws UnusableCredentials when a variable names no file
   */
  public static CredentialStore of(Map<String, String> environment, Path home, @Nullable Path named)
      throws UnusableCredentials {
    if (named != null) {
      return new CredentialStore(named, environment);
    }
    String auth = environment.getOrDefault("REGISTRY_AUTH_FILE", "");
    String docker = environment.getOrDefault("DOCKER_CONFIG", "");
    try {
      return new CredentialStore(
          !auth.isEmpty()
              ? Path.of(auth)
              : (docker.isEmpty() ? home.resolve(".docker") : Path.of(docker)).resolve("config.json"),
          environment);
    } catch (InvalidPathException e) {
      throw new UnusableCredentials(auth.isEmpty() ? "DOCKER_CONFIG" : "REGISTRY_AUTH_FILE", "not a path");
    }
  }

  /**
   * Keeps a password for the registry of a repository, in place of what was kept for it.
   *
   * @param patience how long a helper program may take at most
   * @return where it is kept: a helper program or a file
   * @throws UnusableCredentials when the file cannot be read or written, or is not what it should be
   * @throws RegistryException when the helper program fails; then nothing is kept
   */
  public String keep(Repository repository, Password password, Duration patience)
      throws UnusableCredentials, RegistryException {
    CredentialHelper helper = helper(repository);
    if (helper != null) {
      helper.store(HostKeys.server(repository), password, patience);
      return helper.program() + " (" + file + ")";
    }
    String pair = password.user() + ":" + password.secret().reveal();
    String auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    new ConfigFile(file).change(before -> with(
        before, without(auths(before), repository), HostKeys.server(repository),
        new JsonObject(Map.of("auth", new JsonString(auth)))));
    return file.toString();
  }

  /**
   * Forgets what is kept for the registry of a repository, under any of its names.
   *
   * @return whether anything was kept
   * @throws UnusableCredentials when the file cannot be read or written, or is not what it should be
   * @throws RegistryException when the helper program fails
   */
  public boolean forget(Repository repository, Duration patience) throws UnusableCredentials, RegistryException {
    CredentialHelper helper = helper(repository);
    boolean helped = helper != null && helper.erase(HostKeys.server(repository), patience);
    return forgetInFile(repository) || helped;
  }

  private boolean forgetInFile(Repository repository) throws UnusableCredentials {
    var config = new ConfigFile(file);
    return config.read().get("auths") != null
        && config.change(before -> with(before, without(auths(before), repository), null, null));
  }

  /** The file, whether or not a helper program keeps the secrets. */
  public String place() {
    return file.toString();
  }

  private @Nullable CredentialHelper helper(Repository repository) throws UnusableCredentials {
    JsonObject document = new ConfigFile(file).read();
    AuthFile named = AuthFile.of(file.toString(), document);
    String own = HostKeys.forHost(named.helpers(), repository);
    String helper = own == null ? named.store() : own;
    return helper == null ? null : new CredentialHelper(helper, environment);
  }

  private static Map<String, JsonValue> auths(JsonObject document) throws MalformedContent {
    JsonValue auths = document.get("auths");
    return auths == null ? Map.of() : auths.asObject("auths").members();
  }

  private static Map<String, JsonValue> without(Map<String, JsonValue> auths, Repository repository) {
    var rest = new LinkedHashMap<>(auths);
    rest.keySet().removeIf(key -> HostKeys.isHost(key, repository));
    return rest;
  }

  private static JsonObject with(
      JsonObject document, Map<String, JsonValue> auths, @Nullable String key, @Nullable JsonObject entry) {
    var entries = new LinkedHashMap<>(auths);
    if (key != null && entry != null) {
      entries.put(key, entry);
    }
    var members = new LinkedHashMap<>(document.members());
    members.put("auths", new JsonObject(entries));
    return new JsonObject(members);
  }
}
