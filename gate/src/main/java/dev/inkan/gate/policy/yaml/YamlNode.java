package dev.inkan.gate.policy.yaml;

import java.util.List;

/** A value in a YAML file and its place. */
public sealed interface YamlNode {

  Spot spot();

  /** What a plain scalar is under the core schema (YAML 1.2.2, 10.3.2); a quoted one is always text. */
  enum Kind {
    TEXT,
    WHOLE_NUMBER,
    FRACTION,
    TRUTH_VALUE,
    NOTHING
  }

  /** One word or line. */
  record Scalar(Spot spot, String text, Kind kind) implements YamlNode {}

  /** A list. */
  record Sequence(Spot spot, List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Names with values; no name stands in it twice. */
  record Mapping(Spot spot, List<Entry> entries) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /** One name with its value. */
  record Entry(Scalar name, YamlNode value) {}
}
