package dev.inkan.registry;

import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Turn;
import dev.inkan.registry.reference.Reference.ByTag;
import java.util.concurrent.locks.ReentrantLock;

/** The turns of the writers of this process. */
final class TagTurns {
  /** One lock for many tags now and then; a tag always has the same one. */
  private static final ReentrantLock[] LOCKS = new ReentrantLock[256];

  static {
    for (int i = 0; i < LOCKS.length; i++) {
      // Fair: whoever has waited for long is not overtaken by whoever has just had a turn.
      LOCKS[i] = new ReentrantLock(true);
    }
  }

  private TagTurns() {}

  static Turn take(ByTag tag) throws RegistryException {
    ReentrantLock lock = LOCKS[Math.floorMod(tag.hashCode(), LOCKS.length)];
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(
          Kind.TIMEOUT,
          "PUT tag " + tag.tag(),
          tag.repository().host(),
          null,
          "interrupted while waiting for another writer",
          e);
    }
    return lock::unlock;
  }
}
