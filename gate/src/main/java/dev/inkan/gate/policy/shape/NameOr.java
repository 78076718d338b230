package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlNode;
import dev.inkan.gate.policy.yaml.YamlNode.Scalar;
import java.util.function.Function;
import java.util.function.Supplier;

/** A bare name, or something larger. The larger shape may hold this one again, so it is asked for late. */
public record NameOr<T>(Text name, Function<Located<String>, T> named, Supplier<Shape<T>> larger) implements Shape<T> {
  @Override
  public String expected() {
    return name.expected() + ", or " + larger.get().expected();
  }

  @Override
  public T read(YamlNode node) throws YamlFault {
    return node instanceof Scalar ? named.apply(name.read(node)) : larger.get().read(node);
  }
}
