package dev.inkan.registry.attached;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.Addition.Merge;
import dev.inkan.registry.content.RawManifest;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the manifest under a tag that several write to. Few registries honour a condition on a write, so every write
 * is read back, and done again on what is there now when it is gone. Writers of this process take turns.
 */
final class TagUpdate {
  private static final int ATTEMPTS = 10;
  private static final Duration LONGEST_SETTLE = Duration.ofSeconds(3);
  /** One lock for many tags now and then; a tag always has the same one. */
  private static final ReentrantLock[] TURNS = new ReentrantLock[64];

  static {
    for (int i = 0; i < TURNS.length; i++) {
      TURNS[i] = new ReentrantLock();
    }
  }

  private final RegistryReader reader;
  private final RegistryWriter writer;
  private final AttachedWriter.Pause pause;

  TagUpdate(RegistryReader reader, RegistryWriter writer, AttachedWriter.Pause pause) {
    this.reader = reader;
    this.writer = writer;
    this.pause = pause;
  }

  /**
   * Sees to it that the tag's manifest holds the addition.
   *
   * @return whether it was changed; false when it held it already
   * @throws RegistryException REFUSED when the tag holds something that nothing can be added to; TOO_LARGE when it is
   *     full; CONFLICT when others were faster ten times; else what kept it from being read or written
   */
  boolean add(Addition addition) throws RegistryException {
    ReentrantLock turn = TURNS[Math.floorMod(addition.tag().hashCode(), TURNS.length)];
    turn.lock();
    try {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        long start = System.nanoTime();
        RawManifest there = read(addition);
        Merge merge = addition.onto(there);
        if (merge.isDone()) {
          return attempt > 1;
        }
        if (write(addition, there, merge.merged()) && lasts(addition, Duration.ofNanos(System.nanoTime() - start))) {
          return true;
        }
        pause(addition, attempt);
      }
    } finally {
      turn.unlock();
    }
    throw addition.failure(
        Kind.CONFLICT,
        "others wrote to it at the same time, " + ATTEMPTS + " times in a row: run this again. " + addition.stored());
  }

  /**
   * Whether our entry is there after a while. Who read the tag before we wrote it writes over us about as long after
   * as reading and writing takes here; so it is looked twice that later.
   */
  private boolean lasts(Addition addition, Duration readAndWrite) throws RegistryException {
    Duration time = readAndWrite.multipliedBy(2);
    await(addition, () -> pause.settle(time.compareTo(LONGEST_SETTLE) < 0 ? time : LONGEST_SETTLE));
    return addition.onto(read(addition)).isDone();
  }

  private @Nullable RawManifest read(Addition addition) throws RegistryException {
    try {
      return reader.resolve(addition.tag());
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  /** Whether it was written, as far as the registry can tell. */
  private boolean write(Addition addition, @Nullable RawManifest before, RawManifest after) throws RegistryException {
    Expected expected = before == null ? new Expected.Absent() : new Expected.Named(before.digest());
    try {
      writer.pushTag(addition.tag(), after, expected);
      return true;
    } catch (RegistryException e) {
      if (e.kind() == Kind.CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private void pause(Addition addition, int attempt) throws RegistryException {
    if (attempt < ATTEMPTS) {
      await(addition, () -> pause.afterAttempt(attempt));
    }
  }

  @FunctionalInterface
  private interface Waiting {
    void run() throws InterruptedException;
  }

  private static void await(Addition addition, Waiting waiting) throws RegistryException {
    try {
      waiting.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw addition.failure(Kind.TIMEOUT, "interrupted while waiting", e);
    }
  }
}
