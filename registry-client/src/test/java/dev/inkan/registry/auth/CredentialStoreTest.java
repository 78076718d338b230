package dev.inkan.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.auth.Credential.Password;
import dev.inkan.registry.auth.CredentialSource.Found;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where a login is kept, and how it is forgotten. */
@DisabledOnOs(OS.WINDOWS)
class CredentialStoreTest {
  private static final Repository APP = new Repository("registry.example:5000", "app");
  private static final Repository HUB = new Repository("docker.io", "library/app");
  private static final Password LOGIN = new Password("me", new Secret("pass:word"));
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path home;

  private final Map<String, String> environment = new HashMap<>();
  private Path docker;
  private Path file;

  @BeforeEach
  void nothingIsKept() {
    environment.put("PATH", home + ":/usr/bin:/bin");
    environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
    docker = home.resolve(".docker");
    file = docker.resolve("config.json");
  }

  private CredentialStore store() throws UnusableCredentials {
    return CredentialStore.of(environment, home, null);
  }

  private Optional<Credential> found(Repository repository) throws Exception {
    return CredentialFiles.read(environment, home, null).find(repository, LONG).map(Found::credential);
  }

  private void write(String json) throws IOException {
    Files.createDirectories(docker);
    Files.writeString(file, json);
  }

  private String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aFirstLoginMakesAFileThatOnlyItsOwnerReads() throws Exception {
    assertEquals(file.toString(), store().keep(APP, LOGIN, LONG));
    assertEquals(Optional.of(LOGIN), found(APP));
    assertEquals("rw-------", mode(file));
    assertEquals("rwx------", mode(docker));
    try (Stream<Path> all = Files.list(docker)) {
      assertEquals(List.of(".config.json.lock", "config.json"), all.map(p -> p.toFile().getName()).sorted().toList());
    }
  }

  @Test
  void dockerHubIsKeptUnderTheNameThatDockerLooksFor() throws Exception {
    store().keep(HUB, LOGIN, LONG);
    assertTrue(Files.readString(file).contains("\"https://index.docker.io/v1/\""));
    assertEquals(Optional.of(LOGIN), found(HUB));
  }

