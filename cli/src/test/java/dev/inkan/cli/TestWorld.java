package dev.inkan.cli;

import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Surroundings.Prompt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Surroundings of a test's own, and what the program said in them. */
public final class TestWorld {
  public final Map<String, String> environment = new HashMap<>();
  private @Nullable Prompt person;
  private boolean watched;
  private TestSignals signals = new TestSignals();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Path folder;

  public TestWorld(Path folder) {
    this.folder = folder;
  }

  /** What happens while a run waits for its end. */
  public void meanwhile(Runnable what) {
    signals = new TestSignals(what);
  }

  /** Who answers at the terminal. */
  public void person(Prompt prompt) {
    person = prompt;
  }

  /** From now on standard error is a terminal. */
  public void watch() {
    watched = true;
  }

  /** A copy of a file of {@code testdata}. */
  public void take(String name, String copy) throws IOException {
    Files.copy(Path.of(System.getProperty("inkan.root"), "testdata", name), folder.resolve(copy));
  }

  /** Forgets what the program said. */
  public void forget() {
    out.reset();
    err.reset();
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
        person,
        person != null,
        watched,
        signals,
        "inkan");
  }

  /** Runs the program; what it says is added to what it said before. */
  public int run(String... words) {
    return new Program(surroundings(new PrintStream(out, false, StandardCharsets.UTF_8))).run(List.of(words));
  }

  int runInto(PrintStream results, String... words) {
    return new Program(surroundings(results)).run(List.of(words));
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
