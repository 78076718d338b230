package dev.inkan.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Credential.IdentityToken;
import dev.inkan.registry.auth.Credential.Password;
import dev.inkan.registry.auth.CredentialSource.Found;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, as docker's helpers are. */
@DisabledOnOs(OS.WINDOWS)
class CredentialHelperTest {
  private static final Repository APP = new Repository("registry.example", "app");
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path home;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void putTheHelpersOnThePath() {
    environment.put("PATH", "relative:" + home + ":/usr/bin:/bin");
    environment.put("XDG_RUNTIME_DIR", home.resolve("run").toString());
  }

  private void helper(String name, String script) throws IOException {
    Path file = home.resolve("docker-credential-" + name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private CredentialFiles config(String json) throws IOException, UnusableCredentials {
    Files.createDirectories(home.resolve(".docker"));
    Files.writeString(home.resolve(".docker/config.json"), json);
    return CredentialFiles.read(environment, home, null);
  }

  private CredentialFiles withStore() throws IOException, UnusableCredentials {
    return config("{\"credsStore\":\"test\"}");
  }

  @Test
  void aHelperIsAskedWithTheHostOnItsInput() throws Exception {
    helper("test", "read host; echo \"$1\" >&2; echo \"{\\\"Username\\\":\\\"$1\\\",\\\"Secret\\\":\\\"$host\\\"}\"");
    Found found = withStore().find(APP, LONG).orElseThrow();
    assertEquals(new Password("get", new Secret("registry.example")), found.credential());
    assertEquals("docker-credential-test (" + home.resolve(".docker/config.json") + ")", found.source());
    Found hub = withStore().find(new Repository("docker.io", "library/x"), LONG).orElseThrow();
    assertEquals(new Password("get", new Secret("https://index.docker.io/v1/")), hub.credential());
  }

  @Test
  void aTokenUserMeansAnIdentityToken() throws Exception {
    helper("test", "echo '{\"ServerURL\":\"x\",\"Username\":\"<token>\",\"Secret\":\"it\"}'");
    assertEquals(Optional.of(new IdentityToken(new Secret("it"))), withStore().find(APP, LONG).map(Found::credential));
  }

  @Test
  void theHelperOfTheHostComesBeforeTheOneForAll() throws Exception {
    helper("own", "echo '{\"Username\":\"own\",\"Secret\":\"s\"}'");
    helper("all", "echo '{\"Username\":\"all\",\"Secret\":\"s\"}'");
    CredentialFiles files =
        config("{\"credHelpers\":{\"https://registry.example\":\"own\"},\"credsStore\":\"all\",\"auths\":{}}");
    assertEquals(
        Optional.of(new Password("own", new Secret("s"))), files.find(APP, LONG).map(Found::credential));
    assertEquals(
        Optional.of(new Password("all", new Secret("s"))),
        files.find(new Repository("other.example", "app"), LONG).map(Found::credential));
  }

  @Test
  void aHelperWithoutACredentialForTheHostIsPassedOver() throws Exception {
    helper("test", "echo 'credentials not found in native keychain'; exit 1");
    assertTrue(withStore().find(APP, LONG).isEmpty());
    CredentialFiles files =
        config("{\"credsStore\":\"test\",\"auths\":{\"registry.example\":{\"auth\":\"bWU6cA==\"}}}");
    assertEquals(Optional.of(new Password("me", new Secret("p"))), files.find(APP, LONG).map(Found::credential));
  }

  @Test
  void aHelperIsRunOnceForAHost() throws Exception {
    helper("test", "echo x >> " + home.resolve("runs") + "; echo '{\"Username\":\"u\",\"Secret\":\"s\"}'");
    CredentialFiles files = withStore();
    files.find(APP, LONG);
    files.find(APP, LONG);
    assertEquals("x\n", Files.readString(home.resolve("runs")));
  }

  @Test
  void aHelperSeesTheEnvironmentThatWeWereGiven() throws Exception {
    helper("test", "echo \"{\\\"Username\\\":\\\"$GIVEN-$HOME\\\",\\\"Secret\\\":\\\"s\\\"}\"");
    environment.put("GIVEN", "yes");
    assertEquals(
        Optional.of(new Password("yes-", new Secret("s"))), withStore().find(APP, LONG).map(Found::credential));
  }

  /** A failing helper is never "no credentials". */
  @Test
  void aHelperThatFailsIsAnError() throws Exception {
    RegistryException missing = fails(LONG);
    assertTrue(missing.getMessage().contains("docker-credential-test get"), missing.getMessage());
    helper("test", "echo 'the keychain is locked'; echo CANARY >&2; exit 2");
    RegistryException locked = fails(LONG);
    assertTrue(locked.getMessage().contains("the keychain is locked"), locked.getMessage());
    assertFalse(locked.getMessage().contains("CANARY"));
    for (String said : new String[] {"", "nonsense", "[]", "{\"Username\":\"CANARY\"}", "{\"Secret\":\"CANARY\"}"}) {
      helper("test", "echo '" + said + "'");
      assertFalse(fails(LONG).toString().contains("CANARY"));
    }
    Files.writeString(home.resolve("docker-credential-test"), "not a program");
    fails(LONG);
  }

  /** A program that talks on both streams without end neither blocks nor fills the memory. */
  @Test
  void aTalkativeHelperIsStopped() throws Exception {
    helper("test", "head -c 3000000 /dev/zero >&2; yes out");
    fails(LONG);
  }

  @Test
  void aHelperThatHangsIsStopped() throws Exception {
    helper("test", "sleep 600 & sleep 600");
    RegistryException e =
        assertThrows(RegistryException.class, () -> withStore().find(APP, Duration.ofMillis(300)));
    assertEquals(Kind.TIMEOUT, e.kind());
  }

  @Test
  void aHelperThatDoesNotListenIsHeardAllTheSame() throws Exception {
    helper("test", "exec 0<&-; echo '{\"Username\":\"u\",\"Secret\":\"s\"}'");
    assertEquals(Optional.of(new Password("u", new Secret("s"))), withStore().find(APP, LONG).map(Found::credential));
  }

  private RegistryException fails(Duration patience) throws Exception {
    CredentialFiles files = withStore();
    RegistryException e = assertThrows(RegistryException.class, () -> files.find(APP, patience));
    assertEquals(Kind.UNAUTHORIZED, e.kind());
    return e;
  }
}
