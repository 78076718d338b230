package dev.inkan.cli.script;

import dev.inkan.registry.testing.Tar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/** The few commands on files that scripts need, each like its namesake. */
final class FileTools {
  private FileTools() {}

  /** Runs it and returns its standard output. */
  static String run(Path folder, List<String> words) throws IOException {
    Path first = words.size() < 2 ? folder : folder.resolve(words.get(1));
    Path second = words.size() < 3 ? folder : folder.resolve(words.get(2));
    return switch (words.getFirst()) {
      case "cat" -> Files.readString(first);
      case "cp" -> {
        Files.copy(first, second);
        yield "";
      }
      case "rm" -> {
        Files.delete(first);
        yield "";
      }
      case "mkdir" -> {
        Files.createDirectory(first);
        yield "";
      }
      case "symlink" -> {
        Files.createSymbolicLink(second, Path.of(words.get(1)));
        yield "";
      }
      case "tar" -> {
        Tar.of(second, false).write(first);
        yield "";
      }
      case "ls" -> {
        try (var files = Files.list(first)) {
          yield files.map(file -> file.getFileName() + "\n").sorted().collect(Collectors.joining());
        }
      }
      case "mode" -> PosixFilePermissions.toString(Files.getPosixFilePermissions(first)) + "\n";
      case "chmod" -> {
        Files.setPosixFilePermissions(second, PosixFilePermissions.fromString(words.get(1)));
        yield "";
      }
      case "cmp" -> {
        if (Files.mismatch(first, second) >= 0) {
          throw new AssertionError(first.getFileName() + " and " + second.getFileName() + " differ");
        }
        yield "";
      }
      default -> throw new IllegalArgumentException("there is no such command");
    };
  }
}
