package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file on its way into a layout: written beside the content, and moved to its place in one step when it is whole and
 * on the disk. It is locked as long as it is written, so that one that can be locked is what a crash has left.
 */
final class Draft implements AutoCloseable {
  private static final String PREFIX = ".inkan-";
  private static final String GLOB = PREFIX + "*.part";
  /** The drafts of this process are not looked at: to close a file that one has opened would unlock it. */
  private static final String OWN = PREFIX + UUID.randomUUID() + "-";

  private static final AtomicLong COUNT = new AtomicLong();

  private final Folder folder;
  private final Request request;
  private final Path path;
  private final FileChannel channel;
  private boolean settled;

  private Draft(Folder folder, Request request, Path path, FileChannel channel) {
    this.folder = folder;
    this.request = request;
    this.path = path;
    this.channel = channel;
  }

  /** Begins one; in a turn, so that nobody sweeps it away before it is locked. */
  @SuppressWarnings("MustBeClosed")
  static Draft begin(Folder folder, Request request) throws RegistryException {
    String name = OWN + COUNT.incrementAndGet() + ".part";
    try {
      var channel =
          FileChannel.open(folder.path(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      var draft = new Draft(folder, request, folder.path(name), channel);
      draft.lock();
      return draft;
    } catch (IOException e) {
      throw request.local("a new file", e);
    }
  }

  private void lock() throws RegistryException {
    try {
      channel.lock();
    } catch (IOException e) {
      close();
      throw request.local("a new file", e);
    }
  }

  /** Removes what crashed runs have left. What cannot be removed is left alone. In a turn. */
  static void sweep(Folder folder) {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder.root(), GLOB)) {
      for (Path draft : drafts) {
        if (!String.valueOf(draft.getFileName()).startsWith(OWN)
            && Files.isRegularFile(draft, LinkOption.NOFOLLOW_LINKS)) {
          removeStale(draft);
        }
      }
    } catch (IOException e) {
      // Nobody needs the room at once; the next run tries again.
      return;
    }
  }

  private static void removeStale(Path draft) throws IOException {
    try (var channel = FileChannel.open(draft, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.delete(draft);
      }
    } catch (OverlappingFileLockException e) {
      // Somebody else in this process swept in the same moment.
      return;
    }
  }

  /** Whether a file of that name is one of these. */
  static boolean isDraft(Path file) {
    return String.valueOf(file.getFileName()).startsWith(PREFIX);
  }

  /** Writes all that is left in the buffer. */
  void write(ByteBuffer buffer) throws RegistryException {
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw request.local("a new file", e);
    }
  }

  /** Puts it in its place, over what is there; after this it survives a crash of the machine, too. */
  void settle(String name) throws RegistryException {
    Path place = folder.path(name);
    try {
      channel.force(true);
      Files.move(path, place, StandardCopyOption.ATOMIC_MOVE);
      settled = true;
    } catch (AtomicMoveNotSupportedException e) {
      throw request.local(
          name + " is on another file system than the layout's folder, so nothing can be put there in one step");
    } catch (IOException e) {
      throw request.local(name, e);
    }
    flush(place);
  }

  /** Some systems cannot flush a folder; there the move lasts when the system sees fit. */
  private static void flush(Path place) {
    Path parent = place.getParent();
    if (parent == null) {
      return;
    }
    try (var directory = FileChannel.open(parent, StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      return;
    }
  }

  /** Leaves nothing behind unless it is settled. */
  @Override
  public void close() throws RegistryException {
    try (channel) {
      if (!settled) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw request.local(String.valueOf(path.getFileName()), e);
    }
  }
}
