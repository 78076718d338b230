package dev.inkan.cli;

import dev.inkan.cli.surroundings.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Surroundings of a test's own, and what the program said in them. */
final class TestWorld {
  final Map<String, String> environment = new HashMap<>();
  TestSignals signals = new TestSignals();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Path folder;

  TestWorld(Path folder) {
    this.folder = folder;
  }

  Surroundings surroundings(PrintStream results) {
    return new Surroundings(
        environment,
        folder,
        folder.resolve("home"),
        Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC),
        new ByteArrayInputStream(new byte[0]),
        results,
        new PrintStream(err, true, StandardCharsets.UTF_8),
        null,
        false,
        signals,
        "inkan");
  }

  int run(String... words) {
    return new Program(surroundings(new PrintStream(out, false, StandardCharsets.UTF_8))).run(List.of(words));
  }

  int runInto(PrintStream results, String... words) {
    return new Program(surroundings(results)).run(List.of(words));
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
