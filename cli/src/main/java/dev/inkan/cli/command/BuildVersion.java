package dev.inkan.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which inkan this is. */
final class BuildVersion {
  private BuildVersion() {}

  /** The version of this build. */
  static String text() {
    try (InputStream in = BuildVersion.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("version.txt is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("a resource does not fail", e);
    }
  }
}
