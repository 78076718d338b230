package dev.inkan.registry.server;

import dev.inkan.registry.RegistryDeleter;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import org.jspecify.annotations.Nullable;

/** Tags, manifests and blobs deleted (distribution-spec "Content Management"), or 405 where nothing deletes. */
record Deletion(@Nullable RegistryDeleter deleter) {

  Answer manifest(Request request, Reference reference) throws Refusal {
    RegistryDeleter deletes = deleter(request);
    try {
      switch (reference) {
        case ByTag tag -> deletes.deleteTag(tag);
        case ByDigest manifest -> deletes.deleteManifest(manifest);
      }
      return Answer.empty(202);
    } catch (RegistryException e) {
      throw Refusal.of(e, "MANIFEST_UNKNOWN");
    }
  }

  Answer blob(Request request, Repository repository, Digest blob) throws Refusal {
    RegistryDeleter deletes = deleter(request);
    try {
      deletes.deleteBlob(repository, blob);
      return Answer.empty(202);
    } catch (RegistryException e) {
      throw Refusal.of(e, "BLOB_UNKNOWN");
    }
  }

  private RegistryDeleter deleter(Request request) throws Refusal {
    if (deleter == null) {
      throw request.notAllowed();
    }
    return deleter;
  }
}
