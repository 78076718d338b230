package dev.inkan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a process of its own can show: signals, standard streams, the locale. */
class ProcessTest {

  private static Process start(Map<String, String> environment, String... words) throws IOException {
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.inkan.cli.Main"));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static void signal(Process process, String name) throws Exception {
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
}
