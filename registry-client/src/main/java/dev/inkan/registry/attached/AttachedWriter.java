package dev.inkan.registry.attached;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.RegistryWriter.SubjectListing;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hangs artifacts on digests so that every reader finds them: the manifest by its digest, and, where the registry does
 * not list it itself, an entry in the fallback index. Other people's entries are kept as they are. Blobs come first and
 * are the caller's.
 *
 * <p>Few registries honour a condition on a write, so every write is read back, and done again on what is there now
 * when the entry is gone. Writers of this process take turns.
 */
public final class AttachedWriter {
  private static final int ATTEMPTS = 10;
  private static final Duration LONGEST_SETTLE = Duration.ofSeconds(3);
  /** One lock for many tags now and then; a tag always has the same one. */
  private static final ReentrantLock[] TURNS = new ReentrantLock[64];

  static {
    for (int i = 0; i < TURNS.length; i++) {
      TURNS[i] = new ReentrantLock();
    }
  }

  /** Waits between two attempts. */
  @FunctionalInterface
  public interface Pause {
    void afterAttempt(int attempt) throws InterruptedException;

    /** Waits between a write and the look whether it has lasted. */
    default void settle(Duration time) throws InterruptedException {
      Thread.sleep(time);
    }
  }

  private final RegistryReader reader;
  private final RegistryWriter writer;
  private final Pause pause;

  /** Waits some random tenths of a second after an attempt that lost. */
  public AttachedWriter(RegistryReader reader, RegistryWriter writer) {
    this(reader, writer, attempt -> Thread.sleep(ThreadLocalRandom.current().nextLong(50, 150L * (attempt + 1))));
  }

  public AttachedWriter(RegistryReader reader, RegistryWriter writer, Pause pause) {
    this.reader = reader;
    this.writer = writer;
    this.pause = pause;
  }

  /**
   * Pushes an artifact and sees to it that it is listed. Doing it again changes nothing.
   *
   * @return where it is listed
   * @throws IllegalArgumentException when it is no manifest with a subject; nothing is written
   * @throws RegistryException as {@link #mend}, or what kept the manifest from being pushed
   */
  public Place publish(Repository repository, RawManifest artifact) throws RegistryException {
    Entry entry = Entry.of(repository, artifact);
    if (writer.pushManifest(repository, artifact) == SubjectListing.BY_REGISTRY) {
      return Place.REFERRERS_API;
    }
    mend(entry);
    return Place.FALLBACK_TAG;
  }

  /**
   * Sees to it that the fallback index lists an artifact that was pushed before.
   *
   * @return whether the index was changed; false when it lists the artifact already
   * @throws IllegalArgumentException when it is no manifest with a subject
   * @throws RegistryException REFUSED when the fallback tag holds something that is no such index, which is left alone;
   *     TOO_LARGE when the index is full; CONFLICT when others were faster ten times; else what kept it from being
   *     read or written
   */
  public boolean mend(Repository repository, RawManifest artifact) throws RegistryException {
    return mend(Entry.of(repository, artifact));
  }

  /** What is to be listed, and where. */
  private record Entry(ByTag tag, ByDigest subject, Descriptor descriptor) {
    static Entry of(Repository repository, RawManifest artifact) {
      Manifest manifest;
      try {
        manifest = artifact.parse();
      } catch (MalformedContent e) {
        throw new IllegalArgumentException("not a manifest: " + e.getMessage(), e);
      }
      Descriptor subject = manifest.subject();
      if (subject == null) {
        throw new IllegalArgumentException("a manifest without a subject hangs on nothing");
      }
      var digest = new ByDigest(repository, subject.digest());
      var descriptor = new Descriptor(
          artifact.mediaType(),
          artifact.digest(),
          artifact.descriptor().size(),
          manifest.listedType(),
          manifest.annotations(),
          null);
      return new Entry(FallbackTag.of(digest), digest, descriptor);
    }
  }

  private boolean mend(Entry entry) throws RegistryException {
    ReentrantLock turn = TURNS[Math.floorMod(entry.tag.hashCode(), TURNS.length)];
    turn.lock();
    try {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        long start = System.nanoTime();
        FallbackIndex before = read(entry);
        if (before.lists(entry.descriptor)) {
          return attempt > 1;
        }
        if (write(entry, before) && lasts(entry, Duration.ofNanos(System.nanoTime() - start))) {
          return true;
        }
        pause(entry, attempt);
      }
    } finally {
      turn.unlock();
    }
    throw failure(
        Kind.CONFLICT,
        entry,
        "others wrote to it at the same time, " + ATTEMPTS + " times in a row: run this again. The artifact itself is "
            + "stored as " + entry.descriptor.digest());
  }

  /**
   * Whether our entry is there after a while. Who read the index before we wrote it writes over us about as long after
   * as reading and writing takes here; so it is looked twice that later.
   */
  private boolean lasts(Entry entry, Duration readAndWrite) throws RegistryException {
    Duration time = readAndWrite.multipliedBy(2);
    await(entry, () -> pause.settle(time.compareTo(LONGEST_SETTLE) < 0 ? time : LONGEST_SETTLE));
    return read(entry).lists(entry.descriptor);
  }

  private FallbackIndex read(Entry entry) throws RegistryException {
    RawManifest raw;
    try {
      raw = reader.resolve(entry.tag);
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return FallbackIndex.empty();
      }
      throw e;
    }
    String fault = FallbackIndex.fault(raw, entry.subject.digest());
    if (fault != null) {
      throw failure(
          Kind.REFUSED,
          entry,
          "it holds " + fault + " and is left alone, so nothing can be listed there: delete that tag, or give the "
              + "image back its own");
    }
    return FallbackIndex.of(raw);
  }

  /** Whether it was written, as far as the registry can tell. */
  private boolean write(Entry entry, FallbackIndex before) throws RegistryException {
    RawManifest after = before.with(entry.descriptor);
    if (after.bytes().size() > FallbackIndex.MAX_BYTES || before.size() >= Attached.MAX_ENTRIES) {
      throw failure(Kind.TOO_LARGE, entry, "the index is full: nobody would read another entry");
    }
    Expected expected =
        before.digest() == null ? new Expected.Absent() : new Expected.Named(before.digest());
    try {
      writer.pushTag(entry.tag, after, expected);
      return true;
    } catch (RegistryException e) {
      if (e.kind() == Kind.CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private void pause(Entry entry, int attempt) throws RegistryException {
    if (attempt < ATTEMPTS) {
      await(entry, () -> pause.afterAttempt(attempt));
    }
  }

  @FunctionalInterface
  private interface Waiting {
    void run() throws InterruptedException;
  }

  private static void await(Entry entry, Waiting waiting) throws RegistryException {
    try {
      waiting.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(
          Kind.TIMEOUT, operation(entry), entry.tag.repository().host(), null, "interrupted while waiting", e);
    }
  }

  private static RegistryException failure(Kind kind, Entry entry, String detail) {
    return new RegistryException(kind, operation(entry), entry.tag.repository().host(), detail);
  }

  private static String operation(Entry entry) {
    return "list in the tag " + entry.tag.tag();
  }
}
