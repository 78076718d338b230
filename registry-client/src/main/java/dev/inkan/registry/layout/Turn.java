package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The right to change one layout, which one thread of one process has at a time: a lock on the file {@code oci-layout},
 * and one within this process, for the system's lock is the whole process's.
 *
 * <p>Whoever in this process closes that file ends the system's lock on it, whichever way it was opened. So here is the
 * only place that opens it, and only with the lock of this process.
 */
final class Turn implements AutoCloseable {
  static final Bytes CONTENT = Bytes.utf8("{\"imageLayoutVersion\":\"1.0.0\"}");
  private static final int MAX_BYTES = 4096;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 5;
  /** One lock for many layouts now and then; a layout always has the same one. */
  private static final ReentrantLock[] TURNS = new ReentrantLock[64];

  static {
    for (int i = 0; i < TURNS.length; i++) {
      TURNS[i] = new ReentrantLock();
    }
  }

  private final ReentrantLock own;
  private final FileChannel channel;

  private Turn(ReentrantLock own, FileChannel channel) {
    this.own = own;
    this.channel = channel;
  }

  /**
   * Checks that the folder says that it is a layout (image-layout.md "oci-layout file").
   *
   * @throws RegistryException LOCAL when it does not, or says so of another version
   */
  static void check(Folder folder, Request request) throws RegistryException {
    ReentrantLock own = enter(folder, request);
    try {
      checkVersion(folder, request);
    } finally {
      own.unlock();
    }
  }

  /** The same where nobody writes. */
  static void checkVersion(LayoutFiles files, Request request) throws RegistryException {
    check(request, files.read(request, LayoutFiles.VERSION, MAX_BYTES));
  }

  private static void check(Request request, @Nullable Bytes content) throws RegistryException {
    String version;
    try {
      JsonObject json = StrictJson.parseObject(content == null ? Bytes.EMPTY : content, LayoutFiles.VERSION);
      version = json.string("imageLayoutVersion");
    } catch (MalformedContent e) {
      throw request.local(
          "the folder is no OCI image layout: its file " + LayoutFiles.VERSION + " does not say so (" + e.getMessage()
              + ")");
    }
    if (!version.equals("1.0.0")) {
      throw request.local("a layout of another version than 1.0.0");
    }
  }

  /**
   * Waits for the turn. In a folder where there is no file {@code oci-layout} it is made: that nothing else is there
   * either has been looked at.
   *
   * @throws RegistryException CONFLICT when others have it for a minute; LOCAL as {@link #check}, or when this user may
   *     not write here
   */
  static Turn take(Folder folder, Request request) throws RegistryException {
    ReentrantLock own = enter(folder, request);
    FileChannel channel = null;
    boolean taken = false;
    try {
      folder.size(request, LayoutFiles.VERSION);
      channel = FileChannel.open(
          folder.path(LayoutFiles.VERSION),
          Set.of(
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE,
              LinkOption.NOFOLLOW_LINKS));
      await(channel, request);
      begin(channel, request);
      taken = true;
      return new Turn(own, channel);
    } catch (IOException e) {
      throw request.local(LayoutFiles.VERSION, e);
    } finally {
      if (!taken) {
        leave(own, channel);
      }
    }
  }

  private static ReentrantLock enter(Folder folder, Request request) throws RegistryException {
    try {
      Path real = folder.root().toRealPath();
      ReentrantLock own = TURNS[Math.floorMod(real.hashCode(), TURNS.length)];
      if (own.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return own;
      }
      throw taken(request);
    } catch (InterruptedException e) {
      throw interrupted(request, e);
    } catch (IOException e) {
      throw request.local("the folder", e);
    }
  }

  private static void await(FileChannel channel, Request request) throws IOException {
    long start = System.nanoTime();
    while (!isLocked(channel)) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw taken(request);
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw interrupted(request, e);
      }
    }
  }

  @SuppressWarnings("MustBeClosed")
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // The same folder by another way, such as a bind mount.
      return false;
    }
  }

  private static RegistryException taken(Request request) {
    return request.failure(
        Kind.CONFLICT, "somebody else has been writing to the layout for " + PATIENCE.toSeconds() + " seconds");
  }

  private static RegistryException interrupted(Request request, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RegistryException(
        Kind.TIMEOUT, request.operation(), request.repository().host(), null, "interrupted while waiting", e);
  }

  /** An empty file is ours, made a moment ago, or by somebody who came no further. */
  private static void begin(FileChannel channel, Request request) throws IOException {
    if (channel.size() == 0) {
      ByteBuffer content = CONTENT.asReadOnlyBuffer();
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(true);
      return;
    }
    ByteBuffer content = ByteBuffer.allocate(MAX_BYTES);
    int count = 0;
    while (content.hasRemaining() && count >= 0) {
      count = channel.read(content, content.position());
    }
    byte[] read = new byte[content.position()];
    content.flip().get(read);
    check(request, Bytes.of(read));
  }

  private static void leave(ReentrantLock own, @Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The lock is given up whatever happens; what was written was flushed before.
      return;
    } finally {
      own.unlock();
    }
  }

  @Override
  public void close() {
    leave(own, channel);
  }
}
