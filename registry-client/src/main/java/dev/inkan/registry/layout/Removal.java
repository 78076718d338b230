package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Digest;
import java.io.IOException;
import java.nio.file.Files;

/** What is deleted from a layout, each in a turn of its own. */
final class Removal {
  private Removal() {}

  static void tag(Layout layout, Request request, String tag) throws RegistryException {
    layout.inTurn(request, () -> {
      LayoutIndex before = layout.index(request);
      if (before.tagged(tag).isEmpty()) {
        throw request.failure(Kind.NOT_FOUND, "there is no such tag");
      }
      layout.write(
          request, before, before.without(tag, listed -> Content.hangs(layout.files(), request, listed)));
      return tag;
    });
  }

  static void manifest(Layout layout, Request request, Digest digest) throws RegistryException {
    layout.inTurn(request, () -> {
      LayoutIndex before = layout.index(request);
      if (!before.lists(digest)) {
        Manifests.byDigest(layout.files(), request, digest, null);
      }
      // The index first: a crash in between leaves a file that nobody lists, never a listing of what is not there.
      layout.write(request, before, before.without(digest));
      remove(layout, request, digest);
      return digest;
    });
  }

  static void blob(Layout layout, Request request, Digest digest) throws RegistryException {
    layout.inTurn(request, () -> {
      layout.sizeOfBlob(request, digest);
      if (layout.index(request).lists(digest)) {
        throw request.failure(Kind.DENIED, "it is a manifest that " + LayoutFiles.INDEX + " lists: delete it as a manifest");
      }
      remove(layout, request, digest);
      return digest;
    });
  }

  private static void remove(Layout layout, Request request, Digest digest) throws RegistryException {
    String name = LayoutFiles.blob(digest);
    try {
      Files.deleteIfExists(layout.folder(request).path(name));
    } catch (IOException e) {
      throw request.local(name, e);
    }
  }
}
