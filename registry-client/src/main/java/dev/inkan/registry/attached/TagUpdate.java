package dev.inkan.registry.attached;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.RegistryWriter.Turn;
import dev.inkan.registry.attached.Addition.Merge;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the manifest under a tag that several write to. Few registries honour a condition on a write, so every write
 * is read back, and done again on what is there now when it is gone. Writers that know of each other take turns, and
 * whoever has the turn writes for all who wait for it here: a thousand at once are a few writes.
 */
final class TagUpdate {
  private static final int ATTEMPTS = 10;
  private static final Duration LONGEST_SETTLE = Duration.ofSeconds(3);

  private final RegistryReader reader;
  private final RegistryWriter writer;
  private final AttachedWriter.Pause pause;
  private final Map<ByTag, Queue<Wanted>> waiting = new HashMap<>();

  /** An addition and what has become of it; both change hands with the turn. */
  private static final class Wanted {
    final Addition addition;
    boolean changed;
    boolean done;

    Wanted(Addition addition) {
      this.addition = addition;
    }
  }

  TagUpdate(RegistryReader reader, RegistryWriter writer, AttachedWriter.Pause pause) {
    this.reader = reader;
    this.writer = writer;
    this.pause = pause;
  }

  /**
   * Sees to it that the tag's manifest holds the addition.
   *
   * @return whether it was changed, for this or for what was added together with it; false when it held it already
   * @throws RegistryException REFUSED when the tag holds something that nothing can be added to; TOO_LARGE when it is
   *     full; CONFLICT when others were faster ten times; else what kept it from being read or written
   */
  boolean add(Addition addition) throws RegistryException {
    var mine = new Wanted(addition);
    enqueue(List.of(mine));
    try {
      serveInTurn(mine);
      return mine.changed;
    } finally {
      forget(mine);
    }
  }

  private void serveInTurn(Wanted mine) throws RegistryException {
    Turn turn = writer.turn(mine.addition.tag());
    try {
      if (!mine.done) {
        serve(mine);
      }
    } finally {
      turn.close();
    }
  }

  /** For all who wait; a failure may be another's fault, so then for the one whose turn it is alone. */
  private void serve(Wanted mine) throws RegistryException {
    List<Wanted> all = dequeue(mine.addition.tag());
    try {
      boolean changed = add(joined(all));
      for (Wanted wanted : all) {
        wanted.done = true;
        wanted.changed = changed;
      }
    } catch (RegistryException e) {
      if (all.size() == 1) {
        throw e;
      }
      enqueue(all.stream().filter(wanted -> wanted != mine).toList());
      mine.changed = add(List.of(mine.addition));
    }
  }

  private void enqueue(List<Wanted> several) {
    synchronized (waiting) {
      for (Wanted wanted : several) {
        waiting.computeIfAbsent(wanted.addition.tag(), tag -> new ArrayDeque<>()).add(wanted);
      }
    }
  }

  private List<Wanted> dequeue(ByTag tag) {
    synchronized (waiting) {
      Queue<Wanted> all = waiting.remove(tag);
      return all == null ? List.of() : List.copyOf(all);
    }
  }

  private void forget(Wanted mine) {
    synchronized (waiting) {
      waiting.computeIfPresent(mine.addition.tag(), (tag, all) -> {
        all.remove(mine);
        return all.isEmpty() ? null : all;
      });
    }
  }

  private static List<Addition> joined(List<Wanted> all) {
    var joined = new ArrayList<Addition>();
    for (Wanted wanted : all) {
      Optional<Addition> both = joined.isEmpty() ? Optional.empty() : joined.getLast().and(wanted.addition);
      both.ifPresent(addition -> joined.removeLast());
      joined.add(both.orElse(wanted.addition));
    }
    return joined;
  }

  /** Whether anything was changed. */
  private boolean add(List<Addition> all) throws RegistryException {
    Addition first = all.getFirst();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      long start = System.nanoTime();
      RawManifest there = read(first);
      RawManifest merged = merged(there, all);
      if (merged.equals(there)) {
        return attempt > 1;
      }
      if (write(first, there, merged) && lasts(merged, all, Duration.ofNanos(System.nanoTime() - start))) {
        return true;
      }
      pause(first, attempt);
    }
    throw first.failure(
        Kind.CONFLICT,
        "others wrote to it at the same time, " + ATTEMPTS + " times in a row: run this again. " + first.stored());
  }

  /** The same as before when nothing is to be added. */
  private static RawManifest merged(@Nullable RawManifest there, List<Addition> all) throws RegistryException {
    RawManifest merged = there;
    for (Addition addition : all) {
      Merge merge = addition.onto(merged);
      merged = merge.isDone() && merged != null ? merged : merge.merged();
    }
    return Objects.requireNonNull(merged, "at least one addition");
  }

  /**
   * Whether all entries are there after a while. Who read the tag before we wrote it writes over us about as long after
   * as reading and writing takes here; so it is looked twice that later.
   */
  private boolean lasts(RawManifest written, List<Addition> all, Duration readAndWrite) throws RegistryException {
    Addition first = all.getFirst();
    Duration time = readAndWrite.multipliedBy(2);
    await(first, () -> pause.settle(time.compareTo(LONGEST_SETTLE) < 0 ? time : LONGEST_SETTLE));
    RawManifest there = read(first);
    if (written.equals(there)) {
      return true;
    }
    for (Addition addition : all) {
      if (!addition.onto(there).isDone()) {
        return false;
      }
    }
    return true;
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
