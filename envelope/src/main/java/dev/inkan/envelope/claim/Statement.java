package dev.inkan.envelope.claim;

import dev.inkan.registry.content.Digest;
import java.util.List;
import java.util.Map;

/**
 * An in-toto statement, v1 or v0.1 (in-toto attestation framework, "Statement").
 *
 * @param predicateType what kind of statement
 * @param subjects what it is about; never empty
 */
public record Statement(String predicateType, List<Subject> subjects) implements Claim {
  /** What {@code cosign sign} states: the image is signed, nothing more. */
  public static final String COSIGN_SIGN = "https://sigstore.dev/cosign/sign/v1";

  public Statement {
    subjects = List.copyOf(subjects);
  }

  /**
   * One thing that the statement is about.
   *
   * @param digests by algorithm, in lower-case hex
   */
  public record Subject(String name, Map<String, String> digests, Map<String, String> annotations) {
    public Subject {
      digests = Map.copyOf(digests);
      annotations = Map.copyOf(annotations);
    }
  }

  @Override
  public String type() {
    return predicateType;
  }

  @Override
  public boolean isAbout(Digest digest) {
    throw new AssertionError("skeleton");
  }

  @Override
  public Map<String, String> annotations(Digest digest) {
    throw new AssertionError("skeleton");
  }
}
