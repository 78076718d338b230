package dev.inkan.envelope.simplesigning;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.EnvelopeFormat;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.claim.ContainerImage;
import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.MediaType;
import java.util.List;
import java.util.Map;

/**
 * A signature over a simple signing payload (cosign SIGNATURE_SPEC.md): the layer's bytes are what is signed, and its
 * annotations hold the signature and what came with it. What cosign 1 and 2, podman, skopeo and CRI-O read and write.
 */
public final class SimpleSigning implements EnvelopeFormat {
  /** The format's name. */
  public static final String NAME = "cosign";

  /** The suffix of the tags that it is kept under. */
  public static final String TAG_SUFFIX = "sig";

  /** What a layer is called. */
  public static final MediaType LAYER = new MediaType(ContainerImage.PAYLOAD_TYPE);

  /** The annotation with the signature in base64. */
  public static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  /** A digest, a name and annotations; cosign's have some 250 bytes. */
  private static final int MAX_BYTES = 1 << 18;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int maxBytes() {
    return MAX_BYTES;
  }

  @Override
  public List<String> tagFamilies() {
    return List.of(TAG_SUFFIX);
  }

  @Override
  public boolean recognises(Descriptor layer) {
    return layer.mediaType().equals(LAYER);
  }

  /**
   * {@inheritDoc}
   *
   * @throws MalformedEnvelope LIMIT when the payload has more than 256 KiB, or an annotation beside the signature more;
   *     else MALFORMED: no signature among the annotations, base64 with two spellings, a certificate or chain that is
   *     no PEM, a log entry or timestamp that is not cosign's JSON of it
   */
  @Override
  public Envelope open(Descriptor layer, Bytes blob) throws MalformedEnvelope {
    if (blob.size() > MAX_BYTES) {
      throw new MalformedEnvelope(
          MalformedEnvelope.Kind.LIMIT, "a payload of " + blob.size() + " bytes; at most " + MAX_BYTES + " are read");
    }
    try {
      Bytes signature = signature(layer.annotations());
      var beside = new Beside(layer.annotations());
      return new Envelope(
          NAME,
          ContainerImage.PAYLOAD_TYPE,
          blob,
          blob,
          List.of(new Envelope.Signature(signature, null)),
          beside.material(),
          beside.evidence(),
          Map.of());
    } catch (MalformedContent e) {
      throw new MalformedEnvelope("not a cosign signature: " + e.getMessage(), e);
    }
  }

  private static Bytes signature(Map<String, String> annotations) throws MalformedContent {
    String base64 = annotations.get(SIGNATURE);
    if (base64 == null) {
      throw new MalformedContent("the annotation \"" + SIGNATURE + "\" is missing");
    }
    try {
      return Base64Text.decode(base64);
    } catch (MalformedEncoding e) {
      throw new MalformedContent("the annotation \"" + SIGNATURE + "\" is " + e.getMessage(), e);
    }
  }

  /** A layer as cosign writes it for a signature by a key. */
  public static Descriptor layer(Bytes payload, Bytes signature) {
    return new Descriptor(
        LAYER,
        Digest.sha256(payload),
        payload.size(),
        null,
        Map.of(SIGNATURE, Base64Text.encode(signature)),
        null);
  }
}
