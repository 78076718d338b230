package dev.inkan.envelope.bundle;

import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.MalformedContent;
import java.util.List;
import java.util.Set;

/**
 * What a transparency log entry of a bundle looks like (sigstore protobuf-specs, sigstore_rekor.proto,
 * "TransparencyLogEntry"). Looks at the shape only; whether the log vouches for anything is for the check that trusts
 * it.
 */
final class LogEntryShape {
  private static final Set<String> ENTRY =
      Set.of(
          "logIndex",
          "logId",
          "kindVersion",
          "integratedTime",
          "inclusionPromise",
          "inclusionProof",
          "canonicalizedBody");

  private static final Set<String> PROOF = Set.of("logIndex", "rootHash", "treeSize", "hashes", "checkpoint");
  /** A tree of 2^63 leaves needs no more. */
  private static final int MAX_HASHES = 64;

  private LogEntryShape() {}

  /**
   * Looks at one entry.
   *
   * @throws MalformedContent when a member is unknown, null or of the wrong kind, or a number is negative or has more
   *     than 63 bits
   */
  static void check(JsonValue json, String path) throws MalformedContent {
    Members entry = Members.of(json, path, ENTRY);
    entry.count("logIndex");
    entry.count("integratedTime");
    entry.bytesOrEmpty("canonicalizedBody");
    entry.optional("logId", Set.of("keyId")).bytesOrEmpty("keyId");
    Members kind = entry.optional("kindVersion", Set.of("kind", "version"));
    kind.stringOrEmpty("kind");
    kind.stringOrEmpty("version");
    entry.optional("inclusionPromise", Set.of("signedEntryTimestamp")).bytesOrEmpty("signedEntryTimestamp");
    checkProof(entry.optional("inclusionProof", PROOF));
  }

  private static void checkProof(Members proof) throws MalformedContent {
    proof.count("logIndex");
    proof.count("treeSize");
    proof.bytesOrEmpty("rootHash");
    proof.optional("checkpoint", Set.of("envelope")).stringOrEmpty("envelope");
    List<JsonValue> hashes = proof.array("hashes");
    if (hashes.size() > MAX_HASHES) {
      throw new MalformedContent("more than " + MAX_HASHES + " hashes in " + proof.where("hashes"));
    }
    for (JsonValue hash : hashes) {
      Members.decode(hash.asString(proof.where("hashes")), proof.where("hashes"));
    }
  }
}
