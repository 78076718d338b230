package dev.inkan.envelope.claim;

import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MalformedContent;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An in-toto statement, v1 or v0.1 (in-toto attestation framework, "Statement").
 *
 * @param predicateType what kind of statement
 * @param subjects what it is about; never empty
 */
public record Statement(String predicateType, List<Subject> subjects) implements Claim {
  /** What {@code cosign sign} states: the image is signed, nothing more. */
  public static final String COSIGN_SIGN = "https://sigstore.dev/cosign/sign/v1";

  /** The DSSE payload type of every statement. */
  public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  static final String V1 = "https://in-toto.io/Statement/v1";

  /** Throws {@link IllegalArgumentException} when there is no subject: what is about nothing would be about all. */
  public Statement {
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException("a statement without a subject");
    }
    subjects = List.copyOf(subjects);
  }

  /**
   * One thing that the statement is about (in-toto "ResourceDescriptor").
   *
   * @param name what the signer calls it; nothing is decided by it
   * @param digests by algorithm; those of an algorithm that we can compute are in lower-case hex
   * @param annotations those with a string as value; no demand could be met by another
   */
  public record Subject(@Nullable String name, Map<String, String> digests, Map<String, String> annotations) {
    public Subject {
      digests = Map.copyOf(digests);
      annotations = Map.copyOf(annotations);
    }

    /**
     * Whether this is the manifest with that digest. A second digest of an algorithm that we trust (sha256 beside
     * sha512) cannot be proven by the first, and might name something else: then it is not.
     */
    boolean is(Digest digest) {
      return digest.encoded().equals(digests.get(digest.algorithm()))
          && StatementReader.PROVABLE.stream().allMatch(a -> a.equals(digest.algorithm()) || !digests.containsKey(a));
    }
  }

  /**
   * Reads a statement.
   *
   * @throws MalformedEnvelope UNKNOWN for another version; LIMIT beyond 1024 subjects or 32 digests of one; else
   *     MALFORMED: JSON that is not strict, a member that the statement does not have, no subject, a subject without a
   *     digest, a digest in another spelling than lower-case hex
   */
  public static Statement read(Bytes payload) throws MalformedEnvelope {
    return StatementReader.read(payload);
  }

  /**
   * What {@code cosign sign} signs: a v1 statement about one manifest. Annotations are there even when there are none,
   * and in the order of their names, so that the same claim is always the same bytes.
   */
  public static Bytes cosignSign(Digest digest, Map<String, String> annotations) {
    Map<String, JsonValue> notes = new TreeMap<>();
    annotations.forEach((name, value) -> notes.put(name, new JsonString(value)));
    Map<String, JsonValue> subject = new LinkedHashMap<>();
    subject.put("digest", new JsonObject(Map.of(digest.algorithm(), new JsonString(digest.encoded()))));
    subject.put("annotations", new JsonObject(notes));
    Map<String, JsonValue> statement = new LinkedHashMap<>();
    statement.put("_type", new JsonString(V1));
    statement.put("subject", new JsonArray(List.of(new JsonObject(subject))));
    statement.put("predicateType", new JsonString(COSIGN_SIGN));
    statement.put("predicate", new JsonObject(Map.of()));
    return JsonText.compact(new JsonObject(statement));
  }

  @Override
  public String type() {
    return predicateType;
  }

  /** Whether any of {@link #subjects} is the manifest, wherever it stands among them. */
  @Override
  public boolean isAbout(Digest digest) {
    return subjects.stream().anyMatch(subject -> subject.is(digest));
  }

  /** Those of all subjects that are the manifest; a name to which they give different values is left out. */
  @Override
  public Map<String, String> annotations(Digest digest) {
    Map<String, String> annotations = new LinkedHashMap<>();
    Set<String> contradicted = new HashSet<>();
    for (Subject subject : subjects) {
      if (subject.is(digest)) {
        subject.annotations().forEach((name, value) -> {
          String other = annotations.putIfAbsent(name, value);
          if (other != null && !other.equals(value)) {
            contradicted.add(name);
          }
        });
      }
    }
    annotations.keySet().removeAll(contradicted);
    return annotations;
  }

  /** Never: the names of subjects are whatever their maker calls them. */
  @Override
  public Optional<String> imageName() {
    return Optional.empty();
  }
}
