package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Turn;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns between the processes of a machine that were given the same folder: a lock of the operating system on an empty
 * file, one for each tag, which ends with the process that holds it. A folder that cannot be used gives no turns, and
 * no failures either: writers then find out about each other as those of two machines do.
 */
final class TagLocks {
  private static final Set<OpenOption> LOCKABLE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final FileAttribute<?> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final long PAUSE_MILLIS = 5;

  private final Path folder;
  private final Deadline deadline;

  TagLocks(Path folder, Deadline deadline) {
    this.folder = folder;
    this.deadline = deadline;
  }

  /**
   * Waits for the turn of this process among the others.
   *
   * @param own the turn of the calling thread within this process; given back together with the lock
   */
  Turn take(ByTag tag, Turn own) throws RegistryException {
    FileChannel channel = null;
    boolean taken = false;
    try {
      makeFolder();
      channel = FileChannel.open(folder.resolve(name(tag)), LOCKABLE);
      await(channel, tag);
      FileChannel held = channel;
      taken = true;
      return () -> release(held, own);
    } catch (RegistryException e) {
      throw e;
    } catch (IOException e) {
      taken = true;
      close(channel);
      return own;
    } finally {
      if (!taken) {
        release(channel, own);
      }
    }
  }

  private void makeFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
      Files.createDirectories(folder, posix ? new FileAttribute<?>[] {OWN} : new FileAttribute<?>[0]);
    }
  }

  /** A name of one length whatever the tag: registries may have ports, and names of 255 characters. */
  private static String name(ByTag tag) {
    return Digest.sha256(Bytes.utf8(tag.toString())).encoded().substring(0, 32) + ".lock";
  }

  private void await(FileChannel channel, ByTag tag) throws IOException {
    while (!isLocked(channel)) {
      if (deadline.hasPassed()) {
        throw failure(tag, deadline + " while another process of this machine was writing to it", null);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failure(tag, "interrupted while waiting for another process of this machine", e);
      }
    }
  }

  private static RegistryException failure(ByTag tag, String detail, @Nullable Throwable cause) {
    return new RegistryException(
        Kind.TIMEOUT, "PUT tag " + tag.tag(), tag.repository().host(), null, detail, cause);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Another registry of this process with the same folder: its threads hold it for the process.
      return false;
    }
  }

  private static void release(@Nullable FileChannel channel, Turn own) {
    close(channel);
    own.close();
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The lock is given up whatever happens, and nothing was written.
      return;
    }
  }
}
