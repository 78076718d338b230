package dev.inkan.registry.snapshot;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers each question once and then the same: what was decided about and what is copied is then what was read one
 * time, and no tag or listing can change in between. A failure that may pass is asked again; that there is nothing is an
 * answer. Small blobs are kept as long as they fit in 64 MiB together, manifests and listings always. For one run; safe
 * for use by several threads.
 */
public final class SnapshotReader implements RegistryReader {
  private static final long MOST_BLOB_BYTES = 64L << 20;

  private final RegistryReader reader;
  private final Map<Object, Answer<?>> answers = new ConcurrentHashMap<>();
  private final AtomicLong blobBytes = new AtomicLong();

  public SnapshotReader(RegistryReader reader) {
    this.reader = reader;
  }

  private record Answer<T>(@Nullable T value, @Nullable RegistryException none) {}

  private record ReferrersOf(ByDigest subject) {}

  private record TagsOf(Repository repository) {}

  private record BlobOf(Repository repository, Digest digest, long size) {}

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws RegistryException;
  }

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    return once(reference, () -> {
      RawManifest manifest = reader.resolve(reference);
      answers.putIfAbsent(new ByDigest(reference.repository(), manifest.digest()), new Answer<>(manifest, null));
      return manifest;
    });
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    return once(reference, () -> reader.manifest(reference));
  }

  @Override
  public Referrers referrers(ByDigest subject) throws RegistryException {
    return once(new ReferrersOf(subject), () -> reader.referrers(subject));
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    return once(new TagsOf(repository), () -> reader.tags(repository));
  }

  @Override
  public Bytes readBlob(Repository repository, Descriptor descriptor, int limit) throws RegistryException {
    var key = new BlobOf(repository, descriptor.digest(), descriptor.size());
    if (descriptor.size() > limit || (answers.get(key) == null && !fits(descriptor.size()))) {
      return reader.readBlob(repository, descriptor, limit);
    }
    return once(key, () -> reader.readBlob(repository, descriptor, limit));
  }

  private boolean fits(long size) {
    return size <= MOST_BLOB_BYTES && blobBytes.addAndGet(size) <= MOST_BLOB_BYTES;
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    Answer<?> kept = answers.get(new BlobOf(repository, descriptor.digest(), descriptor.size()));
    return kept != null && kept.value() instanceof Bytes bytes
        ? bytes.newInputStream()
        : reader.blob(repository, descriptor);
  }

  @Override
  public Descriptor describeBlob(Repository repository, Digest digest) throws RegistryException {
    return reader.describeBlob(repository, digest);
  }

  private <T> T once(Object key, Question<T> question) throws RegistryException {
    @SuppressWarnings("unchecked") // under this key there is only what this question answered
    Answer<T> known = (Answer<T>) answers.get(key);
    Answer<T> answer = known == null ? ask(key, question) : known;
    RegistryException none = answer.none();
    if (none != null) {
      throw none;
    }
    T value = answer.value();
    if (value == null) {
      throw new IllegalStateException("an answer that is none");
    }
    return value;
  }

  private <T> Answer<T> ask(Object key, Question<T> question) throws RegistryException {
    Answer<T> answer;
    try {
      answer = new Answer<>(question.ask(), null);
    } catch (RegistryException e) {
      if (e.kind() != RegistryException.Kind.NOT_FOUND) {
        throw e;
      }
      answer = new Answer<>(null, e);
    }
    @SuppressWarnings("unchecked")
    Answer<T> first = (Answer<T>) answers.putIfAbsent(key, answer);
    return first == null ? answer : first;
  }
}
