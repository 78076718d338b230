package dev.inkan.registry.content;

/** Text from outside made safe to show: one line, no control, escape or direction characters, bounded. */
public final class Printable {
  private static final int MAX_LENGTH = 512;

  private Printable() {}

  /** {@code text} with everything but plain printable characters as {@code \\uXXXX}, cut at 512 characters. */
  public static String text(String text) {
    var out = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
    text.codePoints().limit(MAX_LENGTH).forEach(c -> append(out, c));
    if (text.codePointCount(0, text.length()) > MAX_LENGTH) {
      out.append("...");
    }
    return out.toString();
  }

  /** The same in double quotes. */
  public static String quoted(String text) {
    return '"' + text(text) + '"';
  }

  private static void append(StringBuilder out, int c) {
    boolean plain =
        switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> c == ' ' || Character.getType(c) != Character.SPACE_SEPARATOR;
        };
    if (plain) {
      out.appendCodePoint(c);
    } else {
      for (char unit : Character.toChars(c)) {
        out.append(String.format("\\u%04x", (int) unit));
      }
    }
  }
}
