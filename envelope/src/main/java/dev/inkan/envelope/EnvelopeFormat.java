package dev.inkan.envelope;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import java.util.List;

/** One signature format: recognises its layers and takes them apart. A new format is one implementation of this. */
public interface EnvelopeFormat {

  /** The format's name in reports and on the command line. */
  String name();

  /** The most bytes that a layer of this format may have. */
  int maxBytes();

  /** The suffixes of the tag families that its layers are kept under, besides the places of every format: {@code sig}. */
  default List<String> tagFamilies() {
    return List.of();
  }

  /** Whether a layer of an attached manifest, by its media type, is of this format. */
  boolean recognises(Descriptor layer);

  /**
   * Takes a layer apart.
   *
   * @param layer its descriptor in the manifest, whose annotations some formats keep the signature in
   * @param blob its bytes, proven against the descriptor
   * @throws MalformedEnvelope when they are not of this format, or beyond one of its bounds
   */
  Envelope open(Descriptor layer, Bytes blob) throws MalformedEnvelope;
}
