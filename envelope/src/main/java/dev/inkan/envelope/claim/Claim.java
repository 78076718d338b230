package dev.inkan.envelope.claim;

import dev.inkan.registry.content.Digest;
import java.util.Map;

/** What a payload says about an image. */
public sealed interface Claim permits Statement {

  /** The kind of claim, a URI: what tells a signature from an attestation. */
  String type();

  /** Whether this is about the manifest with that digest, by every digest algorithm that it names and we support. */
  boolean isAbout(Digest digest);

  /** The signed annotations that it attaches to that digest; empty when there are none. */
  Map<String, String> annotations(Digest digest);
}
