package dev.inkan.registry.attached;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Artifacts that are to be listed in the index under the fallback tag of their one subject. */
record ListEntries(ByTag tag, ByDigest subject, List<Descriptor> descriptors) implements Addition {
  ListEntries {
    descriptors = List.copyOf(descriptors);
  }

  /** Throws {@link IllegalArgumentException} when one is no manifest with a subject, or their subjects differ. */
  static ListEntries of(Repository repository, List<RawManifest> artifacts) {
    var descriptors = new ArrayList<Descriptor>();
    var subjects = new HashSet<Digest>();
    for (RawManifest artifact : artifacts) {
      Manifest manifest = parse(artifact);
      Descriptor subject = manifest.subject();
      if (subject == null) {
        throw new IllegalArgumentException("a manifest without a subject hangs on nothing");
      }
      subjects.add(subject.digest());
      descriptors.add(new Descriptor(
          artifact.mediaType(),
          artifact.digest(),
          artifact.descriptor().size(),
          manifest.listedType(),
          manifest.annotations(),
          null));
    }
    if (subjects.size() != 1) {
      throw new IllegalArgumentException(subjects.size() + " subjects for one index");
    }
    var subject = new ByDigest(repository, subjects.iterator().next());
    return new ListEntries(FallbackTag.of(subject), subject, descriptors);
  }

  private static Manifest parse(RawManifest artifact) {
    try {
      return artifact.parse();
    } catch (MalformedContent e) {
      throw new IllegalArgumentException("not a manifest: " + e.getMessage(), e);
    }
  }

  @Override
  public Merge onto(@Nullable RawManifest there) throws RegistryException {
    return new Listed(index(there));
  }

  @Override
  public Optional<Addition> and(Addition other) {
    if (!(other instanceof ListEntries more && more.tag.equals(tag) && more.subject.equals(subject))) {
      return Optional.empty();
    }
    var all = new LinkedHashMap<Digest, Descriptor>();
    descriptors.forEach(descriptor -> all.put(descriptor.digest(), descriptor));
    more.descriptors.forEach(descriptor -> all.putIfAbsent(descriptor.digest(), descriptor));
    return Optional.of(new ListEntries(tag, subject, List.copyOf(all.values())));
  }

  private FallbackIndex index(@Nullable RawManifest there) throws RegistryException {
    if (there == null) {
      return FallbackIndex.empty();
    }
    String fault = FallbackIndex.fault(there, subject.digest());
    if (fault != null) {
      throw failure(
          Kind.REFUSED,
          "it holds " + fault + " and is left alone, so nothing can be listed there: delete that tag, or give the "
              + "image back its own");
    }
    return FallbackIndex.of(there);
  }

  @Override
  public String stored() {
    return "What is to be listed is stored as "
        + descriptors.stream().map(descriptor -> descriptor.digest().toString()).collect(Collectors.joining(", "));
  }

  private final class Listed implements Merge {
    private final FallbackIndex index;
    private final List<Descriptor> missing;

    Listed(FallbackIndex index) {
      this.index = index;
      this.missing = descriptors.stream().filter(descriptor -> !index.lists(descriptor)).toList();
    }

    @Override
    public boolean isDone() {
      return missing.isEmpty();
    }

    @Override
    public RawManifest merged() throws RegistryException {
      RawManifest merged = index.with(missing);
      boolean many = index.size() + missing.size() > Attached.MAX_ENTRIES;
      if (many || merged.bytes().size() > FallbackIndex.MAX_BYTES) {
        throw failure(Kind.TOO_LARGE, "the index is full: nobody would read another entry");
      }
      return merged;
    }
  }
}
