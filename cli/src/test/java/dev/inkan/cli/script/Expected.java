package dev.inkan.cli.script;

import java.util.List;
import java.util.regex.Pattern;

/** Expected lines against those that came: {@code ...} in a line is any text, a line of {@code ...} any lines. */
final class Expected {
  private static final String ANY = "...";

  private Expected() {}

  static boolean matches(List<String> expected, List<String> actual) {
    if (expected.isEmpty()) {
      return actual.isEmpty();
    }
    String first = expected.getFirst();
    List<String> rest = expected.subList(1, expected.size());
    if (first.strip().equals(ANY)) {
      for (int skip = 0; skip <= actual.size(); skip++) {
        if (matches(rest, actual.subList(skip, actual.size()))) {
          return true;
        }
      }
      return false;
    }
    return !actual.isEmpty() && line(first, actual.getFirst()) && matches(rest, actual.subList(1, actual.size()));
  }

  private static boolean line(String expected, String actual) {
    var pattern = new StringBuilder();
    for (String part : expected.split(Pattern.quote(ANY), -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return actual.matches(pattern.toString());
  }
}
