package dev.inkan.registry.copy;

import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.copy.CopyListener.Arrival;
import java.util.EnumMap;
import java.util.Map;

/** Counts what a transfer does, and passes it on. */
final class Tally {
  private final CopyListener listener;
  private final Map<Arrival, Integer> blobs = new EnumMap<>(Arrival.class);
  private long uploadedBytes;
  private int pushedManifests;
  private int presentManifests;
  private int changedFamilies;
  private int presentFamilies;

  Tally(CopyListener listener) {
    this.listener = listener;
  }

  void blob(Descriptor blob, Arrival how) {
    synchronized (this) {
      blobs.merge(how, 1, Integer::sum);
      uploadedBytes += how == Arrival.UPLOADED ? blob.size() : 0;
    }
    listener.blobArrived(blob, how);
  }

  void progress(Descriptor blob, long bytes) {
    listener.blobProgress(blob, bytes);
  }

  void pushed(Digest manifest) {
    synchronized (this) {
      pushedManifests++;
    }
    listener.manifestPushed(manifest);
  }

  synchronized void present() {
    presentManifests++;
  }

  synchronized void family(boolean changed) {
    changedFamilies += changed ? 1 : 0;
    presentFamilies += changed ? 0 : 1;
  }

  synchronized Copied copied() {
    return new Copied(
        pushedManifests,
        presentManifests,
        blobs.getOrDefault(Arrival.MOUNTED, 0),
        blobs.getOrDefault(Arrival.UPLOADED, 0),
        blobs.getOrDefault(Arrival.PRESENT, 0),
        uploadedBytes,
        changedFamilies,
        presentFamilies);
  }
}
