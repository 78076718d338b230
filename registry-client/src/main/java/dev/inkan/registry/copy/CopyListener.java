package dev.inkan.registry.copy;

import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference.ByTag;

/** Hears how a copy goes on, from several threads at once. Must not block. */
public interface CopyListener {

  /** How a blob came to be at the destination. */
  enum Arrival {
    /** It was there. */
    PRESENT,
    /** The registry took it over from another of its repositories. */
    MOUNTED,
    /** Every byte was sent. */
    UPLOADED
  }

  /** So many of the blob's bytes are on their way; less than before when it had to be begun again. */
  default void blobProgress(Descriptor blob, long bytes) {}

  default void blobArrived(Descriptor blob, Arrival how) {}

  default void manifestPushed(Digest manifest) {}

  default void tagPushed(ByTag tag) {}

  /** Hears nothing. */
  static CopyListener none() {
    return new CopyListener() {};
  }
}
