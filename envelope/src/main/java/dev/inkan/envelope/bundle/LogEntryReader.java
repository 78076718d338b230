package dev.inkan.envelope.bundle;

import dev.inkan.envelope.Envelope.Evidence.LogEntry;
import dev.inkan.envelope.Envelope.InclusionProof;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.MalformedContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a transparency log entry of a bundle (sigstore protobuf-specs, sigstore_rekor.proto, "TransparencyLogEntry"). */
final class LogEntryReader {
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

  private LogEntryReader() {}

  /**
   * Reads one entry; whether the log vouches for anything is for the check that trusts it.
   *
   * @throws MalformedContent when a member is unknown, null or of the wrong kind, or a number is negative or has more
   *     than 63 bits
   */
  static LogEntry read(JsonValue json, String path) throws MalformedContent {
    Members entry = Members.of(json, path, ENTRY);
    Members kind = entry.optional("kindVersion", Set.of("kind", "version"));
    return new LogEntry(
        entry.count("logIndex"),
        entry.optional("logId", Set.of("keyId")).bytesOrEmpty("keyId"),
        kind.stringOrEmpty("kind"),
        kind.stringOrEmpty("version"),
        entry.count("integratedTime"),
        entry.optional("inclusionPromise", Set.of("signedEntryTimestamp")).bytesOrEmpty("signedEntryTimestamp"),
        entry.get("inclusionProof") == null ? null : proof(entry.optional("inclusionProof", PROOF)),
        entry.bytesOrEmpty("canonicalizedBody"));
  }

  private static InclusionProof proof(Members proof) throws MalformedContent {
    List<JsonValue> values = proof.array("hashes");
    if (values.size() > MAX_HASHES) {
      throw new MalformedContent("more than " + MAX_HASHES + " hashes in " + proof.where("hashes"));
    }
    var hashes = new ArrayList<Bytes>();
    for (JsonValue hash : values) {
      hashes.add(Members.decode(hash.asString(proof.where("hashes")), proof.where("hashes")));
    }
    return new InclusionProof(
        proof.count("logIndex"),
        proof.count("treeSize"),
        proof.bytesOrEmpty("rootHash"),
        hashes,
        proof.optional("checkpoint", Set.of("envelope")).stringOrEmpty("envelope"));
  }
}
