package dev.inkan.registry.attached;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Layers that are to stand in the manifest under a family's tag, their blobs stored; it stores the config itself. */
record FamilyLayers(RegistryReader reader, RegistryWriter writer, ByTag tag, List<Descriptor> layers)
    implements Addition {
  FamilyLayers {
    layers = List.copyOf(layers);
  }

  @Override
  public Merge onto(@Nullable RawManifest there) throws RegistryException {
    if (there == null) {
      return new Joined(FamilyManifest.empty());
    }
    try {
      return new Joined(FamilyManifest.of(there));
    } catch (MalformedContent e) {
      throw failure(
          Kind.REFUSED,
          "it holds no image manifest (" + e.getMessage() + ") and is left alone, so nothing can be added there: "
              + "delete that tag");
    }
  }

  @Override
  public String stored() {
    return "Nothing in it was changed";
  }

  private final class Joined implements Merge {
    private final FamilyManifest manifest;
    private final List<Descriptor> missing;

    Joined(FamilyManifest manifest) {
      this.manifest = manifest;
      this.missing = manifest.without(layers);
    }

    @Override
    public boolean isDone() {
      return missing.isEmpty();
    }

    @Override
    public RawManifest merged() throws RegistryException {
      if (manifest.layers().size() + missing.size() > Attached.MAX_ENTRIES) {
        throw full();
      }
      Bytes config = config();
      RawManifest merged = manifest.with(missing, config);
      if (merged.bytes().size() > FallbackIndex.MAX_BYTES) {
        throw full();
      }
      if (config != null) {
        writer.pushNewBlob(
            tag.repository(), FamilyConfig.descriptor(config, manifest.config()), config::newInputStream);
      }
      return merged;
    }

    private RegistryException full() {
      return failure(Kind.TOO_LARGE, "it is full: nobody would read another layer");
    }

    /** What the config is to be; null when the one that is there cannot be added to and stays. */
    private @Nullable Bytes config() throws RegistryException {
      Descriptor there = manifest.config();
      if (there == null) {
        return FamilyConfig.of(missing);
      }
      if (there.size() > FamilyConfig.MAX_BYTES || !there.digest().isSupported()) {
        return null;
      }
      try {
        Bytes content = reader.readBlob(tag.repository(), there, FamilyConfig.MAX_BYTES);
        return FamilyConfig.with(content, manifest.layers().size(), missing).orElse(null);
      } catch (RegistryException e) {
        // A manifest that names what is not there is of no use; whoever reads it finds a new config.
        if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.INTEGRITY) {
          return FamilyConfig.of(Stream.concat(manifest.layers().stream(), missing.stream()).toList());
        }
        throw e;
      }
    }
  }
}
