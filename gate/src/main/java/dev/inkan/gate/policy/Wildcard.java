package dev.inkan.gate.policy;

import java.util.Arrays;
import java.util.List;

/**
 * Text in which {@code *} stands for any run of characters, the empty one included. Each piece between two stars is
 * looked for once, leftmost first, and nothing is tried twice.
 */
record Wildcard(List<String> pieces) {
  Wildcard {
    pieces = List.copyOf(pieces);
  }

  static Wildcard of(String pattern) {
    return new Wildcard(Arrays.asList(pattern.split("\\*", -1)));
  }

  boolean matches(String text) {
    String first = pieces.getFirst();
    String last = pieces.getLast();
    if (pieces.size() == 1) {
      return text.equals(first);
    }
    int end = text.length() - last.length();
    int at = first.length();
    if (at > end || !text.startsWith(first) || !text.endsWith(last)) {
      return false;
    }
    for (String piece : pieces.subList(1, pieces.size() - 1)) {
      int found = text.indexOf(piece, at);
      if (found < 0 || found + piece.length() > end) {
        return false;
      }
      at = found + piece.length();
    }
    return true;
  }
}
