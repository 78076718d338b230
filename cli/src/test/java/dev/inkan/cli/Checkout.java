package dev.inkan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A made-up checkout with the real launcher in it, on a made-up machine: its JDKs print what they are started with, its
 * Maven counts its runs and makes a jar. Nothing of the real machine but a few POSIX tools is in reach.
 */
final class Checkout {
  private static final List<String> TOOLS = List.of(
      "sh", "readlink", "find", "head", "tail", "ln", "rm", "mkdir", "cp", "mv", "touch", "date", "sleep", "ls", "cat");

  final Path machine;
  final Path root;
  final Path maven;

  Checkout(Path folder) throws IOException {
    machine = folder.resolve("the machine");
    root = machine.resolve("a check out");
    maven = machine.resolve("bin/mvn");
    Files.createDirectories(machine.resolve("bin"));
    Files.createDirectories(machine.resolve("jvm"));
    for (String tool : TOOLS) {
      Path real = Stream.of("/usr/bin", "/bin")
          .map(place -> Path.of(place, tool))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow();
      executable(machine.resolve("bin").resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
    }
    Files.createDirectories(root.resolve("cli/src/main"));
    write(root.resolve("pom.xml"), "");
    write(root.resolve("cli/pom.xml"), "");
    write(root.resolve("cli/src/main/A.java"), "");
    String launcher = Files.readString(Path.of(System.getProperty("inkan.root"), "inkan"));
    for (String place : List.of("/usr/lib/jvm/", "/Library/Java/JavaVirtualMachines/", "/opt/", "/usr/local/")) {
      launcher = launcher.replace(" " + place + "*", " \"$MACHINE\"/jvm/*");
    }
    executable(root.resolve("inkan"), launcher);
    mavenDoes("");
  }

  /** What Maven does besides: count, and make the jars. */
  void mavenDoes(String also) throws IOException {
    executable(
        maven,
        """
        #!/bin/sh
        echo run >>"$MACHINE/maven-runs"
        echo 'a line of the log of Maven'
        %s
        mkdir -p "$ROOT/cli/target/launcher/inkan/lib"
        echo jar >"$ROOT/cli/target/launcher/inkan/lib/inkan.jar"
        """
            .formatted(also));
  }

  long mavenRuns() throws IOException {
    Path runs = machine.resolve("maven-runs");
    return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
  }

  /** A JDK whose java prints its version, then every argument on a line of its own, then does {@code also}. */
  Path jdk(String name, String version, String also) throws IOException {
    Path home = machine.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    write(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    executable(
        home.resolve("bin/java"),
        "#!/bin/sh\necho " + version + "\nfor word in \"$@\"; do printf '<%s>\\n' \"$word\"; done\n" + also + "\n");
    executable(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  Path jdk(String name, String version) throws IOException {
    return jdk(name, version, "");
  }

  /** Makes the file newer than anything that was built. */
  void touch(String file) throws IOException {
    Files.setLastModifiedTime(root.resolve(file), FileTime.from(Instant.now().plusSeconds(60)));
  }

  Process start(Path directory, Map<String, String> environment, String... command) throws IOException {
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", machine.resolve("bin").toString());
    builder.environment().put("MACHINE", machine.toString());
    builder.environment().put("ROOT", root.toString());
    builder.environment().put("HOME", machine.resolve("home").toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  Run run(Map<String, String> environment, String... words) throws IOException, InterruptedException {
    return finish(start(
        machine,
        environment,
        Stream.concat(Stream.of(root.resolve("inkan").toString()), Stream.of(words)).toArray(String[]::new)));
  }

  static Run finish(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), out, err);
  }

  /** What came of a start. */
  record Run(int exit, String out, String err) {
    String version() {
      return out.lines().findFirst().orElse("");
    }

    /** The words that reached the program. */
    List<String> words() {
      List<String> all = out.lines().toList();
      return all.subList(all.indexOf("<dev.inkan.cli.Main>") + 1, all.size());
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
