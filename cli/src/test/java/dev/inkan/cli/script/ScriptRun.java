package dev.inkan.cli.script;

import dev.inkan.cli.Program;
import dev.inkan.cli.TestSignals;
import dev.inkan.cli.script.Script.Step;
import dev.inkan.cli.surroundings.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of a script in a folder of its own. */
final class ScriptRun implements AutoCloseable {
  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);

  private final Script script;
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private @Nullable ScriptRegistry registry;
  private boolean atTerminal;
  private boolean filesWritten;
  private List<String> lastOutput = List.of();

  ScriptRun(Script script, Path folder) {
    this.script = script;
    this.folder = folder;
    variables.put("FOLDER", folder.toString());
    variables.put("ESC", "\u001b");
    variables.put("CR", "\r");
  }

  void run() throws IOException {
    for (Step step : script.steps()) {
      try {
        if (step.isCommand()) {
          command(step);
        } else {
          prepare(Words.split(Words.expand(step.text(), variables)));
        }
      } catch (RuntimeException | IOException | AssertionError e) {
        throw new AssertionError("line " + step.line() + ", " + step.text() + ": " + e.getMessage(), e);
      }
    }
  }

  private void prepare(List<String> words) throws IOException {
    String argument = words.size() < 2 ? "" : words.get(1);
    switch (words.getFirst()) {
      case "set" -> {
        int equals = argument.indexOf('=');
        environment.put(argument.substring(0, equals), argument.substring(equals + 1));
      }
      case "unset" -> environment.remove(argument);
      case "answer" -> {
        atTerminal = true;
        answers.add(argument);
      }
      case "take" -> take(argument, folder.resolve(words.get(2)));
      case "registry" -> {
        registry = ScriptRegistry.start(words.subList(1, words.size()));
        variables.put("REGISTRY", registry.host());
      }
      case "image" -> registry().image(argument, words.get(2), words.get(words.size() - 1), variables);
      case "index" -> registry().index(argument, words.get(2), variables);
      case "layout" -> ScriptLayouts.image(folder, argument, words.get(2), words.get(words.size() - 1), variables);
      case "layout-index" -> ScriptLayouts.index(folder, argument, words.get(2), variables);
      case "fault" -> registry().fault(argument, words.get(2));
      case "move-signatures" -> registry().moveSignatures(argument, words.get(2), words.get(3));
      case "hang" -> registry().hang(argument, words.get(2), words.get(3), words.get(4), words.get(5), variables);
      case "pollute" -> registry().pollute(argument, words.get(2), words.get(3));
      case "behaves" -> registry().behaves();
      case "forget" -> registry().requests();
      case "as" -> variables.put(argument, lastOutput.getFirst());
      default -> throw new IllegalArgumentException("there is no such step");
    }
  }

  private void command(Step step) throws IOException {
    writeFiles();
    List<String> words = Words.split(Words.expand(step.text().substring(2), variables));
    Result result =
        switch (words.getFirst()) {
          case "inkan" -> inkan(words.subList(1, words.size()), Words.expand(text(step.input()), variables));
          case "requests" -> new Result(0, registry().requests(), "");
          default -> new Result(0, FileTools.run(folder, words), "");
        };
    lastOutput = result.out.lines().toList();
    check("standard output", step.out(), result.out, result);
    check("standard error", step.err(), result.err, result);
    if (result.exit != step.exit()) {
      throw new AssertionError("exit code " + result.exit + ", not " + step.exit() + result);
    }
  }

  /** Copies a file of {@code testdata}; only its owner may read the copy. */
  private static void take(String name, Path copy) throws IOException {
    Files.copy(Path.of(System.getProperty("inkan.root"), "testdata", name), copy);
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
  }

  private static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private ScriptRegistry registry() {
    if (registry == null) {
      throw new IllegalArgumentException("there is no registry yet");
    }
    return registry;
  }

  private void check(String name, List<String> expected, String actual, Result result) {
    List<String> lines = expected.stream().map(line -> Words.expand(line, variables)).toList();
    if (!Expected.matches(lines, actual.lines().toList())) {
      throw new AssertionError(name + " is not\n" + String.join("\n", lines) + result);
    }
  }

  private record Result(int exit, String out, String err) {
    @Override
    public String toString() {
      return "\n--- exit code\n" + exit + "\n--- standard output\n" + out + "--- standard error\n" + err + "---";
    }
  }

  private Result inkan(List<String> words, String input) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var surroundings = new Surroundings(
        environment,
        folder,
        folder.resolve("home"),
        CLOCK,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, false, StandardCharsets.UTF_8),
        atTerminal ? this::answer : null,
        atTerminal,
        false,
        new TestSignals(),
        "inkan");
    int exit = new Program(surroundings).run(words);
    return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private char @Nullable [] answer(String question) {
    String answer = answers.poll();
    return answer == null ? null : answer.toCharArray();
  }

  private void writeFiles() throws IOException {
    if (filesWritten) {
      return;
    }
    filesWritten = true;
    for (var file : script.files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, Words.expand(file.getValue(), variables));
    }
  }

  @Override
  public void close() throws IOException {
    if (registry != null) {
      registry.close();
    }
  }
}
