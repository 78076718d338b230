package dev.inkan.envelope;

import dev.inkan.registry.content.Bytes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A signature of any format, taken apart and not yet believed. Checks work on this and never on a format.
 *
 * @param format the format's name, for reports: {@code sigstore}
 * @param payloadType what the payload is, as the signed bytes cover it ({@code application/vnd.in-toto+json}) or the
 *     format has no other
 * @param payload the bytes that the claim is read from, after a signature holds
 * @param signedBytes the exact bytes that each signature is over: the DSSE PAE, the JWS signing input, the COSE
 *     Sig_structure or the raw payload
 * @param signatures never empty
 * @param material what the signer says about its key; unauthenticated
 * @param evidence log entries and timestamps, not yet checked
 * @param attributes what the format says besides, for reports; unauthenticated
 */
public record Envelope(
    String format,
    String payloadType,
    Bytes payload,
    Bytes signedBytes,
    List<Signature> signatures,
    Material material,
    List<Evidence> evidence,
    Map<String, String> attributes) {

  public Envelope {
    if (signatures.isEmpty()) {
      throw new IllegalArgumentException("an envelope without a signature");
    }
    signatures = List.copyOf(signatures);
    evidence = List.copyOf(evidence);
    attributes = Map.copyOf(attributes);
  }

  /**
   * One signature.
   *
   * @param keyId a hint which key it is by, or null; unauthenticated, so it only orders the search
   */
  public record Signature(Bytes value, @Nullable String keyId) {}

  /** What came with the signature to say whose it is. */
  public sealed interface Material {
    /** A public key is meant; the hint says which, for Sigstore the base64 of the SHA-256 of its SPKI. May be empty. */
    record PublicKeyHint(String hint) implements Material {}

    /** X.509 certificates in DER, leaf first. */
    record Certificates(List<Bytes> chain) implements Material {
      public Certificates {
        chain = List.copyOf(chain);
      }
    }
  }

  /**
   * That an entry is one of the leaves of a log (RFC 6962 2.1.1).
   *
   * @param logIndex the leaf's place in the tree
   * @param treeSize how many leaves the tree has
   * @param hashes from the leaf's sibling up
   * @param checkpoint what the log signed about the tree, a signed note (C2SP tlog-checkpoint)
   */
  public record InclusionProof(long logIndex, long treeSize, Bytes rootHash, List<Bytes> hashes, String checkpoint) {
    public InclusionProof {
      hashes = List.copyOf(hashes);
    }
  }

  /** What says when, or that the public saw it. Kept whole for the check that understands it. */
  public sealed interface Evidence {
    /**
     * An entry of a transparency log (sigstore_rekor.proto "TransparencyLogEntry"), as it is said to be.
     *
     * @param logIndex its place in the log; for Rekor v1 over all its shards
     * @param logId which log: the SHA-256 of its key
     * @param kind what the body is, such as {@code hashedrekord}; empty when only the body says it
     * @param version of the kind; empty with it
     * @param integratedTime when it was taken in, in seconds since 1970; 0 where the log does not say
     * @param promise the log's signature that it will be taken in (SET), or empty
     * @param proof that it is in the log, or null
     * @param body what was logged, in the log's canonical form
     */
    record LogEntry(
        long logIndex,
        Bytes logId,
        String kind,
        String version,
        long integratedTime,
        Bytes promise,
        @Nullable InclusionProof proof,
        Bytes body)
        implements Evidence {}

    /** An RFC 3161 TimeStampResp in DER. */
    record Timestamp(Bytes der) implements Evidence {}
  }
}
