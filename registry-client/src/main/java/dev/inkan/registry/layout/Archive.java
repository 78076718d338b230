package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.MalformedContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of a layout that is in a tar archive, read where they lie in it. What changes in the archive meanwhile is
 * noticed as everything is, by size and digest.
 */
final class Archive implements LayoutFiles {
  private final Path path;
  private final Map<String, Member> files;
  private final Set<String> folders;

  /** The bytes of one file of it. */
  sealed interface Member {
    long size();

    /** Those that lie in the archive. */
    record Stored(TarIndex.Part part) implements Member {
      @Override
      public long size() {
        return part.size();
      }
    }

    /** Those that the archive stands for and does not have. */
    record Made(Bytes bytes) implements Member {
      @Override
      public long size() {
        return bytes.size();
      }
    }
  }

  Archive(Path path, Map<String, Member> files) {
    this.path = path;
    this.files = Map.copyOf(files);
    this.folders = new HashSet<>();
    for (String name : files.keySet()) {
      for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
        folders.add(name.substring(0, slash));
      }
    }
  }

  /**
   * Opens an archive of an OCI layout.
   *
   * @throws RegistryException LOCAL when there is no such file, or it is no such archive
   */
  static Archive ofLayout(Request request, Path path) throws RegistryException {
    TarIndex tar = index(request, path);
    if (!tar.files().containsKey(VERSION)) {
      throw request.local(
          "there is no OCI layout in it (no file " + VERSION + ")"
              + (tar.files().containsKey(DockerArchive.MANIFEST) ? ": it is a docker-archive:FILE" : ""));
    }
    var files = new HashMap<String, Member>();
    tar.files().forEach((name, part) -> files.put(name, new Member.Stored(part)));
    return new Archive(path, files);
  }

  /** Where everything lies in a tar archive. */
  static TarIndex index(Request request, Path path) throws RegistryException {
    if (!Files.exists(path)) {
      throw request.local("there is no such file");
    }
    if (!Files.isRegularFile(path)) {
      throw request.local("it is a folder, a device or a pipe, not a file");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return TarIndex.read(channel);
    } catch (MalformedContent e) {
      throw request.local("the archive cannot be read: " + e.getMessage());
    } catch (IOException e) {
      throw request.local("the archive", e);
    }
  }

  @Override
  public long size(Request request, String name) throws RegistryException {
    Member file = files.get(name);
    if (file == null && folders.contains(name)) {
      throw request.local(name + " is a folder, not a file");
    }
    return file == null ? -1 : file.size();
  }

  @Override
  public boolean hasFolder(Request request, String name) throws RegistryException {
    if (files.containsKey(name)) {
      throw request.local(name + " is a file, not a folder");
    }
    return folders.contains(name);
  }

  @Override
  public List<String> names(Request request, String folder, int limit) throws RegistryException {
    var names = new ArrayList<String>();
    String start = folder + "/";
    for (String name : files.keySet()) {
      if (name.startsWith(start) && name.indexOf('/', start.length()) < 0) {
        names.add(name.substring(start.length()));
      }
    }
    if (names.size() > limit) {
      throw request.failure(Kind.TOO_LARGE, "there are more than the bound of " + limit + " files in " + folder);
    }
    return names;
  }

  @Override
  public InputStream open(Request request, String name) throws RegistryException {
    return switch (files.get(name)) {
      case Member.Made made -> made.bytes().newInputStream();
      case Member.Stored stored -> new ArchivedStream(request, path, stored.part());
      case null -> throw request.local(name + " is not there");
    };
  }
}
