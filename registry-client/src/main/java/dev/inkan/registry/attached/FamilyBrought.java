package dev.inkan.registry.attached;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.attached.AttachedWriter.BlobStore;
import dev.inkan.registry.attached.AttachedWriter.Clash;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The whole manifest of a family from somewhere else.
 *
 * @param layers its layers, as an addition to another one
 */
record FamilyBrought(
    ByTag tag, RawManifest manifest, Manifest.Image image, FamilyLayers layers, Clash clash, BlobStore blobs)
    implements Addition {

  /** Throws {@link IllegalArgumentException} when it is no image manifest. */
  static FamilyBrought of(
      RegistryReader reader, RegistryWriter writer, ByTag tag, RawManifest manifest, Clash clash, BlobStore blobs) {
    try {
      if (manifest.parse() instanceof Manifest.Image image) {
        var layers = new FamilyLayers(reader, writer, tag, image.layers());
        return new FamilyBrought(tag, manifest, image, layers, clash, blobs);
      }
      throw new IllegalArgumentException("an index");
    } catch (MalformedContent e) {
      throw new IllegalArgumentException("not a manifest: " + e.getMessage(), e);
    }
  }

  @Override
  public Merge onto(@Nullable RawManifest there) throws RegistryException {
    if (there == null || there.digest().equals(manifest.digest())) {
      return new Whole(there != null);
    }
    return switch (clash) {
      case JOIN -> new Joined(layers.onto(there));
      case REPLACE -> new Whole(false);
      case REFUSE -> throw failure(
          Kind.REFUSED, "it holds " + there.digest() + ", which cannot be put together with " + manifest.digest());
    };
  }

  @Override
  public String stored() {
    return layers.stored();
  }

  private final class Whole implements Merge {
    private final boolean done;

    Whole(boolean done) {
      this.done = done;
    }

    @Override
    public boolean isDone() {
      return done;
    }

    @Override
    public RawManifest merged() throws RegistryException {
      var content = new ArrayList<>(image.layers());
      content.addFirst(image.config());
      blobs.store(content);
      return manifest;
    }
  }

  private final class Joined implements Merge {
    private final Merge merge;

    Joined(Merge merge) {
      this.merge = merge;
    }

    @Override
    public boolean isDone() {
      return merge.isDone();
    }

    @Override
    public RawManifest merged() throws RegistryException {
      blobs.store(image.layers());
      return merge.merged();
    }
  }
}
