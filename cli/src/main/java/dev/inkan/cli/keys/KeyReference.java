package dev.inkan.cli.keys;

import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.content.Bytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a key is, as a user writes it: a file, or {@code env://NAME}. */
public sealed interface KeyReference {
  /** The most bytes that a key may have. */
  int MAX_BYTES = 64 * 1024;

  /** A file. */
  record File(String path) implements KeyReference {}

  /** A variable that holds the key itself. */
  record Variable(String variable) implements KeyReference {}

  /**
   * Reads a reference.
   *
   * @throws Failure UNUSABLE for a kind of key that this version does not know, and for a key instead of its place
   */
  static KeyReference parse(String text) throws Failure {
    if (text.contains("-----BEGIN")) {
      // Not repeated: it may be the private key.
      throw Failure.unusable(
          "a key was given where the place of one belongs", "put it into a file, or into a variable: env://NAME");
    }
    Matcher match = Pattern.compile("(pkcs11):.*|([a-zA-Z][a-zA-Z0-9+.-]*)://(.*)", Pattern.DOTALL).matcher(text);
    if (!match.matches()) {
      return new File(text);
    }
    if ("env".equals(match.group(2))) {
      return new Variable(match.group(3));
    }
    String scheme = match.group(1) == null ? match.group(2) + "://" : "pkcs11:";
    throw Failure.unusable(
        "keys by " + scheme + " are not in this version yet", "give a file, or a variable: env://NAME");
  }

  /** What to call the key: the file's name without folder and extension, or the variable's. */
  default String name() {
    return switch (this) {
      case File(String path) -> {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        yield dot > 0 ? file.substring(0, dot) : file;
      }
      case Variable(String variable) -> variable;
    };
  }

  /** The reference in an error. */
  default String shown() {
    return switch (this) {
      case File(String path) -> path;
      case Variable(String variable) -> "env://" + variable;
    };
  }

  /**
   * The key's text.
   *
   * @throws Failure UNUSABLE when there is none
   */
  default Bytes read(Surroundings surroundings) throws Failure {
    return switch (this) {
      case File(String path) -> surroundings.files().read("key file", path, MAX_BYTES);
      case Variable(String variable) -> {
        String text = surroundings.environment().get(variable);
        if (text == null || text.isEmpty()) {
          throw Failure.unusable("the variable " + variable + " is not set, so there is no key " + shown());
        }
        yield Bytes.utf8(text);
      }
    };
  }

  /** Says so when others may read the file of a private key. */
  default void warnWhenOthersMayRead(Surroundings surroundings, Terminal terminal) throws Failure {
    if (this instanceof File(String path) && surroundings.files().isReadableByOthers(path)) {
      terminal.warn("others may read the private key " + path + "; chmod 600 takes that away");
    }
  }
}