  @Test
  void whatTheFileHoldsBesidesStaysInItsOrder() throws Exception {
    write("{\"z\":1.50,\"auths\":{\"b.example\":{\"auth\":\"YTpi\",\"x\":[]}},\"HttpHeaders\":{\"A\":\"b\"}}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    store().keep(APP, LOGIN, LONG);
    assertEquals("rw-------", mode(file));
    String text = Files.readString(file).replaceAll("\\s", "");
    assertTrue(text.startsWith("{\"z\":1.50,\"auths\":{\"b.example\":{\"auth\":\"YTpi\",\"x\":[]},"), text);
    assertTrue(text.endsWith("},\"HttpHeaders\":{\"A\":\"b\"}}"), text);
  }

  @Test
  void anotherLoginTakesThePlaceOfEveryNameOfTheHost() throws Exception {
    write("{\"auths\":{\"https://registry.example:5000/v1/\":{\"auth\":\"YTpi\"},\"registry.example:5000\":{},"
        + "\"registry.example:5000/team\":{\"auth\":\"dDp0\"}}}");
    store().keep(APP, LOGIN, LONG);
    assertEquals(Optional.of(LOGIN), found(APP));
    String text = Files.readString(file);
    assertFalse(text.contains("/v1/"), text);
    assertTrue(text.contains("registry.example:5000/team"), text);
  }

  @Test
  void forgettingLeavesTheOthers() throws Exception {
    write("{\"auths\":{\"registry.example:5000\":{\"auth\":\"YTpi\"},\"b.example\":{\"auth\":\"YTpi\"}}}");
    assertTrue(store().forget(APP, LONG));
    assertEquals(Optional.empty(), found(APP));
    assertTrue(found(new Repository("b.example", "x")).isPresent());
    assertFalse(store().forget(APP, LONG));
  }

  @Test
  void forgettingMakesNoFile() throws Exception {
    assertFalse(store().forget(APP, LONG));
    assertFalse(Files.exists(file));
  }

  @Test
  void aLinkedFileIsReplacedWhereItIsAndTheLinkStays() throws Exception {
    Path real = home.resolve("dotfiles/docker.json");
    Files.createDirectories(real.getParent());
    Files.writeString(real, "{}");
    Files.createDirectories(docker);
    Files.createSymbolicLink(file, real);
    store().keep(APP, LOGIN, LONG);
    assertTrue(Files.isSymbolicLink(file));
    assertTrue(Files.readString(real).contains("registry.example:5000"));
  }

  @Test
  void aFileThatIsNotJsonStaysAsItIs() throws Exception {
    write("{\"auths\":");
    var refused = assertThrows(UnusableCredentials.class, () -> store().keep(APP, LOGIN, LONG));
    assertTrue(String.valueOf(refused.getMessage()).startsWith(file.toString()), refused.getMessage());
    assertEquals("{\"auths\":", Files.readString(file));
  }

  @Test
  void theFileOfAVariableComesBeforeDockers() throws Exception {
    environment.put("DOCKER_CONFIG", home.resolve("d").toString());
    assertEquals(home.resolve("d/config.json").toString(), store().place());
    environment.put("REGISTRY_AUTH_FILE", home.resolve("auth.json").toString());
    assertEquals(home.resolve("auth.json").toString(), store().place());
    assertEquals("/n", CredentialStore.of(environment, home, Path.of("/n")).place());
  }

  @Test
  void loginsOfSeveralProcessesAllStay() throws Exception {
    var running = new ArrayList<Process>();
    for (int i = 0; i < 4; i++) {
      running.add(new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp", System.getProperty("java.class.path"), Keeper.class.getName(), file.toString(), "p" + i)
          .inheritIO()
          .start());
    }
    for (Process process : running) {
      assertEquals(0, process.waitFor());
    }
    for (int i = 0; i < 4 * Keeper.LOGINS; i++) {
      var host = new Repository("p" + i / Keeper.LOGINS + "-" + i % Keeper.LOGINS + ".example", "x");
      assertTrue(
          CredentialFiles.read(environment, home, null).find(host, LONG).isPresent(), "lost: " + host);
    }
  }

  /** A process that logs in to several hosts, one after the other. */
  static final class Keeper {
    static final int LOGINS = 25;

    private Keeper() {}

    public static void main(String[] args) throws Exception {
      CredentialStore store = CredentialStore.of(Map.of(), Path.of("/nonexistent"), Path.of(args[0]));
      for (int i = 0; i < LOGINS; i++) {
        store.keep(new Repository(args[1] + "-" + i + ".example", "x"), LOGIN, LONG);
      }
    }
  }

  private void helper(String script) throws IOException {
    Path program = home.resolve("docker-credential-test");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aHelperKeepsItInsteadOfTheFile() throws Exception {
    helper("echo \"$1\" > " + home + "/verb; cat > " + home + "/said");
    write("{\"credHelpers\":{\"registry.example:5000\":\"test\"}}");
    assertEquals("docker-credential-test (" + file + ")", store().keep(APP, LOGIN, LONG));
    assertEquals("store\n", Files.readString(home.resolve("verb")));
    assertEquals(
        "{\"ServerURL\":\"registry.example:5000\",\"Username\":\"me\",\"Secret\":\"pass:word\"}",
        Files.readString(home.resolve("said")));
    assertFalse(Files.readString(file).contains("auths"));
  }

  @Test
  void aHelperIsToldToForget() throws Exception {
    helper("echo \"$1 $(cat)\" > " + home + "/said");
    write("{\"credsStore\":\"test\",\"auths\":{\"https://index.docker.io/v1/\":{}}}");
    assertTrue(store().forget(HUB, LONG));
    assertEquals("erase https://index.docker.io/v1/\n", Files.readString(home.resolve("said")));
    assertFalse(Files.readString(file).contains("index.docker.io"));
  }

  @Test
  void aHelperThatFailsKeepsNothingAndItsWordsHideTheSecret() throws Exception {
    helper("echo \"locked: $(cat)\"; exit 1");
    write("{\"credsStore\":\"test\"}");
    var failed = assertThrows(RegistryException.class, () -> store().keep(APP, LOGIN, LONG));
    assertTrue(String.valueOf(failed.getMessage()).contains("locked"), failed.getMessage());
    assertFalse(String.valueOf(failed.getMessage()).contains("pass:word"), failed.getMessage());
    assertEquals("{\"credsStore\":\"test\"}", Files.readString(file));
  }
}
