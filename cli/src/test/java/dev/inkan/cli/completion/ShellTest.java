package dev.inkan.cli.completion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inkan.cli.TestWorld;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the real shells complete with our scripts; a shell that is not there is skipped, and said to be. */
class ShellTest {
  private Path folder;

  @BeforeEach
  void setUp(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Files.writeString(folder.resolve("release.key"), "");
    Files.writeString(folder.resolve("release notes"), "");
  }

  private Path script(Shell shell) throws IOException {
    var world = new TestWorld(folder);
    assertEquals(0, world.run("completion", shell.word()), world.err());
    return Files.writeString(folder.resolve("script"), world.out());
  }

  private String run(String... command) throws IOException, InterruptedException {
    assumeTrue(isThere(command[0]), command[0] + " is not on PATH");
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out;
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  /** The candidates of bash for the last word; words are split as bash does it. */
  private List<String> bash(String... words) throws Exception {
    var command = new ArrayList<>(List.of(
        "bash",
        "-c",
        """
        set -u
        source "$1"
        shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _inkan 2>&1
        [[ ${#COMPREPLY[@]} -eq 0 ]] || printf '%s\\n' "${COMPREPLY[@]}"
        """,
        "bash",
        script(Shell.BASH).toString()));
    command.add("inkan");
    command.addAll(Arrays.asList(words));
    return run(command.toArray(String[]::new)).lines().sorted().toList();
  }

  @Test
  void bashCompletesCommands() throws Exception {
    assertEquals(List.of("verify", "verify-bundle", "version"), bash("ve"));
    assertTrue(bash("").containsAll(List.of("sign", "verify", "key", "policy", "completion", "help")));
    assertEquals(List.of("generate", "public"), bash("key", ""));
    assertEquals(List.of("public"), bash("key", "p"));
    assertEquals(List.of("generate", "public"), bash("help", "key", ""));
    assertEquals(List.of(), bash("help", "verify", "--"));
    assertEquals(List.of(), bash("nonsense", ""));
  }

  @Test
  void bashCompletesTheFlagsOfThatCommand() throws Exception {
    assertEquals(List.of("--output", "--output-key-prefix"),
        Stream.concat(bash("verify", "--outp").stream(), bash("key", "generate", "--outp").stream()).toList());
    assertEquals(List.of(), bash("version", "--outp"));
    assertTrue(bash("sign", "-").containsAll(List.of("-a", "--annotation", "-r", "--quiet", "--retries")));
  }

  @Test
  void bashCompletesTheFewWordsThatAFlagTakes() throws Exception {
    assertEquals(List.of("json", "text"), bash("verify", "--output", ""));
    assertEquals(List.of("json"), bash("verify", "--output", "=", "j"));
    assertEquals(List.of("json", "text"), bash("verify", "--output", "="));
    assertEquals(List.of("rsa3072", "rsa4096"), bash("key", "generate", "--algorithm", "r"));
    assertEquals(List.of("cosign", "sigstore"), bash("sign", "--format", ""));
    assertEquals(List.of("bash", "fish", "zsh"), bash("completion", ""));
  }

  @Test
  void bashCompletesFilesWhereFilesAreMeant() throws Exception {
    assertEquals(List.of("release notes", "release.key"), bash("verify", "--key", "rel"));
    assertEquals(List.of("release notes", "release.key"), bash("policy", "check", "rel"));
    assertEquals(List.of(), bash("verify", "rel"));
    assertEquals(List.of(), bash("verify", "--timeout", "rel"));
  }

  @Test
  void bashCompletesNoFlagBehindTwoDashes() throws Exception {
    assertEquals(List.of(), bash("verify", "--", "--out"));
    assertEquals(List.of("release notes", "release.key"), bash("policy", "check", "--", "rel"));
  }

  @Test
  void fishCompletesTheSame() throws Exception {
    Path script = script(Shell.FISH);
    assertEquals(List.of("verify", "version"), fish(script, "inkan ve"));
    assertEquals(List.of("generate", "public"), fish(script, "inkan key "));
    assertEquals(List.of("--output"), fish(script, "inkan verify --outp"));
    assertEquals(List.of("json", "text"), fish(script, "inkan verify --output "));
    assertEquals(List.of("release notes", "release.key"), fish(script, "inkan verify --key rel"));
    assertEquals(List.of(), fish(script, "inkan verify rel"));
    assertEquals(List.of("bash", "fish", "zsh"), fish(script, "inkan completion "));
  }

  private List<String> fish(Path script, String line) throws Exception {
    return run("fish", "--no-config", "-c", "source " + script + "; complete -C '" + line + "'")
        .lines()
        .map(candidate -> candidate.split("\t", 2)[0])
        .sorted()
        .toList();
  }

  @Test
  void bashReadsItsScript() throws Exception {
    assertEquals("", run("bash", "-n", script(Shell.BASH).toString()));
  }

  @Test
  void fishReadsItsScript() throws Exception {
    assertEquals("", run("fish", "-n", script(Shell.FISH).toString()));
  }

  @Test
  void zshReadsItsScript() throws Exception {
    assertEquals("", run("zsh", "-n", script(Shell.ZSH).toString()));
  }

  /** What a flag means is prose and may hold anything. */
  @ParameterizedTest
  @EnumSource
  void everyCommandIsInTheScript(Shell shell) throws Exception {
    String text = Files.readString(script(shell));
    for (String word : List.of("sign", "verify", "generate", "policy", "completion", "output", "retries")) {
      assertTrue(text.contains(word), shell + ": " + word);
    }
    assertFalse(text.contains("\\u"), "something was escaped for the terminal");
  }
}
