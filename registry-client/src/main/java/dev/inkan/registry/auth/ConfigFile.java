package dev.inkan.registry.auth;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * Docker's or podman's file as something to change: read, changed and replaced in one step, by one process of ours at a
 * time. What it holds besides stays as it is, in its order. Afterwards only its owner may read it. Where its name is a
 * symbolic link, the file that it leads to is replaced and the link stays.
 */
final class ConfigFile {
  private static final int MAX_SIZE = 4 * 1024 * 1024;
  private static final Bytes EMPTY = Bytes.utf8("{}\n");

  private static final Set<OpenOption> LOCKABLE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Path name;

  ConfigFile(Path name) {
    this.name = name;
  }

  /** What is to become of the file's document; the same document leaves the file alone. */
  @FunctionalInterface
  interface Change {
    JsonObject of(JsonObject before) throws MalformedContent;
  }

  /**
   * Reads it; an absent or empty file is an empty document.
   *
   * @throws UnusableCredentials when it cannot be read or is not JSON
   */
  JsonObject read() throws UnusableCredentials {
    try {
      return parse(Files.readAllBytes(bounded(name)));
    } catch (NoSuchFileException e) {
      return parse(new byte[0]);
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  private Path bounded(Path file) throws IOException, UnusableCredentials {
    if (Files.size(file) > MAX_SIZE) {
      throw new UnusableCredentials(name.toString(), "more than " + MAX_SIZE + " bytes");
    }
    return file;
  }

  private JsonObject parse(byte[] json) throws UnusableCredentials {
    try {
      return StrictJson.parseObject(json.length == 0 ? EMPTY : Bytes.of(json), "file");
    } catch (MalformedContent e) {
      throw new UnusableCredentials(name.toString(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Changes it; made with its folder when it is not there.
   *
   * @return whether it is another document now
   * @throws UnusableCredentials when it cannot be read, locked or written, or is not what it should be; then it is as it
   *     was before
   */
  boolean change(Change change) throws UnusableCredentials {
    try {
      Path file = Files.isSymbolicLink(name) ? name.toRealPath() : name.toAbsolutePath();
      Path folder = Objects.requireNonNull(file.getParent(), "an absolute name of a file");
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, mode(folder, "rwx------"));
      }
      // A file of its own, which stays: one that is replaced cannot be locked.
      Path turn = folder.resolve("." + file.getFileName() + ".lock");
      try (FileChannel channel = FileChannel.open(turn, LOCKABLE, mode(folder, "rw-------"))) {
        channel.lock();
        return replace(file, folder, change);
      }
    } catch (OverlappingFileLockException e) {
      throw new UnusableCredentials(name.toString(), "another thread is changing it");
    } catch (MalformedContent e) {
      throw new UnusableCredentials(name.toString(), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw failure("changed", e);
    }
  }

  private UnusableCredentials failure(String verb, IOException e) {
    return new UnusableCredentials(
        name.toString(), "it cannot be " + verb + " (" + e.getClass().getSimpleName() + ")", e);
  }

  private boolean replace(Path file, Path folder, Change change)
      throws IOException, MalformedContent, UnusableCredentials {
    JsonObject before = read();
    JsonObject after = change.of(before);
    if (after.equals(before)) {
      return false;
    }
    Path draft = Files.createTempFile(folder, ".inkan-", ".json", mode(folder, "rw-------"));
    try {
      try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer left = Bytes.utf8(JsonText.pretty(after)).asReadOnlyBuffer();
        while (left.hasRemaining()) {
          out.write(left);
        }
        out.force(true);
      }
      move(draft, file);
      return true;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void move(Path draft, Path file) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("no file can be replaced in one step there", e);
    }
  }

  private static FileAttribute<?>[] mode(Path folder, String mode) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
        : new FileAttribute<?>[0];
  }
}
