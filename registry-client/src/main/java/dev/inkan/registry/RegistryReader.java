package dev.inkan.registry;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What can be read of a registry, whatever stores it: HTTP, an OCI layout, memory, a filter in front of another. Every
 * byte that comes out is proven: size, then digest. Implementations are safe for use by several threads.
 */
public interface RegistryReader {

  /**
   * Reads the manifest that a tag names now; the only call that takes a tag. Its digest is computed from the bytes.
   *
   * @throws RegistryException NOT_FOUND when there is no such tag; INTEGRITY when the answer contradicts itself;
   *     TOO_LARGE beyond the manifest bound; else what kept it from being read
   */
  RawManifest resolve(ByTag reference) throws RegistryException;

  /**
   * Reads a manifest by digest.
   *
   * @throws RegistryException as {@link #resolve}; INTEGRITY when the bytes are not the digest's
   */
  RawManifest manifest(ByDigest reference) throws RegistryException;

  /**
   * Reads the manifest that a descriptor names; what it has and what it is called must be compared by the caller.
   *
   * @throws RegistryException as {@link #manifest(ByDigest)}
   */
  default RawManifest manifest(Repository repository, Descriptor listed) throws RegistryException {
    return manifest(new ByDigest(repository, listed.digest()));
  }

  /**
   * Opens a blob. The stream ends only after size and digest held; until then its last bytes are withheld. It throws a
   * {@link RegistryException}: INTEGRITY when the content is longer than the descriptor says, has another digest, or has
   * the digest but not the size; PROTOCOL or UNREACHABLE when it is cut.
   *
   * @throws RegistryException NOT_FOUND when the repository has no such blob
   */
  InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException;

  /**
   * Asks how long a blob is of which only the digest is known. Proven only by reading it.
   *
   * @throws RegistryException NOT_FOUND when the repository has no such blob; UNSUPPORTED when this reader cannot ask
   */
  default Descriptor describeBlob(Repository repository, Digest digest) throws RegistryException {
    throw new RegistryException(
        RegistryException.Kind.UNSUPPORTED, "HEAD blob " + digest, repository.host(), "its length cannot be asked for");
  }

  /**
   * Lists what the registry says has this subject, over all pages, unfiltered.
   *
   * @throws RegistryException when it could not be listed: that is never "none"
   */
  Referrers referrers(ByDigest subject) throws RegistryException;

  /**
   * Lists the repository's tags, over all pages.
   *
   * @throws RegistryException NOT_FOUND when there is no such repository; UNSUPPORTED when tags are not listed at all
   */
  List<String> tags(Repository repository) throws RegistryException;

  /**
   * The same, for somebody who has another way to find out than to turn so many pages.
   *
   * @param pages the most that are turned
   * @throws RegistryException also TOO_LARGE when there are more
   */
  default List<String> tags(Repository repository, int pages) throws RegistryException {
    return tags(repository);
  }

  /**
   * Reads a whole blob of at most {@code limit} bytes into memory.
   *
   * @throws RegistryException TOO_LARGE when the descriptor says more than {@code limit}, before anything is asked;
   *     else as {@link #blob}
   */
  default Bytes readBlob(Repository repository, Descriptor descriptor, int limit) throws RegistryException {
    if (descriptor.size() > limit) {
      throw new RegistryException(
          RegistryException.Kind.TOO_LARGE,
          "GET blob " + descriptor.digest(),
          repository.host(),
          "the blob has " + descriptor.size() + " bytes, more than the bound of " + limit);
    }
    try (InputStream in = blob(repository, descriptor)) {
      return Bytes.of(in.readNBytes(limit));
    } catch (RegistryException e) {
      throw e;
    } catch (IOException e) {
      throw new RegistryException(
          RegistryException.Kind.UNREACHABLE,
          "GET blob " + descriptor.digest(),
          repository.host(),
          null,
          "the body broke off",
          e);
    }
  }
}
