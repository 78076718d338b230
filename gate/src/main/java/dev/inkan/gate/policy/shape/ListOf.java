package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlNode;
import dev.inkan.gate.policy.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;

/** A list of at least one and at most {@code max} elements: an empty list demands nothing, and nobody means that. */
public record ListOf<E>(String expected, Shape<E> element, int max) implements Shape<Located<List<E>>> {
  @Override
  public Located<List<E>> read(YamlNode node) throws YamlFault {
    if (!(node instanceof Sequence sequence)) {
      throw new YamlFault(node.spot(), "expected " + expected + "; write [one, two] or a dash before each");
    }
    if (sequence.items().isEmpty()) {
      throw new YamlFault(node.spot(), "an empty list; expected " + expected);
    }
    if (sequence.items().size() > max) {
      throw new YamlFault(node.spot(), "a list of more than " + max + " elements");
    }
    var elements = new ArrayList<E>();
    for (YamlNode item : sequence.items()) {
      elements.add(element.read(item));
    }
    return new Located<>(List.copyOf(elements), node.spot());
  }
}
