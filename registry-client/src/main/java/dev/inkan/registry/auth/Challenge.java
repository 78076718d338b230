package dev.inkan.registry.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way to log in that a server offers (RFC 9110 11.6.1).
 *
 * @param scheme in lower case
 * @param parameters by name in lower case; empty when it has a token instead, which no scheme of ours uses
 */
record Challenge(String scheme, Map<String, String> parameters) {
  private static final int MAX_LENGTH = 16 * 1024;

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /** A header that does not follow the grammar. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String fault) {
      super("a WWW-Authenticate header that cannot be read: " + fault);
    }
  }

  /**
   * Reads all {@code WWW-Authenticate} headers of an answer, in one pass.
   *
   * @throws Malformed when one does not follow the grammar, says a parameter twice, or all are beyond 16 KiB
   */
  static List<Challenge> parse(List<String> headers) throws Malformed {
    if (headers.stream().mapToLong(String::length).sum() > MAX_LENGTH) {
      throw new Malformed("more than " + MAX_LENGTH + " characters");
    }
    var challenges = new ArrayList<Challenge>();
    for (String header : headers) {
      new Parser(header).all(challenges);
    }
    return List.copyOf(challenges);
  }

  /** A comma both ends a parameter and a challenge; what follows a name tells which it was. */
  private static final class Parser {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final String TOKEN68_MARKS = "-._~+/";

    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    void all(List<Challenge> challenges) throws Malformed {
      skip(" \t,");
      while (at < text.length()) {
        challenges.add(challenge());
        skip(" \t,");
      }
    }

    private Challenge challenge() throws Malformed {
      String scheme = token().toLowerCase(Locale.ROOT);
      if (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != ',') {
        throw new Malformed("something follows the scheme");
      }
      skip(" \t");
      var parameters = new LinkedHashMap<String, String>();
      if (!skipToken68()) {
        while (nextIsParameter()) {
          parameter(parameters);
        }
      }
      return new Challenge(scheme, parameters);
    }

    /** Skips a token68 with its padding, if that is all that stands before the next comma. */
    private boolean skipToken68() {
      int start = at;
      while (at < text.length() && (isLetterOrDigit(text.charAt(at)) || TOKEN68_MARKS.indexOf(text.charAt(at)) >= 0)) {
        at++;
      }
      boolean some = at > start;
      skip("=");
      skip(" \t");
      boolean alone = some && (at == text.length() || text.charAt(at) == ',');
      if (!alone) {
        at = start;
      }
      return alone;
    }

    /** Whether a name and "=" come next, behind commas; else stays where the next challenge starts. */
    private boolean nextIsParameter() {
      int start = at;
      skip(" \t,");
      int name = at;
      while (at < text.length() && isTokenCharacter(text.charAt(at))) {
        at++;
      }
      boolean named = at > name;
      skip(" \t");
      boolean parameter = named && at < text.length() && text.charAt(at) == '=';
      at = parameter ? name : start;
      return parameter;
    }

    private void parameter(Map<String, String> parameters) throws Malformed {
      String name = token().toLowerCase(Locale.ROOT);
      skip(" \t");
      at++;
      skip(" \t");
      String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
      if (parameters.putIfAbsent(name, value) != null) {
        throw new Malformed("a parameter stands twice");
      }
      skip(" \t");
      if (at < text.length() && text.charAt(at) != ',') {
        throw new Malformed("something follows a parameter");
      }
    }

    private String token() throws Malformed {
      int start = at;
      while (at < text.length() && isTokenCharacter(text.charAt(at))) {
        at++;
      }
      if (at == start) {
        throw new Malformed("a name or value is missing");
      }
      return text.substring(start, at);
    }

    private String quoted() throws Malformed {
      var value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return value.toString();
        }
        if (c == '\\') {
          at++;
          if (at == text.length()) {
            break;
          }
          c = text.charAt(at);
        }
        if (c < ' ' || c == 0x7f) {
          throw new Malformed("a control character");
        }
        value.append(c);
      }
      throw new Malformed("a quoted value without its end");
    }

    private void skip(String characters) {
      while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private static boolean isTokenCharacter(char c) {
      return isLetterOrDigit(c) || TOKEN_MARKS.indexOf(c) >= 0;
    }

    private static boolean isLetterOrDigit(char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
  }
}
