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

  /** What says when, or that the public saw it. Kept whole for the check that understands it. */
  public sealed interface Evidence {
    /** A transparency log entry, as JSON in the form of the envelope's format. */
    record LogEntry(Bytes json) implements Evidence {}

    /** An RFC 3161 TimeStampResp in DER. */
    record Timestamp(Bytes der) implements Evidence {}
  }
}
