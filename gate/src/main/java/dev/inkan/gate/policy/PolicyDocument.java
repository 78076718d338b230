package dev.inkan.gate.policy;

import dev.inkan.gate.policy.shape.Located;
import dev.inkan.gate.policy.shape.TableOf.Row;
import dev.inkan.gate.policy.yaml.Spot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a policy file says, in the right shape and with places, but not yet in the light of itself. */
record PolicyDocument(
    Metadata metadata,
    Defaults defaults,
    List<Row<Located<String>>> signers,
    List<RuleText> rules) {

  record Metadata(
      Located<String> name, @Nullable Located<Integer> version, @Nullable Located<Instant> expires) {}

  record Defaults(@Nullable Located<String> noMatch) {}

  record RuleText(Located<String> name, Located<List<Located<String>>> images, Who signatures) {}

  /** The tree of {@code signatures}. */
  sealed interface Who {
    Spot spot();

    record Name(Located<String> name) implements Who {
      @Override
      public Spot spot() {
        return name.spot();
      }
    }

    record All(Located<List<Who>> of) implements Who {
      @Override
      public Spot spot() {
        return of.spot();
      }
    }

    record Any(Located<List<Who>> of) implements Who {
      @Override
      public Spot spot() {
        return of.spot();
      }
    }

    record AtLeast(Located<Integer> count, Located<List<Who>> of) implements Who {
      @Override
      public Spot spot() {
        return of.spot();
      }
    }
  }
}
