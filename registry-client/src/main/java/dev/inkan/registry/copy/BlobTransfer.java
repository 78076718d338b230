package dev.inkan.registry.copy;

import dev.inkan.registry.Proving;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.copy.CopyListener.Arrival;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Brings blobs to the destination, each once: mounted within a registry, else streamed from the one to the other with
 * nothing of it kept.
 *
 * <p>Into another registry a marker goes first, and no other blob is finished before it: as long as it is not there,
 * nothing of the image is, and nothing needs to be looked for.
 */
final class BlobTransfer {
  /** From here on a look costs less than to send something that is there, whatever brought it there. */
  private static final long LARGE = 1L << 20;

  private final CopyPlan plan;
  private final RegistryReader source;
  private final RegistryWriter writer;
  private final Crew crew;
  private final Tally tally;
  private final Map<Digest, Future<Arrival>> jobs = new ConcurrentHashMap<>();
  private final CountDownLatch markerHasBegun = new CountDownLatch(1);
  private @Nullable Future<Arrival> marker;

  /** {@code writer} is not paced: what it does here is done in one request's time. */
  BlobTransfer(CopyPlan plan, RegistryReader source, RegistryWriter writer, Crew crew, Tally tally) {
    this.plan = plan;
    this.source = source;
    this.writer = writer;
    this.crew = crew;
    this.tally = tally;
  }

  /** Starts with the marker; returns when it is its turn. */
  void begin(Descriptor first) throws RegistryException {
    Future<Arrival> job = crew.start(() -> arrived(first, crew.ask(() -> {
      markerHasBegun.countDown();
      return upload(first, () -> stream(first));
    })));
    jobs.put(first.digest(), job);
    marker = job;
    try {
      markerHasBegun.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      crew.await(job);
    }
  }

  /** Starts to bring a blob, unless that was done before. */
  Future<Arrival> bring(Descriptor blob) throws RegistryException {
    Future<Arrival> known = jobs.get(blob.digest());
    if (known != null) {
      return known;
    }
    synchronized (jobs) {
      Future<Arrival> same = jobs.get(blob.digest());
      if (same == null) {
        same = crew.start(() -> arrived(blob, crew.ask(() -> transfer(blob))));
        jobs.put(blob.digest(), same);
      }
      return same;
    }
  }

  /** Brings blobs and waits until they are there. */
  void bringAll(Collection<Descriptor> blobs) throws RegistryException {
    var all = new ArrayList<Future<Arrival>>();
    for (Descriptor blob : blobs) {
      all.add(bring(blob));
    }
    crew.awaitAll(all);
  }

  /** Uploads those that are not there, whatever was said of them before. */
  void bringAgain(Collection<Descriptor> blobs) throws RegistryException {
    for (Descriptor blob : blobs) {
      crew.ask(() -> {
        writer.pushBlob(plan.target().repository(), blob, () -> stream(blob));
        return blob;
      });
    }
  }

  private Arrival arrived(Descriptor blob, Arrival how) {
    tally.blob(blob, how);
    return how;
  }

  private Arrival transfer(Descriptor blob) throws RegistryException {
    if (plan.mounts()) {
      boolean mounted = writer.mountBlob(
          plan.target().repository(), blob, plan.origin().repository(), () -> stream(blob));
      return mounted ? Arrival.MOUNTED : Arrival.UPLOADED;
    }
    boolean look = plan.standing().begun() || blob.size() >= LARGE;
    if (look && writer.hasBlob(plan.target().repository(), blob)) {
      return Arrival.PRESENT;
    }
    return upload(blob, () -> behindMarker(stream(blob)));
  }

  private Arrival upload(Descriptor blob, RegistryWriter.BlobSource bytes) throws RegistryException {
    writer.pushNewBlob(plan.target().repository(), blob, bytes);
    return Arrival.UPLOADED;
  }

  /** Nothing of the stream is read before the marker is there. */
  private InputStream behindMarker(InputStream stream) throws IOException {
    try {
      if (marker != null) {
        crew.await(marker);
      }
      return stream;
    } catch (RegistryException e) {
      stream.close();
      throw e;
    }
  }

  private InputStream stream(Descriptor blob) throws RegistryException {
    return new Counted(source.blob(plan.origin().repository(), blob), blob);
  }

  /** Says how far it was read. */
  private final class Counted extends FilterInputStream implements Proving {
    private final Descriptor blob;
    private long count;

    Counted(InputStream in, Descriptor blob) {
      super(in);
      this.blob = blob;
      tally.progress(blob, 0);
    }

    @Override
    public boolean proves(Descriptor descriptor) {
      return in instanceof Proving proven && proven.proves(descriptor);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      count += Math.max(0, read);
      tally.progress(blob, count);
      return read;
    }
  }
}
