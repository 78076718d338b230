package dev.inkan.verifier.reason;

import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.registry.content.Printable;

/**
 * Why an envelope proves nothing.
 *
 * @param detail one printable sentence on which evidence
 */
public record Reason(Code code, String detail) {

  /** Which check failed; names that scripts may rely on. */
  public enum Code {
    /** Not of its format, or of two minds. */
    MALFORMED,
    /** A format, or a critical part of one, that we do not know. */
    UNKNOWN_FORMAT,
    /** What a listing named does not hang on this digest: its subject is another, or it has none. */
    WRONG_SUBJECT,
    /** Bytes that are not those of their digest. */
    WRONG_DIGEST,
    /** Bytes of another length than was stated. */
    WRONG_SIZE,
    /** Of another media type than was stated. */
    WRONG_MEDIA_TYPE,
    /** No trusted signer's key made this signature over these bytes. */
    BAD_SIGNATURE,
    /** Signed with a certificate, where only keys are trusted. */
    NOT_A_KEY_SIGNATURE,
    /** The certificate that signed was not issued for signing code by a trusted authority, or cannot be read. */
    BAD_CERTIFICATE,
    /** No trusted certificate log vouches for the certificate that signed. */
    NOT_IN_CERTIFICATE_LOG,
    /** No transparency log has seen it. */
    NOT_LOGGED,
    /** An entry of a transparency log is about something else, is not in the log, or the log is not trusted. */
    BAD_LOG_ENTRY,
    /** A timestamp is of something else, or nobody trusted made it. */
    BAD_TIMESTAMP,
    /** Nobody who is trusted says when it was signed. */
    NO_TRUSTED_TIME,
    /** It was signed when the certificate was not valid. */
    OUTSIDE_VALIDITY,
    /** The signature holds, but it is somebody else's. */
    WRONG_IDENTITY,
    /** The signature holds, but the claim is about another digest. */
    WRONG_CLAIM,
    /** The signature holds, but the statement is of another kind: an attestation is not a signature. */
    WRONG_CLAIM_TYPE,
    /** The signature holds, but an annotation that was demanded is missing or has another value. */
    WRONG_ANNOTATION,
    /** A bound on what a registry may serve, or on what a format may hold, was hit. */
    LIMIT
  }

  /** Why bytes are no envelope, or no claim. */
  public static Reason of(MalformedEnvelope malformed) {
    Code code =
        switch (malformed.kind()) {
          case MALFORMED -> Code.MALFORMED;
          case UNKNOWN -> Code.UNKNOWN_FORMAT;
          case LIMIT -> Code.LIMIT;
        };
    return new Reason(code, Printable.text(String.valueOf(malformed.getMessage())));
  }
}
