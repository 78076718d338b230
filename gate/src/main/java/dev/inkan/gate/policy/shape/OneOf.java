package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlNode;
import dev.inkan.gate.policy.yaml.YamlNode.Entry;
import dev.inkan.gate.policy.yaml.YamlNode.Mapping;
import dev.inkan.registry.content.Printable;
import java.util.List;
import java.util.stream.Collectors;

/** A mapping with exactly one of several names, which says what kind of thing it is. */
public record OneOf<T>(String expected, List<Field<? extends T>> kinds) implements Shape<T> {
  public OneOf {
    kinds = List.copyOf(kinds);
  }

  @Override
  public T read(YamlNode node) throws YamlFault {
    if (!(node instanceof Mapping mapping) || mapping.entries().size() != 1) {
      throw new YamlFault(node.spot(), "expected " + expected + ", with exactly one of " + names());
    }
    Entry entry = mapping.entries().getFirst();
    for (Field<? extends T> kind : kinds) {
      if (kind.name().equals(entry.name().text())) {
        return kind.shape().read(kind.shape() instanceof NotYet<?> ? entry.name() : entry.value());
      }
    }
    throw new YamlFault(
        entry.name().spot(),
        Printable.quoted(entry.name().text()) + " is not known in " + expected + "; known are " + names());
  }

  private String names() {
    return kinds.stream()
        .filter(kind -> !(kind.shape() instanceof NotYet<?>))
        .map(Field::name)
        .collect(Collectors.joining(", "));
  }
}
