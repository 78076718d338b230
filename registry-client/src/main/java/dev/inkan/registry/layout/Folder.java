package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The files of one layout. Below the folder itself no link is followed, and nothing is opened but regular files: a
 * layout may come from anybody, and a link leads anywhere, a pipe waits for ever.
 */
record Folder(Path root) {
  static final String VERSION = "oci-layout";
  static final String INDEX = "index.json";
  static final String BLOBS = "blobs";

  /** Where content lies, as image-layout.md names it. A digest has no letter that could lead elsewhere. */
  static String blob(Digest digest) {
    return BLOBS + "/" + digest.algorithm() + "/" + digest.encoded();
  }

  Path path(String name) {
    return root.resolve(name);
  }

  /**
   * The size of a regular file, or -1 when nothing is there.
   *
   * @throws RegistryException LOCAL when something else is there, or it cannot be told
   */
  long size(Request request, String name) throws RegistryException {
    BasicFileAttributes attributes = look(request, name);
    if (attributes != null && !attributes.isRegularFile()) {
      throw request.local(name + " is " + kind(attributes) + ", not a file");
    }
    return attributes == null ? -1 : attributes.size();
  }

  /**
   * Whether there is a folder of that name.
   *
   * @throws RegistryException LOCAL when something else is there, or it cannot be told
   */
  boolean hasFolder(Request request, String name) throws RegistryException {
    BasicFileAttributes attributes = look(request, name);
    if (attributes != null && !attributes.isDirectory()) {
      throw request.local(name + " is " + kind(attributes) + ", not a folder");
    }
    return attributes != null;
  }

  private @Nullable BasicFileAttributes look(Request request, String name) throws RegistryException {
    int slash = name.lastIndexOf('/');
    if (slash > 0 && !hasFolder(request, name.substring(0, slash))) {
      return null;
    }
    try {
      return Files.readAttributes(path(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw request.local(name, e);
    }
  }

  private static String kind(BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return "a symbolic link, which is not followed";
    }
    return attributes.isDirectory() ? "a folder" : attributes.isRegularFile() ? "a file" : "a device or a pipe";
  }

  /** Opens a file whose {@link #size} was looked at; what reading it throws is a {@link RegistryException}. */
  InputStream open(Request request, String name) throws RegistryException {
    try {
      return new Reading(
          request,
          name,
          Channels.newInputStream(
              Files.newByteChannel(path(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    } catch (IOException e) {
      throw request.local(name, e);
    }
  }

  /**
   * Reads a whole file.
   *
   * @return its bytes, or null when nothing is there
   * @throws RegistryException TOO_LARGE beyond {@code limit} bytes; LOCAL as {@link #size}
   */
  @Nullable Bytes read(Request request, String name, int limit) throws RegistryException {
    long size = size(request, name);
    if (size < 0) {
      return null;
    }
    if (size <= limit) {
      try (InputStream in = open(request, name)) {
        byte[] bytes = in.readNBytes(limit + 1);
        if (bytes.length <= limit) {
          return Bytes.of(bytes);
        }
      } catch (IOException e) {
        throw e instanceof RegistryException ours ? ours : request.local(name, e);
      }
    }
    throw request.failure(Kind.TOO_LARGE, name + " has more than the bound of " + limit + " bytes");
  }

  private static final class Reading extends FilterInputStream {
    private final Request request;
    private final String name;

    Reading(Request request, String name, InputStream in) {
      super(in);
      this.request = request;
      this.name = name;
    }

    @Override
    public int read() throws RegistryException {
      try {
        return super.read();
      } catch (IOException e) {
        throw request.local(name, e);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws RegistryException {
      try {
        return super.read(target, offset, length);
      } catch (IOException e) {
        throw request.local(name, e);
      }
    }
  }
}
