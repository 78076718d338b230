package dev.inkan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.cli.command.QuickstartCommand;
import dev.inkan.cli.flags.CommandLineReader;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk: what it prints can be typed, and nothing of it stays. (What it says: testdata/scripts/quickstart.txt.) */
class QuickstartTest {
  private static final Pattern FOLDER = Pattern.compile("Everything else is in (\\S+)\\.\n");
  private static final Pattern COMMAND = Pattern.compile("\\$ (.*)\n[^$]*?exit code ([0-9]+)\n");

  private static Path folder(TestWorld world) {
    Matcher match = FOLDER.matcher(world.out());
    assertTrue(match.find(), world.out());
    return Path.of(match.group(1));
  }

  @Test
  void everyPrintedCommandCanBeTypedInAShellWhileItIsKept(@TempDir Path home) throws Exception {
    Path bin = Files.createDirectory(home.resolve("bin"));
    Files.writeString(bin.resolve("inkan"), "#!/bin/sh\nexec '" + System.getProperty("java.home")
        + "/bin/java' -XX:TieredStopAtLevel=1 -cp '" + System.getProperty("java.class.path")
        + "' dev.inkan.cli.Main \"$@\"\n");
    Files.setPosixFilePermissions(bin.resolve("inkan"), PosixFilePermissions.fromString("rwx------"));
    var world = new TestWorld(home);
    var typed = new ArrayList<String>();
    world.meanwhile(() -> {
      Matcher command = COMMAND.matcher(world.out());
      while (command.find()) {
        int exit = type(command.group(1), bin);
        // The key is there already, and a key is never overwritten.
        int expected = command.group(1).contains("key generate") ? 2 : Integer.parseInt(command.group(2));
        assertEquals(expected, exit, command.group(1));
        typed.add(command.group(2));
      }
    });
    assertEquals(0, world.run("quickstart", "--keep"), world.err());
    assertEquals(List.of("0", "0", "0", "1", "1", "0", "1", "3"), typed);
    assertFalse(Files.exists(folder(world)));
  }

  private static int type(String line, Path bin) {
    try {
      var builder = new ProcessBuilder("sh", "-c", line).directory(bin.toFile()).redirectErrorStream(true);
      builder.environment().put("PATH", bin + ":" + builder.environment().get("PATH"));
      Process process = builder.start();
      process.getInputStream().readAllBytes();
      return process.waitFor();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A273. */
  @Test
  void whatItMakesIsForItsUserOnlyAndGoneAtTheEnd(@TempDir Path home) throws Exception {
    var world = new TestWorld(home);
    var modes = new ArrayList<String>();
    world.meanwhile(() -> {
      try {
        modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder(world))));
        modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder(world).resolve("release.key"))));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    assertEquals(0, world.run("quickstart", "--keep"), world.err());
    assertEquals(List.of("rwx------", "rw-------"), modes);
    assertFalse(Files.exists(folder(world)));
    try (var left = Files.list(home)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aStepThatDoesNotEndAsItShouldIsAFailure(@TempDir Path home) throws Exception {
    var world = new TestWorld(home);
    var surroundings = world.surroundings(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    // Nothing is ever denied here: whoever walks through it must not be told that all is well.
    var command = new QuickstartCommand(surroundings, (other, words) -> 0);
    var arguments = new CommandLineReader(command.usage(), Map.of()).read(List.of());
    var terminal = new Terminal(surroundings.out(), surroundings.err(), Terminal.Volume.NORMAL);
    assertEquals(Outcome.BUG, command.run(arguments, terminal));
    assertTrue(world.err().contains("exit code 0, where 1 was expected"), world.err());
  }

  @Test
  void itLeavesNothingBehindWhenItIsInterrupted() throws Exception {
    Process process = ProcessTest.start(Map.of(), "quickstart", "--keep");
    try (var out = process.inputReader(UTF_8)) {
      Path folder = null;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher match = FOLDER.matcher(line + "\n");
        folder = match.find() ? Path.of(match.group(1)) : folder;
        if (line.contains("until Ctrl-C")) {
          break;
        }
      }
      assertTrue(folder != null && Files.isDirectory(folder));
      ProcessTest.signal(process, "INT");
      assertEquals(130, process.waitFor());
      assertFalse(Files.exists(folder));
    } finally {
      process.destroyForcibly();
    }
  }
}
