package dev.inkan.verifier.check;

import dev.inkan.envelope.claim.ContainerImage;
import dev.inkan.envelope.claim.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a signature must say.
 *
 * @param claimTypes exactly the kinds of claim, of which it must be one; an attestation is no signature, whoever made
 *     it
 * @param annotations that the claim must attach to the digest, each with exactly this value; it may attach more
 */
public record Demand(Set<String> claimTypes, Map<String, String> annotations) {
  public Demand {
    claimTypes = Set.copyOf(claimTypes);
    annotations = Map.copyOf(annotations);
    if (claimTypes.isEmpty() || claimTypes.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("no type of claim");
    }
  }

  /** A plain signature, as {@code cosign sign} makes it, in a bundle or under a tag. */
  public static Demand signature(Map<String, String> annotations) {
    return new Demand(Set.of(Statement.COSIGN_SIGN, ContainerImage.COSIGN), annotations);
  }

  /** The kinds of claim for a person to read. */
  String types() {
    return "\"" + String.join("\" or \"", new TreeSet<>(claimTypes)) + "\"";
  }
}
