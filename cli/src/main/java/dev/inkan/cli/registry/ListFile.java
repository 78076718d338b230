package dev.inkan.cli.registry;

import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.MalformedContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A file with something on each line; {@code #} at the start of a line or behind a space begins a comment. */
final class ListFile {
  private static final String STANDARD_INPUT = "-";
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_LINES = 10_000;

  private ListFile() {}

  /**
   * A line that says something.
   *
   * @param place {@code FILE:LINE: }, for errors
   */
  record Line(String place, String text) {}

  /**
   * Reads all of them.
   *
   * @param name a file, or {@code -} for standard input
   * @param things what they name, for errors: {@code images}
   * @throws Failure UNUSABLE when there is no such file, it is no text, or beyond a bound
   */
  static List<Line> read(String name, String things, Surroundings surroundings) throws Failure {
    Bytes content = name.equals(STANDARD_INPUT)
        ? standardInput(things, surroundings)
        : surroundings.files().read("list of " + things, name, MAX_BYTES);
    var lines = new ArrayList<Line>();
    int number = 0;
    for (String text : text(name, content).lines().toList()) {
      number++;
      String said = withoutComment(text);
      if (!said.isEmpty()) {
        String place = name + ":" + number + ": ";
        if (lines.size() == MAX_LINES) {
          throw Failure.unusable(place + "more than " + MAX_LINES + " " + things + " in one list");
        }
        lines.add(new Line(place, said));
      }
    }
    return lines;
  }

  private static Bytes standardInput(String things, Surroundings surroundings) throws Failure {
    try {
      byte[] content = surroundings.in().readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw Failure.unusable("the list of " + things + " on standard input has more than " + MAX_BYTES + " bytes");
      }
      return Bytes.of(content);
    } catch (IOException e) {
      throw Failure.unusable("the list of " + things + " cannot be read from standard input: " + e.getMessage());
    }
  }

  private static String text(String name, Bytes content) throws Failure {
    try {
      return content.utf8();
    } catch (MalformedContent e) {
      throw Failure.unusable("the list " + name + " is not text in UTF-8");
    }
  }

  /** No image has a space and then this in its name. */
  private static String withoutComment(String text) {
    return (" " + text).replaceFirst("\\s#.*", "").strip();
  }
}
