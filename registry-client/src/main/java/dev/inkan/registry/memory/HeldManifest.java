package dev.inkan.registry.memory;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Repository;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stored manifest, with what it says of itself as a referrer. */
record HeldManifest(
    RawManifest raw,
    @Nullable Digest subject,
    @Nullable MediaType artifactType,
    Map<String, String> annotations) {

  private static final int MAX_BYTES = 4 * 1024 * 1024;

  /**
   * A manifest that is well formed, within the bound, and whose content is on the shelf already.
   *
   * @throws RegistryException PROTOCOL when it is malformed, TOO_LARGE beyond 4 MiB, NOT_FOUND when it names content
   *     that is not there
   */
  static HeldManifest checked(Repository repository, RawManifest raw, Shelf shelf) throws RegistryException {
    String operation = "PUT manifest " + raw.digest();
    if (raw.bytes().size() > MAX_BYTES) {
      throw new RegistryException(Kind.TOO_LARGE, operation, repository.host(), "a manifest has at most 4 MiB");
    }
    try {
      Manifest manifest = raw.parse();
      Digest missing = missing(manifest, shelf);
      if (missing != null) {
        String detail = "it names " + missing + ", which is not there: push that first";
        throw new RegistryException(Kind.NOT_FOUND, operation, repository.host(), detail);
      }
      return of(raw, manifest);
    } catch (MalformedContent e) {
      throw new RegistryException(Kind.PROTOCOL, operation, repository.host(), null, "refused: " + e.getMessage(), e);
    }
  }

  /** Whatever it is; when it is not a manifest it refers to nothing. */
  static HeldManifest unchecked(RawManifest raw) {
    try {
      return of(raw, raw.parse());
    } catch (MalformedContent e) {
      return new HeldManifest(raw, null, null, Map.of());
    }
  }

  private static @Nullable Digest missing(Manifest manifest, Shelf shelf) {
    return switch (manifest) {
      case Manifest.Image image -> {
        if (!isHeld(image.config(), shelf)) {
          yield image.config().digest();
        }
        for (Descriptor layer : image.layers()) {
          if (!layer.mediaType().isNonDistributable() && !isHeld(layer, shelf)) {
            yield layer.digest();
          }
        }
        yield null;
      }
      case Manifest.Index index -> {
        for (Descriptor child : index.manifests()) {
          RawManifest held = shelf.manifest(child.digest());
          if (held == null || held.bytes().size() != child.size()) {
            yield child.digest();
          }
        }
        yield null;
      }
    };
  }

  private static boolean isHeld(Descriptor descriptor, Shelf shelf) {
    Bytes blob = shelf.blob(descriptor.digest());
    return blob != null && blob.size() == descriptor.size();
  }

  private static HeldManifest of(RawManifest raw, Manifest manifest) {
    Descriptor subject = manifest.subject();
    return new HeldManifest(
        raw, subject == null ? null : subject.digest(), manifest.listedType(), manifest.annotations());
  }

  /** As the referrers API lists it: artifact type, or else an image's config media type, and all annotations. */
  Descriptor asReferrer() {
    return new Descriptor(
        raw.mediaType(), raw.digest(), raw.descriptor().size(), artifactType, annotations, null);
  }
}
