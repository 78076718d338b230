package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.Spot;
import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlNode;
import dev.inkan.gate.policy.yaml.YamlNode.Entry;
import dev.inkan.gate.policy.yaml.YamlNode.Mapping;
import dev.inkan.registry.content.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mapping with declared names: each at most once, the required ones there, and no other. */
public record Fields<T>(String expected, List<Field<?>> fields, Maker<T> maker) implements Shape<T> {
  public Fields {
    fields = List.copyOf(fields);
  }

  /** Makes the value out of the fields that were read. */
  @FunctionalInterface
  public interface Maker<T> {
    T make(Values values);
  }

  /** What stood under each name. */
  public static final class Values {
    private final Spot spot;
    private final Map<String, Object> byName = new HashMap<>();

    private Values(Spot spot) {
      this.spot = spot;
    }

    /** Where the mapping begins. */
    public Spot spot() {
      return spot;
    }

    /** The value of a required field. */
    public <V> V get(Field<V> field) {
      V value = find(field);
      if (value == null) {
        throw new IllegalArgumentException(field.name() + " is not a required field of this mapping");
      }
      return value;
    }

    /** The value of a field, or null when it was left out. */
    @SuppressWarnings("unchecked") // put() was given a value of the same field
    public <V> @Nullable V find(Field<V> field) {
      return (V) byName.get(field.name());
    }

    private <V> void put(Field<V> field, YamlNode node) throws YamlFault {
      byName.put(field.name(), field.shape().read(node));
    }
  }

  @Override
  public T read(YamlNode node) throws YamlFault {
    if (!(node instanceof Mapping mapping)) {
      throw new YamlFault(node.spot(), "expected " + expected + "; write it as a mapping with " + names());
    }
    var values = new Values(node.spot());
    for (Entry entry : mapping.entries()) {
      values.put(named(entry), entry.value());
    }
    for (Field<?> field : fields) {
      if (field.required() && values.find(field) == null) {
        throw new YamlFault(node.spot(), expected + " lacks \"" + field.name() + "\", " + field.doc() + "; add it");
      }
    }
    return maker.make(values);
  }

  private Field<?> named(Entry entry) throws YamlFault {
    for (Field<?> field : fields) {
      if (field.name().equals(entry.name().text())) {
        if (field.shape() instanceof NotYet<?> notYet) {
          throw notYet.fault(entry.name());
        }
        return field;
      }
    }
    throw new YamlFault(
        entry.name().spot(),
        Printable.quoted(entry.name().text()) + " is not known in " + expected + "; known are " + names());
  }

  private String names() {
    return fields.stream()
        .filter(field -> !(field.shape() instanceof NotYet<?>))
        .map(Field::name)
        .collect(Collectors.joining(", "));
  }
}
