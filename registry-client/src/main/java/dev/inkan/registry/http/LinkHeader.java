package dev.inkan.registry.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code Link} headers (RFC 8288 3), read in one pass over bounded text. */
final class LinkHeader {
  private static final int MAX_LENGTH = 16 * 1024;

  private final String text;
  private int at;

  private LinkHeader(String text) {
    this.text = text;
  }

  /**
   * The target of the first link with relation {@code next}, or null when there is none.
   *
   * @throws Malformed when a header does not follow the grammar: what it wanted to say cannot be known
   */
  static @Nullable String next(List<String> headers) throws Malformed {
    for (String header : headers) {
      if (header.length() > MAX_LENGTH) {
        throw new Malformed();
      }
      String target = new LinkHeader(header).next();
      if (target != null) {
        return target;
      }
    }
    return null;
  }

  /** A header that is no list of links. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private @Nullable String next() throws Malformed {
    skip(" \t,");
    while (at < text.length()) {
      expect('<');
      int end = text.indexOf('>', at);
      if (end < 0) {
        throw new Malformed();
      }
      String target = text.substring(at, end);
      at = end + 1;
      if (parametersSayNext()) {
        return target;
      }
      skip(" \t,");
    }
    return null;
  }

  /** Reads the parameters of one link; only the first {@code rel} counts. */
  private boolean parametersSayNext() throws Malformed {
    String relation = null;
    skip(" \t");
    while (at < text.length() && text.charAt(at) == ';') {
      at++;
      skip(" \t;");
      String name = token().toLowerCase(Locale.ROOT);
      skip(" \t");
      String value = "";
      if (at < text.length() && text.charAt(at) == '=') {
        at++;
        skip(" \t");
        value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
      }
      if (name.equals("rel") && relation == null) {
        relation = value;
      }
      skip(" \t");
    }
    if (at < text.length() && text.charAt(at) != ',') {
      throw new Malformed();
    }
    return relation != null && List.of(relation.toLowerCase(Locale.ROOT).split("[ \t]+")).contains("next");
  }

  private String token() {
    int start = at;
    while (at < text.length() && " \t;,=\"<>".indexOf(text.charAt(at)) < 0) {
      at++;
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
      if (c == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
    }
    throw new Malformed();
  }

  private void expect(char c) throws Malformed {
    if (text.charAt(at) != c) {
      throw new Malformed();
    }
    at++;
  }

  private void skip(String characters) {
    while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }
}
