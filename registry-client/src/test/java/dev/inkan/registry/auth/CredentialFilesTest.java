package dev.inkan.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.auth.Credential.IdentityToken;
import dev.inkan.registry.auth.Credential.Password;
import dev.inkan.registry.auth.Credential.RegistryToken;
import dev.inkan.registry.auth.CredentialSource.Found;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFilesTest {
  private static final Repository APP = new Repository("registry.example", "team/app");

  @TempDir Path home;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void keepTheMachinesOwnFilesOut() {
    environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
  }

  private static String auth(String user, String password) {
    String pair = user + ":" + password;
    return "\"auth\":\"" + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)) + "\"";
  }

  private static String auths(String key, String entry) {
    return "{\"auths\":{\"" + key + "\":{" + entry + "}}}";
  }

  private Path write(String name, String json) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, json);
  }

  private CredentialFiles read() throws UnusableCredentials {
    return CredentialFiles.read(environment, home, null);
  }

  private static Credential found(CredentialFiles files, Repository repository) throws Exception {
    return files.find(repository, Duration.ofSeconds(5)).map(Found::credential).orElseThrow();
  }

  private static String user(CredentialFiles files, Repository repository) throws Exception {
    Optional<Found> found = files.find(repository, Duration.ofSeconds(5));
    return found.isPresent() && found.get().credential() instanceof Password password ? password.user() : "nobody";
  }

  @Test
  void noFilesAtAllIsAnonymous() throws Exception {
    assertTrue(read().find(APP, Duration.ofSeconds(5)).isEmpty());
    assertTrue(read().places().contains(home.resolve(".docker/config.json").toString()));
  }

  @Test
  void anEntryOfDockersFileIsRead() throws Exception {
    Path file = write(".docker/config.json", auths("registry.example", auth("me", "a:b:\0\0")));
    Found found = read().find(APP, Duration.ofSeconds(5)).orElseThrow();
    assertEquals(new Password("me", new Secret("a:b:")), found.credential());
    assertEquals(file.toString(), found.source());
  }

  @Test
  void allKindsOfEntriesAreRead() throws Exception {
    write(".docker/config.json", auths("registry.example", "\"username\":\"me\",\"password\":\"p\""));
    assertEquals(new Password("me", new Secret("p")), found(read(), APP));
    write(".docker/config.json", auths("registry.example", auth("0", "") + ",\"identitytoken\":\"it\""));
    assertEquals(new IdentityToken(new Secret("it")), found(read(), APP));
    write(".docker/config.json", auths("registry.example", "\"registrytoken\":\"rt\""));
    assertEquals(new RegistryToken(new Secret("rt")), found(read(), APP));
    write(".docker/config.json", auths("registry.example", auth("<token>", "it")));
    assertEquals(new IdentityToken(new Secret("it")), found(read(), APP));
  }

  /** What docker leaves when a helper holds the credential. */
  @Test
  void anEmptyEntryIsNone() throws Exception {
    write(".docker/config.json", auths("registry.example", ""));
    assertEquals("nobody", user(read(), APP));
    write(".docker/config.json", "");
    assertEquals("nobody", user(read(), APP));
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io, library/x, https://index.docker.io/v1/",
    "docker.io, library/x, index.docker.io",
    "docker.io, library/x, docker.io",
    "docker.io, library/x, registry-1.docker.io",
    "registry.example, app, https://registry.example/v1/",
    "registry.example, app, https://registry.example",
    "registry.example, app, http://registry.example/v2/",
    "registry.example, app, registry.example/v1/",
    "registry.example, app, REGISTRY.example/",
    "registry.example:5000, app, https://registry.example:5000/v1/",
    "registry.example, team/app, registry.example/team",
    "registry.example, team/app, registry.example/team/app"
  })
  void oldAndNewSpellingsOfAHostAreFound(String host, String path, String key) throws Exception {
    write(".docker/config.json", auths(key, auth("me", "p")));
    assertEquals("me", user(read(), new Repository(host, path)));
  }

  /** A037: a host is compared whole. */
  @ParameterizedTest
  @CsvSource({
    "registry.example.evil, app, registry.example",
    "evil-registry.example, app, registry.example",
    "registry.example:5000, app, registry.example",
    "registry.example, app, registry.example:5000",
    "registry.example, application, registry.example/app",
    "registry.example, app, registry.example/app/sub",
    "evil.example, app, https://registry.example/evil.example",
    "example, app, registry.example"
  })
  void anotherHostOrPathIsNot(String host, String path, String key) throws Exception {
    write(".docker/config.json", auths(key, auth("me", "p")));
    assertEquals("nobody", user(read(), new Repository(host, path)));
  }

  @Test
  void theLongestPathWins() throws Exception {
    write(".config/containers/auth.json", "{\"auths\":{\"registry.example\":{" + auth("host", "p")
        + "},\"registry.example/team\":{" + auth("team", "p") + "},\"registry.example/team/app\":{" + auth("app", "p")
        + "},\"https://registry.example/v1/\":{" + auth("old", "p") + "}}}");
    assertEquals("app", user(read(), APP));
    assertEquals("team", user(read(), new Repository("registry.example", "team/other")));
    assertEquals("host", user(read(), new Repository("registry.example", "other")));
  }

  @Test
  void theFirstPlaceThatHasOneWins() throws Exception {
    write(".dockercfg", "{\"registry.example\":{" + auth("dockercfg", "p") + "}}");
    assertEquals("dockercfg", user(read(), APP));
    write(".docker/config.json", auths("registry.example", auth("docker", "p")));
    assertEquals("docker", user(read(), APP));
    write("elsewhere/config.json", auths("registry.example", auth("docker-config", "p")));
    environment.put("DOCKER_CONFIG", home.resolve("elsewhere").toString());
    assertEquals("docker-config", user(read(), APP));
    write(".config/containers/auth.json", auths("registry.example", auth("podman", "p")));
    assertEquals("podman", user(read(), APP));
    write("xdg/containers/auth.json", auths("registry.example", auth("xdg", "p")));
    environment.put("XDG_CONFIG_HOME", home.resolve("xdg").toString());
    assertEquals("xdg", user(read(), APP));
    write("run/containers/auth.json", auths("registry.example", auth("runtime", "p")));
    assertEquals("runtime", user(read(), APP));
    environment.put("DOCKER_AUTH_CONFIG", auths("registry.example", auth("inline", "p")));
    assertEquals("inline", user(read(), APP));
    environment.put("REGISTRY_AUTH_FILE", write("auth-file", auths("registry.example", auth("file", "p"))).toString());
    assertEquals("file", user(read(), APP));
    Path named = write("named", auths("other.example", auth("named", "p")));
    assertEquals("nobody", user(CredentialFiles.read(environment, home, named), APP));
  }

  @Test
  void aPlaceThatHasNoneForTheHostIsPassedOver() throws Exception {
    write(".config/containers/auth.json", auths("other.example", auth("podman", "p")));
    write(".docker/config.json", auths("registry.example", auth("docker", "p")));
    assertEquals("docker", user(read(), APP));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{", "[]", "null", "nonsense", "{\"auths\":[]}", "{\"auths\":{\"h\":1}}", "{\"auths\":{\"h\":{\"auth\":1}}}",
    "{\"auths\":{\"h\":{\"auth\":\"CANARY***\"}}}",
    "{\"auths\":{\"h\":{\"registrytoken\":\"CANARY\\nX: y\"}}}", "{\"auths\":{\"h\":{\"auth\":\"Q0FOQVJZ\"}}}",
    "{\"auths\":{\"h\":{},\"h\":{}}}", "{\"credHelpers\":[]}", "{\"credHelpers\":{\"h\":1}}", "{\"credsStore\":1}",
    "{\"credsStore\":\"../evil\"}", "{\"credsStore\":\"a b\"}", "{\"credsStore\":\"-x\"}",
    "{\"credHelpers\":{\"h\":\"/bin/sh\"}}", "{\"credHelpers\":{\"h\":\"\"}}", "\ufeff{}", "{} {}"
  })
  void aMalformedFileIsNamedAndNeverAnonymous(String json) throws Exception {
    Path file = write(".docker/config.json", json);
    UnusableCredentials e = assertThrows(UnusableCredentials.class, this::read);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(file + ": "), message);
    assertFalse(message.contains("CANARY"), message);
  }

  @Test
  void malformedContentOfAVariableIsNamedToo() {
    environment.put("DOCKER_AUTH_CONFIG", "{");
    var e = assertThrows(UnusableCredentials.class, this::read);
    assertTrue(String.valueOf(e.getMessage()).startsWith("DOCKER_AUTH_CONFIG: "));
    environment.put("DOCKER_AUTH_CONFIG", "");
    environment.put("REGISTRY_AUTH_FILE", "\0");
    assertThrows(UnusableCredentials.class, this::read);
  }

  @Test
  void aFileThatIsNamedOutrightMustBeThere() {
    assertThrows(
        UnusableCredentials.class, () -> CredentialFiles.read(environment, home, home.resolve("missing.json")));
  }

  @Test
  void whatCannotBeReadIsNotAbsent() throws Exception {
    Files.createDirectories(home.resolve(".docker/config.json"));
    assertThrows(UnusableCredentials.class, this::read);
  }

  @Test
  void anEndlessFileIsNotRead() throws Exception {
    write(".docker/config.json", " ".repeat(4 * 1024 * 1024 + 1));
    assertThrows(UnusableCredentials.class, this::read);
  }

  @Test
  void nothingSecretIsShown() throws Exception {
    write(".docker/config.json", auths("registry.example", auth("me", "CANARY")));
    CredentialFiles files = read();
    Found found = files.find(APP, Duration.ofSeconds(5)).orElseThrow();
    assertFalse((found + " " + files.places()).contains("CANARY"));
    assertFalse(new IdentityToken(new Secret("CANARY")).toString().contains("CANARY"));
    assertFalse(new RegistryToken(new Secret("CANARY")).toString().contains("CANARY"));
    assertFalse(Login.bearer(new Secret("CANARY"), "").toString().contains("CANARY"));
    assertFalse(Login.basic(new Password("me", new Secret("CANARY")), "").toString().contains("CANARY"));
    assertEquals("a *** b", new Secret("CANARY").hideIn("a CANARY b"));
  }
}
