package dev.inkan.envelope.claim;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.registry.content.Printable;

/** Reads the claim out of an envelope, which only makes sense after one of its signatures was found to hold. */
public final class Claims {
  private Claims() {}

  /**
   * Reads a payload as what the signed payload type says it is.
   *
   * @throws MalformedEnvelope UNKNOWN for any other type than in-toto and simple signing; else as
   *     {@link Statement#read} and {@link ContainerImage#read}
   */
  public static Claim read(Envelope envelope) throws MalformedEnvelope {
    return switch (envelope.payloadType()) {
      case Statement.PAYLOAD_TYPE -> Statement.read(envelope.payload());
      case ContainerImage.PAYLOAD_TYPE -> ContainerImage.read(envelope.payload());
      default -> throw new MalformedEnvelope(
          MalformedEnvelope.Kind.UNKNOWN, "a payload of unknown type " + Printable.quoted(envelope.payloadType()));
    };
  }
}
