package dev.inkan.gate.promotion;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.io.InputStream;
import java.util.List;

/** A registry in which a tag names an unsigned image as soon as it was read once. */
record MovingReader(MemoryRegistry registry, ByTag tag) implements RegistryReader {

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    RawManifest answer = registry.resolve(reference);
    if (reference.equals(tag)) {
      TestImages.pushImage(registry, tag, "moved");
    }
    return answer;
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    return registry.manifest(reference);
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    return registry.blob(repository, descriptor);
  }

  @Override
  public Referrers referrers(ByDigest subject) {
    return registry.referrers(subject);
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    return registry.tags(repository);
  }
}
