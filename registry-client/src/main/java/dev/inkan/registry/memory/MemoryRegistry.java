package dev.inkan.registry.memory;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryDeleter;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Any number of repositories in memory, as strict as the specification lets a registry be: content is proven when it
 * comes in, a manifest is taken only after what it names, a tag moves only as expected. Safe for use by several
 * threads. A repository exists from the first write to it.
 */
public final class MemoryRegistry implements RegistryReader, RegistryWriter, RegistryDeleter {
  private static final MediaType ANY_BYTES = new MediaType("application/octet-stream");

  private final Set<Lack> lacks;
  private final Map<Repository, Shelf> shelves = new ConcurrentHashMap<>();

  /** A registry that lacks nothing. */
  public MemoryRegistry() {
    this(EnumSet.noneOf(Lack.class));
  }

  private MemoryRegistry(Set<Lack> lacks) {
    this.lacks = lacks;
  }

  /** A registry like a real one that lacks something. */
  public static MemoryRegistry without(Lack... lacks) {
    var set = EnumSet.noneOf(Lack.class);
    set.addAll(Arrays.asList(lacks));
    return new MemoryRegistry(set);
  }

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    Shelf shelf = shelves.get(reference.repository());
    RawManifest manifest = shelf == null ? null : shelf.tagged(reference.tag());
    return found(manifest, "GET manifest " + reference.tag(), reference.repository(), "there is no such tag");
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    Shelf shelf = shelves.get(reference.repository());
    RawManifest manifest = shelf == null ? null : shelf.manifest(reference.digest());
    return found(manifest, "GET manifest " + reference.digest(), reference.repository(), "there is no such manifest");
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    Bytes blob = heldBlob(repository, descriptor.digest());
    if (blob.size() != descriptor.size()) {
      throw new RegistryException(
          Kind.INTEGRITY,
          "GET blob " + descriptor.digest(),
          repository.host(),
          "the blob has " + blob.size() + " bytes, not " + descriptor.size());
    }
    return blob.newInputStream();
  }

  @Override
  public Descriptor describeBlob(Repository repository, Digest digest) throws RegistryException {
    return new Descriptor(ANY_BYTES, digest, heldBlob(repository, digest).size());
  }

  private Bytes heldBlob(Repository repository, Digest digest) throws RegistryException {
    Shelf shelf = shelves.get(repository);
    return found(
        shelf == null ? null : shelf.blob(digest), "GET blob " + digest, repository, "there is no such blob");
  }

  @Override
  public Referrers referrers(ByDigest subject) {
    if (lacks.contains(Lack.REFERRERS_API)) {
      return new Referrers.NotOffered();
    }
    Shelf shelf = shelves.get(subject.repository());
    return new Referrers.Listed(shelf == null ? List.of() : shelf.referrers(subject.digest()));
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    Shelf shelf = shelves.get(repository);
    return found(shelf, "GET tags of " + repository.path(), repository, "there is no such repository").tags();
  }

  @Override
  public boolean hasBlob(Repository repository, Descriptor descriptor) {
    Shelf shelf = shelves.get(repository);
    Bytes blob = shelf == null ? null : shelf.blob(descriptor.digest());
    return blob != null && blob.size() == descriptor.size();
  }

  @Override
  public void pushBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    requireSupported("PUT blob", repository, descriptor.digest());
    if (hasBlob(repository, descriptor)) {
      return;
    }
    Bytes blob = read(repository, descriptor, source);
    if (blob.size() != descriptor.size() || !descriptor.digest().matches(blob)) {
      throw new RegistryException(
          Kind.INTEGRITY,
          "PUT blob " + descriptor.digest(),
          repository.host(),
          "the source's bytes are not the descriptor's");
    }
    shelf(repository).put(descriptor.digest(), blob);
  }

  @Override
  public boolean mountBlob(Repository to, Descriptor blob, Repository from, BlobSource otherwise)
      throws RegistryException {
    RegistryWriter.requireSameHost(to, from);
    if (!hasBlob(from, blob)) {
      pushBlob(to, blob, otherwise);
      return false;
    }
    shelf(to).put(blob.digest(), heldBlob(from, blob.digest()));
    return true;
  }

  private static Bytes read(Repository repository, Descriptor descriptor, BlobSource source)
      throws RegistryException {
    String operation = "PUT blob " + descriptor.digest();
    if (descriptor.size() >= Integer.MAX_VALUE - 8) {
      throw new RegistryException(Kind.TOO_LARGE, operation, repository.host(), "no blob of 2 GiB fits in memory here");
    }
    try (InputStream in = source.open()) {
      return Bytes.of(in.readNBytes((int) descriptor.size() + 1));
    } catch (IOException e) {
      throw new RegistryException(
          Kind.UNREACHABLE, operation, repository.host(), null, "the blob's source could not be read", e);
    }
  }

  @Override
  public SubjectListing pushManifest(Repository repository, RawManifest manifest) throws RegistryException {
    requireSupported("PUT manifest", repository, manifest.digest());
    return listing(shelf(repository).put(check(repository, manifest)));
  }

  @Override
  public void pushTag(ByTag tag, RawManifest manifest, Expected expected) throws RegistryException {
    requireSupported("PUT manifest", tag.repository(), manifest.digest());
    Expected honoured = lacks.contains(Lack.CONDITIONAL_WRITES) ? new Expected.Anything() : expected;
    if (!shelf(tag.repository()).put(check(tag.repository(), manifest), tag.tag(), honoured)) {
      throw new RegistryException(
          Kind.CONFLICT, "PUT manifest " + tag.tag(), tag.repository().host(), "the tag is not what was expected");
    }
  }

  @Override
  public void deleteTag(ByTag tag) throws RegistryException {
    Shelf shelf = shelves.get(tag.repository());
    if (shelf == null || !shelf.deleteTag(tag.tag())) {
      throw absent("DELETE manifest " + tag.tag(), tag.repository(), "there is no such tag");
    }
  }

  @Override
  public void deleteManifest(ByDigest manifest) throws RegistryException {
    Shelf shelf = shelves.get(manifest.repository());
    if (shelf == null || !shelf.deleteManifest(manifest.digest())) {
      throw absent("DELETE manifest " + manifest.digest(), manifest.repository(), "there is no such manifest");
    }
  }

  @Override
  public void deleteBlob(Repository repository, Digest blob) throws RegistryException {
    Shelf shelf = shelves.get(repository);
    if (shelf == null || !shelf.deleteBlob(blob)) {
      throw absent("DELETE blob " + blob, repository, "there is no such blob");
    }
  }

  private HeldManifest check(Repository repository, RawManifest manifest) throws RegistryException {
    if (lacks.contains(Lack.CONTENT_CHECKS)) {
      return HeldManifest.unchecked(manifest);
    }
    return HeldManifest.checked(repository, manifest, shelf(repository));
  }

  private SubjectListing listing(HeldManifest held) {
    return held.subject() == null || lacks.contains(Lack.REFERRERS_API)
        ? SubjectListing.BY_WRITER
        : SubjectListing.BY_REGISTRY;
  }

  private Shelf shelf(Repository repository) {
    return shelves.computeIfAbsent(repository, ignored -> new Shelf());
  }

  private static void requireSupported(String operation, Repository repository, Digest digest)
      throws RegistryException {
    if (!digest.isSupported()) {
      throw new RegistryException(
          Kind.UNSUPPORTED,
          operation + " " + digest,
          repository.host(),
          "content cannot be proven against a digest of " + digest.algorithm());
    }
  }

  private static <T> T found(@Nullable T value, String operation, Repository repository, String detail)
      throws RegistryException {
    if (value == null) {
      throw absent(operation, repository, detail);
    }
    return value;
  }

  private static RegistryException absent(String operation, Repository repository, String detail) {
    return new RegistryException(Kind.NOT_FOUND, operation, repository.host(), detail);
  }
}
