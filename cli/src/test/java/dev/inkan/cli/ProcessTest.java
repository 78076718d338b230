package dev.inkan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a process of its own can show: signals, standard streams, the locale. */
class ProcessTest {

  static Process start(Map<String, String> environment, String... words) throws IOException {
    return start(List.of(), environment, words);
  }

  private static Process start(List<String> flags, Map<String, String> environment, String... words)
      throws IOException {
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.inkan.cli.Main"));
    command.addAll(1, flags);
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.start();
  }

  static void signal(Process process, String name) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aRegistryEndsCleanlyWhenToldTo(String signal) throws Exception {
    Process process = start(Map.of(), "registry", "serve", "--listen", "127.0.0.1:0");
    try (BufferedReader out = process.inputReader(UTF_8)) {
      String first = String.valueOf(out.readLine());
      assertTrue(first.matches("listening on http://127\\.0\\.0\\.1:[0-9]+"), first);
      var connection = (HttpURLConnection)
          URI.create(first.substring("listening on ".length()) + "/v2/").toURL().openConnection();
      assertEquals(200, connection.getResponseCode());
      signal(process, signal);
      assertEquals(0, process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whatWasPushedToAFolderOutlivesTheRegistry(@TempDir Path folder) throws Exception {
    var store = folder.resolve("store");
    RawManifest image =
        TestImages.pushImage(new LayoutRegistry(folder), new ByTag(Repository.layout("source"), "v1"));
    for (String signal : List.of("KILL", "TERM")) {
      Process registry =
          start(Map.of(), "registry", "serve", "--listen", "127.0.0.1:0", "--dir", store.toString());
      try (BufferedReader out = registry.inputReader(UTF_8)) {
        String host = String.valueOf(out.readLine()).replaceFirst("listening on http://", "");
        Process copy = start(Map.of(), "copy", "oci:" + folder.resolve("source") + ":v1", host + "/team/app:v1");
        assertEquals(0, copy.waitFor(), new String(copy.getErrorStream().readAllBytes(), UTF_8));
        signal(registry, signal);
        registry.waitFor();
      } finally {
        registry.destroyForcibly();
      }
      assertEquals(image, new LayoutRegistry(store).resolve(new ByTag(Repository.layout("team/app"), "v1")));
    }
  }

  /** A281: the locale changes neither what is read nor what is written. */
  @Test
  void aPlainLocaleChangesNothing() throws Exception {
    Process process = start(Map.of("LC_ALL", "C", "LANG", "C"), "nonsense\u00e9");
    assertEquals("", new String(process.getInputStream().readAllBytes(), UTF_8));
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertTrue(err.startsWith("inkan: there is no command nonsense"), err);
    assertEquals(2, process.waitFor());
  }

  /** A265. */
  @Test
  void aReaderThatWentAwayIsAFailure() throws Exception {
    Process process = start(Map.of(), "help");
    process.getInputStream().close();
    assertEquals(2, process.waitFor());
  }

  @Test
  void aSignalEndsAnyOtherCommandWithItsOwnCode() throws Exception {
    try (var nobody = new ServerSocket(0)) {
      // Connections are taken and never answered.
      String image = "127.0.0.1:" + nobody.getLocalPort() + "/app:v1";
      String key = Path.of(System.getProperty("inkan.root"), "testdata", "keys", "p256.pub").toString();
      for (var signal : Map.of("TERM", 143, "INT", 130).entrySet()) {
        Process process = start(Map.of(), "verify", "--key", key, image);
        nobody.accept();
        signal(process, signal.getKey());
        assertEquals(signal.getValue(), process.waitFor());
      }
    }
  }

  /** Start-up is a feature: nothing that a command does not need is on its path. */
  @Test
  void theVersionIsPrintedWithoutLoadingWhatItDoesNotNeed() throws Exception {
    Process process = start(List.of("-Xlog:class+load:stdout"), Map.of(), "version");
    String loaded = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor());
    assertTrue(loaded.contains("dev.inkan.cli.command.VersionCommand"), loaded);
    for (String name : List.of(
        "okhttp3.", "kotlin.", "com.google.gson.", "org.bouncycastle.", "org.snakeyaml.", "dev.inkan.gate.",
        "dev.inkan.signer.", "dev.inkan.verifier.", "dev.inkan.cli.command.SignCommand",
        "java.util.logging.")) {
      assertFalse(loaded.contains(" " + name), name);
    }
  }
}
