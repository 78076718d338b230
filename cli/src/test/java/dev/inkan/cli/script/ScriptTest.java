package dev.inkan.cli.script;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every script of {@code testdata/scripts}, and the driver itself: a driver that forgives would prove nothing. */
class ScriptTest {
  private static final Path SCRIPTS =
      Path.of(System.getProperty("inkan.root"), "testdata", "scripts");

  static List<String> scripts() throws IOException {
    try (var files = Files.list(SCRIPTS)) {
      return files.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".txt"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scripts")
  void holds(String name, @TempDir Path folder) throws IOException {
    try (var run = new ScriptRun(Script.parse(Files.readString(SCRIPTS.resolve(name))), folder)) {
      run.run();
    }
  }

  private static void run(String text, Path folder) throws IOException {
    try (var run = new ScriptRun(Script.parse(text), folder)) {
      run.run();
    }
  }

  @Test
  void anotherExitCodeIsSeen(@TempDir Path folder) {
    assertThrows(AssertionError.class, () -> run("$ inkan version\n> ...\n= 1", folder));
  }

  @Test
  void anotherOutputIsSeen(@TempDir Path folder) {
    assertThrows(AssertionError.class, () -> run("$ inkan version\n> something else", folder));
  }

  @Test
  void outputThatNobodyExpectedIsSeen(@TempDir Path folder) {
    assertThrows(AssertionError.class, () -> run("$ inkan version", folder));
  }

  @Test
  void errorOutputThatNobodyExpectedIsSeen(@TempDir Path folder) {
    assertThrows(AssertionError.class, () -> run("$ inkan nonsense\n= 2", folder));
  }

  @Test
  void anUnknownStepIsAFault(@TempDir Path folder) {
    assertThrows(AssertionError.class, () -> run("nonsense\n$ inkan version\n> ...", folder));
  }

  @Test
  void aVariableThatNobodySetIsAFault(@TempDir Path folder) {
    assertThrows(AssertionError.class, () -> run("$ inkan $NOBODY\n= 2", folder));
    assertThrows(IllegalArgumentException.class, () -> Words.expand("$NOBODY", Map.of()));
  }

  @Test
  void aScriptWithoutACommandIsAFault() {
    assertThrows(IllegalArgumentException.class, () -> Script.parse("# nothing\n"));
  }

  @Test
  void dotsStandForTextAndForLines() {
    assertTrue(Expected.matches(List.of("a ... d", "...", "z"), List.of("a b c d", "x", "y", "z")));
    assertTrue(Expected.matches(List.of("...", "z"), List.of("z")));
    assertTrue(Expected.matches(List.of("(.*)"), List.of("(.*)")));
    assertFalse(Expected.matches(List.of("a"), List.of("ab")));
    assertFalse(Expected.matches(List.of("..."), List.of("a", "b")) && Expected.matches(List.of(), List.of("a")));
    assertFalse(Expected.matches(List.of("a", "...", "z"), List.of("a", "y")));
  }
}
