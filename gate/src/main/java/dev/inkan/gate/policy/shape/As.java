package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlNode;
import java.util.function.Function;

/** The same shape, read as another value. */
public record As<S, T>(Shape<S> shape, Function<S, T> mapping) implements Shape<T> {
  @Override
  public String expected() {
    return shape.expected();
  }

  @Override
  public T read(YamlNode node) throws YamlFault {
    return mapping.apply(shape.read(node));
  }
}
