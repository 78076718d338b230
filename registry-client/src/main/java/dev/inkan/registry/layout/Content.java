package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a manifest must be to be written, and how {@code index.json} lists it. */
final class Content {
  private Content() {}

  /**
   * What the manifest says, when all that it names is there.
   *
   * @throws RegistryException PROTOCOL when it is malformed, TOO_LARGE beyond 4 MiB, NOT_FOUND when it names content
   *     that is not there
   */
  static Manifest checked(Layout layout, Request request, RawManifest raw) throws RegistryException {
    if (raw.bytes().size() > Manifests.MAX_BYTES) {
      throw request.failure(Kind.TOO_LARGE, "a manifest has at most 4 MiB");
    }
    Manifest manifest;
    try {
      manifest = raw.parse();
    } catch (MalformedContent e) {
      throw request.failure(Kind.PROTOCOL, "refused: " + e.getMessage());
    }
    boolean exists = layout.exists(request);
    switch (manifest) {
      case Manifest.Image image -> {
        require(exists, layout, request, image.config());
        for (Descriptor layer : image.layers()) {
          if (!layer.mediaType().isNonDistributable()) {
            require(exists, layout, request, layer);
          }
        }
      }
      case Manifest.Index index -> {
        for (Descriptor child : index.manifests()) {
          require(exists, layout, request, child);
        }
      }
    }
    return manifest;
  }

  private static void require(boolean exists, Layout layout, Request request, Descriptor named)
      throws RegistryException {
    if (!exists || layout.files().size(request, LayoutFiles.blob(named.digest())) != named.size()) {
      throw request.failure(
          Kind.NOT_FOUND, "it names " + named.digest() + ", which is not there: write that first");
    }
  }

  /**
   * The entry: of an artifact with its type, of what hangs on a digest as a referrer. A manifest's own annotations give
   * it no name: only who writes {@code index.json} does.
   */
  static Descriptor descriptor(RawManifest raw, Manifest manifest) {
    Descriptor described = Manifests.asReferrer(raw, manifest);
    if (manifest.subject() == null) {
      return new Descriptor(
          raw.mediaType(), raw.digest(), described.size(), artifactType(manifest), Map.of(), null);
    }
    return new Descriptor(
        raw.mediaType(),
        raw.digest(),
        described.size(),
        described.artifactType(),
        Entry.unmarked(described.annotations()),
        null);
  }

  private static @Nullable MediaType artifactType(Manifest manifest) {
    return switch (manifest) {
      case Manifest.Image image -> image.artifactType();
      case Manifest.Index index -> index.artifactType();
    };
  }

  /** Whether it hangs on something; not when that cannot be told. */
  static boolean hangs(LayoutFiles files, Request request, Descriptor listed) {
    try {
      return Manifests.subject(Manifests.listed(files, request, listed)) != null;
    } catch (RegistryException e) {
      return false;
    }
  }
}
