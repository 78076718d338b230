package dev.inkan.cli.surroundings;

import dev.inkan.registry.content.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The user's files: read as far as a bound, created but never overwritten. */
public final class LocalFiles {
  private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path directory;
  private final Surroundings surroundings;

  LocalFiles(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.directory = surroundings.directory();
  }

  /**
   * Reads a whole file.
   *
   * @param kind what it should be, for the error: {@code key file}
   * @param limit the most bytes that it may have
   * @throws Failure UNUSABLE when it is not there, may not be read, is a folder, or is larger
   */
  public Bytes read(String kind, String name, int limit) throws Failure {
    Path file = surroundings.file(name);
    if (Files.isDirectory(file)) {
      throw Failure.unusable("the " + kind + " " + name + " is a folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw Failure.unusable("the " + kind + " " + name + " has more than " + limit + " bytes");
      }
      return Bytes.of(content);
    } catch (NoSuchFileException e) {
      throw Failure.unusable("there is no " + kind + " " + name, "relative names start at " + directory);
    } catch (AccessDeniedException e) {
      throw Failure.unusable("the " + kind + " " + name + " may not be read by this user");
    } catch (IOException e) {
      throw Failure.unusable("the " + kind + " " + name + " cannot be read: " + e.getMessage());
    }
  }

  /** Whether others than its owner may read a regular file; false where files have no such permissions. */
  public boolean isReadableByOthers(String name) throws Failure {
    Path file = surroundings.file(name);
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      return Files.isRegularFile(file)
          && (permissions.contains(PosixFilePermission.GROUP_READ)
              || permissions.contains(PosixFilePermission.OTHERS_READ));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Whether anything has that name, a dangling symbolic link included. */
  public boolean exists(String name) throws Failure {
    return Files.exists(surroundings.file(name), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Creates a file for everybody to read, as far as the user's mask lets them.
   *
   * @throws Failure UNUSABLE when there is one of that name, or it cannot be written whole; then it is not there
   */
  public void create(String name, Bytes content) throws Failure {
    create(name, content, "rw-rw-rw-");
  }

  /**
   * Creates a file that only its owner may read, from the first moment on. A symbolic link is not followed.
   *
   * @throws Failure as {@link #create}
   */
  public void createSecret(String name, Bytes content) throws Failure {
    create(name, content, "rw-------");
  }

  private void create(String name, Bytes content, String mode) throws Failure {
    Path file = surroundings.file(name);
    SeekableByteChannel channel = open(name, file, mode);
    // From here on the file is ours to take away.
    try (channel) {
      write(channel, content);
    } catch (IOException e) {
      delete(name);
      throw Failure.unusable(name + " cannot be written: " + e.getMessage());
    }
  }

  /** The refusal to overwrite. */
  public static Failure alreadyThere(String name) {
    return Failure.unusable(name + " is there already, and is not overwritten", "move it away, or choose another name");
  }

  private static SeekableByteChannel open(String name, Path file, String mode) throws Failure {
    FileAttribute<Set<PosixFilePermission>> permissions =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    try {
      return file.getFileSystem().supportedFileAttributeViews().contains("posix")
          ? Files.newByteChannel(file, NEW, permissions)
          : Files.newByteChannel(file, NEW);
    } catch (FileAlreadyExistsException e) {
      throw alreadyThere(name);
    } catch (NoSuchFileException e) {
      throw Failure.unusable("there is no folder for " + name);
    } catch (AccessDeniedException e) {
      throw Failure.unusable(name + " may not be created by this user");
    } catch (IOException e) {
      throw Failure.unusable(name + " cannot be created: " + e.getMessage());
    }
  }

  private static void write(SeekableByteChannel channel, Bytes content) throws IOException {
    ByteBuffer left = content.asReadOnlyBuffer();
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  /** Takes away a file of our own making. */
  public void delete(String name) throws Failure {
    try {
      Files.deleteIfExists(surroundings.file(name));
    } catch (IOException e) {
      throw Failure.unusable(name + " cannot be removed again: " + e.getMessage());
    }
  }
}
