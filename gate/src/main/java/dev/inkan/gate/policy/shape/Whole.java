package dev.inkan.gate.policy.shape;

import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlNode;
import dev.inkan.gate.policy.yaml.YamlNode.Kind;
import dev.inkan.gate.policy.yaml.YamlNode.Scalar;
import java.util.regex.Pattern;

/** A whole number from {@code min} to {@code max}, in decimal digits without a leading zero. */
public record Whole(int min, int max) implements Shape<Located<Integer>> {
  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,9}");

  @Override
  public String expected() {
    return "a whole number from " + min + " to " + max;
  }

  @Override
  public Located<Integer> read(YamlNode node) throws YamlFault {
    if (node instanceof Scalar scalar
        && scalar.kind() == Kind.WHOLE_NUMBER
        && DECIMAL.matcher(scalar.text()).matches()) {
      long value = Long.parseLong(scalar.text());
      if (value >= min && value <= max) {
        return new Located<>((int) value, node.spot());
      }
    }
    throw new YamlFault(node.spot(), "expected " + expected() + ", in decimal digits and without quotes");
  }
}
