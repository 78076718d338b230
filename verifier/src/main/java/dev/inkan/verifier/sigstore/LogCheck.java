package dev.inkan.verifier.sigstore;

import dev.inkan.envelope.Envelope.Evidence.LogEntry;
import dev.inkan.envelope.Envelope.InclusionProof;
import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.verifier.trust.TrustedRoot;
import dev.inkan.verifier.trust.TrustedRoot.Log;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a trusted transparency log has an entry about a signature (sigstore client specification 4.1.2): by its
 * promise (SET), by a proof that leads to a checkpoint of its, or by both; whatever is there must hold.
 */
final class LogCheck {

  /**
   * What an entry proves.
   *
   * @param time when the log took it in, if it signed that; else null
   */
  record Logged(Log log, @Nullable Instant time) {}

  private final Signed signed;
  private final Bytes signature;
  private final VerificationKey key;
  private final Bytes signer;
  private final boolean certificate;
  private final boolean promiseIsEnough;

  /**
   * @param signer the certificate, or the key's SubjectPublicKeyInfo, in DER
   * @param promiseIsEnough whether an entry without a proof counts
   */
  LogCheck(
      Signed signed, Bytes signature, VerificationKey key, Bytes signer, boolean certificate, boolean promiseIsEnough) {
    this.signed = signed;
    this.signature = signature;
    this.key = key;
    this.signer = signer;
    this.certificate = certificate;
    this.promiseIsEnough = promiseIsEnough;
  }

  /**
   * What the entry proves.
   *
   * @param times that are known from timestamps: a log that signs no time must be trusted at all of them
   * @throws Finding BAD_LOG_ENTRY when it proves nothing
   */
  Logged check(LogEntry entry, TrustedRoot root, List<Instant> times) throws Finding {
    Finding unknown = LoggedBody.bad("is of a log that is not trusted: " + hex(entry.logId()));
    Finding last = unknown;
    // Several logs may share an id: the signature decides.
    for (Log log : root.logs()) {
      if (log.id().equals(entry.logId())) {
        try {
          return entry.version().equals("0.0.2") && entry.kind().equals("hashedrekord")
              ? second(entry, log, times)
              : first(entry, log);
        } catch (Finding e) {
          last = e;
        }
      }
    }
    throw last;
  }

  private Logged second(LogEntry entry, Log log, List<Instant> times) throws Finding {
    InclusionProof proof = entry.proof();
    if (proof == null) {
      throw LoggedBody.bad("has no proof that it is in the log");
    }
    Checkpoint checkpoint = Checkpoint.parse(proof.checkpoint());
    checkpoint.requireSignedBy(log);
    boolean found = Rekor2Leaf.of(signed, signature, key, signer, certificate).stream().anyMatch(leaf ->
        Objects.equals(
            checkpoint.rootHash(),
            MerkleProof.root(MerkleProof.leaf(leaf), entry.logIndex(), checkpoint.treeSize(), proof.hashes())));
    if (!found) {
      throw LoggedBody.bad("is not about this signature by this signer, or is not in the log");
    }
    for (Instant time : times) {
      requireTrusted(log, time);
    }
    if (log.validity().start() == null) {
      throw LoggedBody.bad("is of a log without a date from which it is trusted");
    }
    return new Logged(log, null);
  }

  private Logged first(LogEntry entry, Log log) throws Finding {
    if (entry.promise().isEmpty() && entry.proof() == null) {
      throw LoggedBody.bad("has neither a promise nor a proof of the log");
    }
    if (!promiseIsEnough && entry.proof() == null) {
      throw LoggedBody.bad("has no proof that it is in the log");
    }
    Instant time = entry.promise().isEmpty() ? null : promised(entry, log);
    InclusionProof proof = entry.proof();
    if (proof != null) {
      requireIncluded(entry, proof, log);
    }
    LoggedBody.require(entry, signed, signature, signer);
    return new Logged(log, time);
  }

  /** The log's signature over the entry (rekor, "signedEntryTimestamp"): canonical JSON, in the order of its names. */
  private static Instant promised(LogEntry entry, Log log) throws Finding {
    Bytes promised = Bytes.utf8("{\"body\":\"" + Base64Text.encode(entry.body()) + "\",\"integratedTime\":"
        + entry.integratedTime() + ",\"logID\":\"" + hex(entry.logId()) + "\",\"logIndex\":" + entry.logIndex() + "}");
    if (!log.key().verifies(promised, entry.promise())) {
      throw LoggedBody.bad("has a promise that the log did not sign");
    }
    if (entry.integratedTime() > 253402300799L) {
      throw LoggedBody.bad("has a time beyond the year 9999");
    }
    Instant time = Instant.ofEpochSecond(entry.integratedTime());
    requireTrusted(log, time);
    return time;
  }

  private static void requireTrusted(Log log, Instant time) throws Finding {
    if (!log.vouchesAt(time)) {
      throw LoggedBody.bad("is of " + time + ", and its log is trusted from " + log.validity());
    }
  }

  /** Of a shard: its place there, not the one over all of them. */
  private static void requireIncluded(LogEntry entry, InclusionProof proof, Log log) throws Finding {
    Checkpoint checkpoint = Checkpoint.parse(proof.checkpoint());
    checkpoint.requireSignedBy(log);
    if (!checkpoint.rootHash().equals(proof.rootHash()) || checkpoint.treeSize() != proof.treeSize()) {
      throw LoggedBody.bad("has a proof for another tree than the log's checkpoint is of");
    }
    Bytes root =
        MerkleProof.root(MerkleProof.leaf(entry.body()), proof.logIndex(), proof.treeSize(), proof.hashes());
    if (!Objects.equals(proof.rootHash(), root)) {
      throw LoggedBody.bad("has a proof that does not lead to the log's root");
    }
  }

  private static String hex(Bytes bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
