package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of one layout by the names that image-layout.md gives them, wherever they are kept. */
interface LayoutFiles {
  String VERSION = "oci-layout";
  String INDEX = "index.json";
  String BLOBS = "blobs";

  /** Where content lies. A digest has no letter that could lead elsewhere. */
  static String blob(Digest digest) {
    return BLOBS + "/" + digest.algorithm() + "/" + digest.encoded();
  }

  /**
   * The size of a regular file, or -1 when nothing is there.
   *
   * @throws RegistryException LOCAL when something else is there, or it cannot be told
   */
  long size(Request request, String name) throws RegistryException;

  /**
   * Whether there is a folder of that name.
   *
   * @throws RegistryException LOCAL when something else is there, or it cannot be told
   */
  boolean hasFolder(Request request, String name) throws RegistryException;

  /**
   * The names of what is in a folder, without the folder's.
   *
   * @throws RegistryException TOO_LARGE when there are more than {@code limit}
   */
  List<String> names(Request request, String folder, int limit) throws RegistryException;

  /** Opens a file whose {@link #size} was looked at; what reading it throws is a {@link RegistryException}. */
  InputStream open(Request request, String name) throws RegistryException;

  /**
   * Reads a whole file.
   *
   * @return its bytes, or null when nothing is there
   * @throws RegistryException TOO_LARGE beyond {@code limit} bytes; LOCAL as {@link #size}
   */
  default @Nullable Bytes read(Request request, String name, int limit) throws RegistryException {
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
        throw request.local(name, e);
      }
    }
    throw request.failure(Kind.TOO_LARGE, name + " has more than the bound of " + limit + " bytes");
  }
}
