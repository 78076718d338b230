package dev.inkan.verifier.check;

import dev.inkan.envelope.claim.Statement;
import java.util.Map;

/**
 * What a signature must say.
 *
 * @param claimType exactly the kind of claim; an attestation is no signature, whoever made it
 * @param annotations that the claim must attach to the digest, each with exactly this value; it may attach more
 */
public record Demand(String claimType, Map<String, String> annotations) {
  public Demand {
    if (claimType.isBlank()) {
      throw new IllegalArgumentException("no type of claim");
    }
    annotations = Map.copyOf(annotations);
  }

  /** A plain signature, as {@code cosign sign} makes it. */
  public static Demand signature(Map<String, String> annotations) {
    return new Demand(Statement.COSIGN_SIGN, annotations);
  }
}
