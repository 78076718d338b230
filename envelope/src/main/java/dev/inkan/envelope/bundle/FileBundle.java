package dev.inkan.envelope.bundle;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.registry.content.Bytes;
import java.util.List;
import java.util.Map;

/**
 * A Sigstore bundle that lies beside a file, taken apart and not yet believed.
 *
 * @param mediaType its version; unauthenticated
 */
public record FileBundle(String mediaType, Content content, Material material, List<Evidence> evidence) {
  public FileBundle {
    evidence = List.copyOf(evidence);
  }

  /** Whether a log's promise is enough in this version; from v0.2 on it must prove that it was kept. */
  public boolean takesPromises() {
    return mediaType.equals(SigstoreBundle.V01);
  }

  /** The statement's envelope, as it would be beside an image. */
  public Envelope envelope(Dsse dsse) {
    return new Envelope(
        SigstoreBundle.NAME,
        dsse.payloadType(),
        dsse.payload(),
        dsse.preAuthentication(),
        List.of(dsse.signature()),
        material,
        evidence,
        Map.of(SigstoreBundle.MEDIA_TYPE, mediaType));
  }

  /** What was signed. */
  public sealed interface Content {
    /** A statement about the file, in a DSSE envelope. */
    record Statement(Dsse dsse) implements Content {}

    /**
     * The file itself (sigstore_common.proto "MessageSignature").
     *
     * @param algorithm of the digest, such as {@code SHA2_256}; empty when it is left out
     * @param digest of the file, as a hint; unauthenticated, and empty when it is left out
     */
    record Message(String algorithm, Bytes digest, Bytes signature) implements Content {}
  }
}
