package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlNode;
import dev.inkan.gate.policy.yaml.YamlNode.Kind;
import dev.inkan.gate.policy.yaml.YamlNode.Scalar;
import dev.inkan.registry.content.Printable;
import java.util.regex.Pattern;

/**
 * Text. A plain number, truth value or null is none: it must be quoted, so that nothing is text by accident.
 *
 * @param grammar what the whole text must match; linear in the text
 * @param rule the grammar in words, for people
 */
public record Text(String expected, Pattern grammar, String rule) implements Shape<Located<String>> {
  private static final int MAX_LENGTH = 4096;

  /** Any text of at least one character. */
  public static Text any(String expected) {
    return new Text(expected, Pattern.compile("(?s).+"), "it must not be empty");
  }

  @Override
  public Located<String> read(YamlNode node) throws YamlFault {
    String text = of(node, expected);
    if (text.length() > MAX_LENGTH) {
      throw new YamlFault(node.spot(), "text of more than " + MAX_LENGTH + " characters");
    }
    if (!grammar.matcher(text).matches()) {
      throw new YamlFault(node.spot(), Printable.quoted(text) + " is not " + expected + ": " + rule);
    }
    return new Located<>(text, node.spot());
  }

  /** The text of a node that must be text; {@code expected} is what the error calls it. */
  static String of(YamlNode node, String expected) throws YamlFault {
    if (!(node instanceof Scalar scalar)) {
      throw new YamlFault(node.spot(), "expected " + expected + ", not a list or mapping");
    }
    if (scalar.kind() == Kind.NOTHING) {
      throw new YamlFault(node.spot(), "expected " + expected + ", but nothing stands here");
    }
    if (scalar.kind() != Kind.TEXT) {
      throw new YamlFault(
          node.spot(), "expected " + expected + "; if " + Printable.text(scalar.text()) + " is meant, quote it");
    }
    return scalar.text();
  }
}
