package dev.inkan.envelope.claim;

import dev.inkan.registry.content.Digest;
import java.util.Map;
import java.util.Optional;

/** What a payload says about an image. */
public sealed interface Claim permits Statement, ContainerImage {

  /** The kind of claim, for statements a URI: what tells a signature from an attestation. */
  String type();

  /** Whether this is about the manifest with that digest, by every digest algorithm that it names and we support. */
  boolean isAbout(Digest digest);

  /** The signed annotations that it attaches to that digest; empty when there are none. */
  Map<String, String> annotations(Digest digest);

  /** What the signer calls the image, where that is signed; nothing is decided by it. May be empty text. */
  Optional<String> imageName();
}
