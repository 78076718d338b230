package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One layout's files as a whole: whether it is one, its index, and how both are changed. */
final class Layout {
  /** More than the most entries that are read need. */
  static final int MAX_INDEX = 8 * 1024 * 1024;

  private final LayoutFiles files;
  private final ReferrerScan referrers;
  private final boolean amongOthers;
  private volatile boolean checked;
  private volatile boolean swept;

  private Layout(LayoutFiles files, boolean amongOthers) {
    this.files = files;
    this.referrers = new ReferrerScan(files);
    this.amongOthers = amongOthers;
  }

  /** One that begins in an empty folder only. */
  static Layout alone(Path root) {
    return new Layout(new Folder(root), false);
  }

  /** One that may begin in a folder that has folders of other layouts in it. */
  static Layout amongOthers(Path root) {
    return new Layout(new Folder(root), true);
  }

  /** One that is only read. */
  static Layout archived(Archive archive) {
    return new Layout(archive, false);
  }

  LayoutFiles files() {
    return files;
  }

  /**
   * The folder, for whoever is about to write.
   *
   * @throws RegistryException LOCAL when it is an archive
   */
  Folder folder(Request request) throws RegistryException {
    if (files instanceof Folder folder) {
      return folder;
    }
    throw request.local("an archive is only read here: copy it to oci:DIR or to a registry, and write there");
  }

  ReferrerScan referrers() {
    return referrers;
  }

  /**
   * Whether there is a layout; a folder that is missing or empty may become one.
   *
   * @throws RegistryException LOCAL when something else is there
   */
  boolean exists(Request request) throws RegistryException {
    if (checked) {
      return true;
    }
    if (files instanceof Folder folder) {
      if (isFree(request, folder)) {
        return false;
      }
      Turn.check(folder, request);
    } else {
      Turn.checkVersion(files, request);
    }
    checked = true;
    return true;
  }

  /** Whether nothing is there that a new layout would be mixed with. */
  private boolean isFree(Request request, Folder folder) throws RegistryException {
    if (!Files.exists(folder.root())) {
      return true;
    }
    if (!Files.isDirectory(folder.root())) {
      throw request.local("it is a file, not a folder");
    }
    if (saysLayout(request)) {
      return false;
    }
    if (isEmpty(request, folder)) {
      return true;
    }
    // Somebody else may have begun one a moment ago.
    if (saysLayout(request)) {
      return false;
    }
    throw request.local(
        "the folder is no OCI image layout (it has no file " + LayoutFiles.VERSION + "), and other things are in it");
  }

  private boolean saysLayout(Request request) throws RegistryException {
    return files.size(request, LayoutFiles.VERSION) > 0;
  }

