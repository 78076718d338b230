package dev.inkan.signer;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;

/** What signing would write. */
public sealed interface Plan {

  /** What would be signed: the digest of a manifest or index. */
  Digest subject();

  /**
   * A new signature: the bundle, then the manifest that hangs it on the subject.
   *
   * @param apiOffered whether the registry lists it by itself; else the index of the fallback tag is written, too
   */
  record Write(Digest subject, RawManifest manifest, Bytes bundle, boolean apiOffered) implements Plan {}

  /** No signature; one that is stored already would be listed where readers look. */
  record Mend(Digest subject, RawManifest manifest) implements Plan {}

  /** Nothing: the same format, key and claim is there, in the artifact with that digest, and holds. */
  record Nothing(Digest subject, Digest artifact) implements Plan {}
}
