package dev.inkan.registry;

import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;

/**
 * What can be deleted from a registry (distribution-spec "Content Management"). Whether something that remains names
 * what is deleted is not looked at: that is for whoever deletes.
 */
public interface RegistryDeleter {

  /**
   * Deletes a tag; the manifest that it names stays, and so do its other tags.
   *
   * @throws RegistryException NOT_FOUND when there is no such tag; UNSUPPORTED when the registry deletes no tags
   */
  void deleteTag(ByTag tag) throws RegistryException;

  /**
   * Deletes a manifest, every tag that names it, and its place among the referrers of its subject where the registry
   * lists those by itself. What hangs on it stays.
   *
   * @throws RegistryException NOT_FOUND when there is no such manifest; UNSUPPORTED when the registry deletes none
   */
  void deleteManifest(ByDigest manifest) throws RegistryException;

  /**
   * Deletes a blob.
   *
   * @throws RegistryException NOT_FOUND when the repository has no such blob; UNSUPPORTED when the registry deletes
   *     none; DENIED when it is known to be a manifest as well
   */
  void deleteBlob(Repository repository, Digest blob) throws RegistryException;
}
