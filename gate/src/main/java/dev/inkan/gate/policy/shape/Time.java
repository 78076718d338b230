package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlNode;
import dev.inkan.registry.content.Printable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** A moment, as RFC 3339 writes it (5.6, {@code date-time}). */
public record Time() implements Shape<Located<Instant>> {
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})");

  @Override
  public String expected() {
    return "a time such as \"2027-03-01T00:00:00Z\"";
  }

  @Override
  public Located<Instant> read(YamlNode node) throws YamlFault {
    String text = Text.of(node, expected());
    try {
      if (RFC_3339.matcher(text).matches()) {
        return new Located<>(OffsetDateTime.parse(text).toInstant(), node.spot());
      }
    } catch (DateTimeException e) {
      throw new YamlFault(node.spot(), Printable.quoted(text) + " is no moment of the calendar", e);
    }
    throw new YamlFault(node.spot(), Printable.quoted(text) + " is not " + expected());
  }
}
