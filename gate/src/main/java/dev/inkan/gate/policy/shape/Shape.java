package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlNode;

/**
 * What may stand in one place of a document. The world is closed: whatever is not declared is refused.
 *
 * @param <T> what reading it gives
 */
public sealed interface Shape<T>
    permits Text, Choice, Whole, Time, ListOf, TableOf, Fields, OneOf, NameOr, As, NotYet {

  /** What is expected, as an error says it: {@code a list}. */
  String expected();

  /**
   * Reads a value of this shape.
   *
   * @throws YamlFault when the value has another shape, at the place that is wrong
   */
  T read(YamlNode node) throws YamlFault;
}
