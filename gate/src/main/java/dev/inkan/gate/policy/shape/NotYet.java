package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlNode;

/** A part of the language that this version does not know: refused, for a demand that is ignored is no demand. */
public record NotYet<T>(String name) implements Shape<T> {
  @Override
  public String expected() {
    return "nothing";
  }

  @Override
  public T read(YamlNode node) throws YamlFault {
    throw fault(node);
  }

  YamlFault fault(YamlNode node) {
    return new YamlFault(
        node.spot(), "this version of inkan does not know \"" + name + "\" yet; remove it or use a newer version");
  }
}
