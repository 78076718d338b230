package dev.inkan.cli.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words as a shell would read them, as far as scripts need: quotes and {@code $NAME}. */
final class Words {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)}|([A-Za-z_][A-Za-z0-9_]*))");

  private Words() {}

  static List<String> split(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (quote == 0 && c == ' ') {
        if (inWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
      } else if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a quote is not closed: " + line);
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  /** Replaces the variables; one that nobody set is a fault of the script. */
  static String expand(String text, Map<String, String> variables) {
    Matcher match = VARIABLE.matcher(text);
    return match.replaceAll(found -> {
      String name = found.group(1) == null ? found.group(2) : found.group(1);
      String value = variables.get(name);
      if (value == null) {
        throw new IllegalArgumentException("$" + name + " is not set");
      }
      return Matcher.quoteReplacement(value);
    });
  }
}
