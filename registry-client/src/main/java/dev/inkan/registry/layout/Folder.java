package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one layout. Below the folder itself no link is followed, and nothing is opened but regular files: a
 * layout may come from anybody, and a link leads anywhere, a pipe waits for ever.
 */
record Folder(Path root) implements LayoutFiles {

  Path path(String name) {
    return root.resolve(name);
  }

  @Override
  public long size(Request request, String name) throws RegistryException {
    BasicFileAttributes attributes = look(request, name);
    if (attributes != null && !attributes.isRegularFile()) {
      throw request.local(name + " is " + kind(attributes) + ", not a file");
    }
    return attributes == null ? -1 : attributes.size();
  }

  @Override
  public boolean hasFolder(Request request, String name) throws RegistryException {
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

  @Override
  public InputStream open(Request request, String name) throws RegistryException {
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

  @Override
  public List<String> names(Request request, String folder, int limit) throws RegistryException {
    var names = new ArrayList<String>();
    if (!hasFolder(request, folder)) {
      return names;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path(folder))) {
      for (Path file : files) {
        if (names.size() == limit) {
          throw request.failure(Kind.TOO_LARGE, "there are more than the bound of " + limit + " files in " + folder);
        }
        names.add(String.valueOf(file.getFileName()));
      }
      return names;
    } catch (DirectoryIteratorException e) {
      throw request.local(folder, e.getCause() == null ? e : e.getCause());
    } catch (IOException e) {
      throw request.local(folder, e);
    }
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
