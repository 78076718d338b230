package dev.inkan.signer;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;

/** What signing would write. */
public sealed interface Plan {

  /** The name of the signature's format. */
  String format();

  /** What would be signed: the digest of a manifest or index. */
  Digest subject();

  /**
   * A new signature: the bundle, then the manifest that hangs it on the subject.
   *
   * @param apiOffered whether the registry lists it by itself; else the index of the fallback tag is written, too
   */
  record Write(String format, Digest subject, RawManifest manifest, Bytes bundle, boolean apiOffered)
      implements Plan {}

  /**
   * A new signature as a layer in the manifest of a tag family, beside those that are there.
   *
   * @param family the suffix of its tag: {@code sig}
   * @param layer with the annotations that hold the signature
   * @param payload the layer's content
   */
  record Append(String format, Digest subject, String family, Descriptor layer, Bytes payload) implements Plan {}

  /** No signature; one that is stored already would be listed where readers look. */
  record Mend(String format, Digest subject, RawManifest manifest) implements Plan {}

  /** Nothing: the same format, key and claim is there, in the artifact with that digest, and holds. */
  record Nothing(String format, Digest subject, Digest artifact) implements Plan {}
}
