package dev.inkan.cli.report;

import dev.inkan.cli.surroundings.ProgressLine;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.copy.CopyListener;
import dev.inkan.registry.copy.CopyPlan;
import java.util.HashMap;
import java.util.Map;

/** Shows how far a copy is. */
public final class CopyProgress implements CopyListener {
  private final ProgressLine line;
  private final int blobs;
  private final long bytes;
  private final Map<Digest, Long> passed = new HashMap<>();
  private int arrived;

  public CopyProgress(ProgressLine line, CopyPlan plan) {
    this.line = line;
    this.blobs = plan.blobs().size();
    this.bytes = plan.blobs().stream().mapToLong(Descriptor::size).sum();
  }

  @Override
  public synchronized void blobProgress(Descriptor blob, long count) {
    passed.put(blob.digest(), count);
    show();
  }

  @Override
  public synchronized void blobArrived(Descriptor blob, Arrival how) {
    passed.put(blob.digest(), blob.size());
    arrived++;
    show();
  }

  private void show() {
    if (line.isShown()) {
      long done = passed.values().stream().mapToLong(Long::longValue).sum();
      line.show("copying  " + arrived + " of " + blobs + " blobs, " + CopyText.size(done) + " of "
          + CopyText.size(bytes));
    }
  }
}
