package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlNode;
import dev.inkan.gate.policy.yaml.YamlNode.Entry;
import dev.inkan.gate.policy.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.List;

/** A mapping whose names the author chooses, with values of one shape: at least one and at most {@code max}. */
public record TableOf<V>(String expected, Text name, Shape<V> value, int max)
    implements Shape<List<TableOf.Row<V>>> {

  /** One name and its value. */
  public record Row<V>(Located<String> name, V value) {}

  @Override
  public List<Row<V>> read(YamlNode node) throws YamlFault {
    if (!(node instanceof Mapping mapping) || mapping.entries().isEmpty()) {
      throw new YamlFault(node.spot(), "expected " + expected);
    }
    if (mapping.entries().size() > max) {
      throw new YamlFault(node.spot(), "more than " + max + " names");
    }
    var rows = new ArrayList<Row<V>>();
    for (Entry entry : mapping.entries()) {
      rows.add(new Row<>(name.read(entry.name()), value.read(entry.value())));
    }
    return List.copyOf(rows);
  }
}
