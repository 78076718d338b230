package dev.inkan.registry.copy;

import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A manifest of the graph.
 *
 * @param held whether the destination was seen to have it
 */
record Node(RawManifest raw, Manifest manifest, boolean held) {

  Digest digest() {
    return raw.digest();
  }

  /** What must be there before it: the manifests that it lists. */
  List<Descriptor> children() {
    return manifest instanceof Manifest.Index index ? index.manifests() : List.of();
  }

  /** The digest of what it hangs on, or null. */
  @Nullable Digest subject() {
    Descriptor subject = manifest.subject();
    return subject == null ? null : subject.digest();
  }

  /** What must be there before it: its blobs, but for layers that no registry has to have. */
  List<Descriptor> blobs() {
    return manifest instanceof Manifest.Image image ? blobs(image) : List.of();
  }

  static List<Descriptor> blobs(Manifest.Image image) {
    return Stream.concat(Stream.of(image.config()), image.layers().stream())
        .filter(blob -> !blob.mediaType().isNonDistributable())
        .toList();
  }
}