  /** But for what a crash may leave before there is a layout. */
  private boolean isEmpty(Request request, Folder folder) throws RegistryException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.root())) {
      for (Path file : files) {
        if (!Draft.isDraft(file) && !file.endsWith(LayoutFiles.VERSION) && !isOthers(file)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw request.local("the folder", e);
    }
  }

  private boolean isOthers(Path file) {
    return amongOthers && !file.endsWith(LayoutFiles.BLOBS) && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Throws {@link RegistryException} NOT_FOUND when there is no such blob. */
  long sizeOfBlob(Request request, Digest digest) throws RegistryException {
    long size = files.size(request, LayoutFiles.blob(digest));
    if (size < 0) {
      throw request.failure(Kind.NOT_FOUND, "there is no such blob");
    }
    return size;
  }

  /**
   * What is listed now. The layout {@link #exists}. A crash at the very beginning leaves one without an index; later on
   * nothing but somebody's hand does.
   */
  LayoutIndex index(Request request) throws RegistryException {
    Bytes bytes = files.read(request, LayoutFiles.INDEX, MAX_INDEX);
    if (bytes == null && files.hasFolder(request, LayoutFiles.BLOBS)) {
      // It may have come meanwhile, and with it the first blobs.
      bytes = files.read(request, LayoutFiles.INDEX, MAX_INDEX);
      if (bytes == null) {
        throw request.local("the layout has blobs, but no file " + LayoutFiles.INDEX);
      }
    }
    if (bytes == null) {
      return LayoutIndex.empty();
    }
    try {
      return LayoutIndex.parse(bytes);
    } catch (MalformedContent e) {
      throw request.local(LayoutFiles.INDEX + " cannot be read: " + e.getMessage());
    }
  }

  /** What is done while nobody else writes. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws RegistryException;
  }

  /**
   * Does it while nobody else writes, in a new layout where there is none.
   *
   * @throws RegistryException LOCAL when other things are in the folder, or this user may not write to it
   */
  <T> T inTurn(Request request, Work<T> work) throws RegistryException {
    Folder folder = folder(request);
    if (!exists(request)) {
      make(request, folder.root());
    }
    Turn turn = Turn.take(folder, request);
    try {
      makeIndex(request);
      if (!swept) {
        Draft.sweep(folder);
        swept = true;
      }
      checked = true;
      return work.run();
    } finally {
      turn.close();
    }
  }

  private static void make(Request request, Path directory) throws RegistryException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw request.local("the folder", e);
    }
  }

  private void makeIndex(Request request) throws RegistryException {
    if (files.size(request, LayoutFiles.INDEX) >= 0) {
      return;
    }
    put(request, LayoutFiles.INDEX, index(request).bytes());
    makeFolder(request, LayoutFiles.BLOBS);
  }

  private void makeFolder(Request request, String name) throws RegistryException {
    Folder folder = folder(request);
    if (folder.hasFolder(request, name)) {
      return;
    }
    try {
      Files.createDirectory(folder.path(name));
    } catch (FileAlreadyExistsException e) {
      folder.hasFolder(request, name);
    } catch (IOException e) {
      throw request.local(name, e);
    }
  }

  /** Writes the index, when it has changed; in a turn. */
  void write(Request request, LayoutIndex before, LayoutIndex after) throws RegistryException {
    if (after.equals(before)) {
      return;
    }
    Bytes bytes = after.bytes();
    if (bytes.size() > MAX_INDEX || after.entries().size() > Manifest.MAX_ENTRIES) {
      throw request.failure(Kind.TOO_LARGE, "the layout is full: nobody would read another entry of " + LayoutFiles.INDEX);
    }
    put(request, LayoutFiles.INDEX, bytes);
  }

  /** Stores a manifest's bytes under their digest; in a turn. */
  void put(Request request, RawManifest manifest) throws RegistryException {
    Digest digest = manifest.digest();
    String name = LayoutFiles.blob(digest);
    if (files.size(request, name) == manifest.bytes().size() && isWhole(request, digest)) {
      return;
    }
    makeBlobFolder(request, digest);
    put(request, name, manifest.bytes());
  }

  private boolean isWhole(Request request, Digest digest) throws RegistryException {
    try {
      return Manifests.read(files, request, digest) != null;
    } catch (RegistryException e) {
      if (e.kind() == Kind.INTEGRITY) {
        return false;
      }
      throw e;
    }
  }

  private void put(Request request, String name, Bytes bytes) throws RegistryException {
    try (Draft draft = Draft.begin(folder(request), request)) {
      draft.write(bytes.asReadOnlyBuffer());
      draft.settle(name);
    }
  }

  /** Stores a blob out of a stream that proves it, without holding more than a piece of it in memory. */
  void put(Request request, Digest digest, InputStream proven) throws RegistryException {
    try (Draft draft = inTurn(request, () -> Draft.begin(folder(request), request))) {
      copy(request, proven, draft);
      makeBlobFolder(request, digest);
      draft.settle(LayoutFiles.blob(digest));
    }
  }

  private static void copy(Request request, InputStream proven, Draft draft) throws RegistryException {
    var chunk = new byte[64 * 1024];
    for (int count = read(request, proven, chunk); count >= 0; count = read(request, proven, chunk)) {
      draft.write(ByteBuffer.wrap(chunk, 0, count));
    }
  }

  private static int read(Request request, InputStream in, byte[] chunk) throws RegistryException {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw unreadable(request, e);
    }
  }

  /** A registry that the bytes come from speaks for itself. */
  static RegistryException unreadable(Request request, IOException e) {
    return e instanceof RegistryException ours
        ? ours
        : new RegistryException(
            Kind.UNREACHABLE,
            request.operation(),
            request.repository().host(),
            null,
            "what is to be written cannot be read",
            e);
  }

  private void makeBlobFolder(Request request, Digest digest) throws RegistryException {
    makeFolder(request, LayoutFiles.BLOBS);
    makeFolder(request, LayoutFiles.BLOBS + "/" + digest.algorithm());
  }

  /** Whether the tag is what it is expected to be. */
  static boolean holds(Expected expected, LayoutIndex index, String tag) {
    return switch (expected) {
      case Expected.Anything ignored -> true;
      case Expected.Absent ignored -> index.tagged(tag).isEmpty();
      case Expected.Named(Digest digest) -> digest.equals(only(index.tagged(tag)));
    };
  }

  private static @Nullable Digest only(List<Descriptor> tagged) {
    return tagged.size() == 1 ? tagged.getFirst().digest() : null;
  }
}
