package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlNode;
import dev.inkan.registry.content.Printable;
import java.util.List;

/** One of a few words. */
public record Choice(List<String> words) implements Shape<Located<String>> {
  public Choice {
    words = List.copyOf(words);
  }

  public static Choice of(String... words) {
    return new Choice(List.of(words));
  }

  @Override
  public String expected() {
    return words.size() == 1 ? words.getFirst() : "one of " + String.join(", ", words);
  }

  @Override
  public Located<String> read(YamlNode node) throws YamlFault {
    String word = Text.of(node, expected());
    if (!words.contains(word)) {
      throw new YamlFault(node.spot(), Printable.quoted(word) + " is not known here; write " + expected());
    }
    return new Located<>(word, node.spot());
  }
}
