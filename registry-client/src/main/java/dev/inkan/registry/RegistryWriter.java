package dev.inkan.registry;

import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.io.InputStream;

/** What can be written to a registry. Content goes first, then the manifest that names it, then a tag or an index. */
public interface RegistryWriter {

  /** Where a blob's bytes come from; may be opened again for a retry. */
  @FunctionalInterface
  interface BlobSource {
    InputStream open() throws IOException;
  }

  /** What a registry said of a manifest with a subject. */
  enum SubjectListing {
    /** It lists the manifest among the subject's referrers by itself ({@code OCI-Subject}). */
    BY_REGISTRY,
    /** It said nothing: the fallback tag is the writer's work. Also for a manifest without a subject. */
    BY_WRITER
  }

  /** What a tag must be at the moment of writing. */
  sealed interface Expected {
    /** Whatever it is. */
    record Anything() implements Expected {}

    /** There must be no such tag. */
    record Absent() implements Expected {}

    /** It must still name this digest. */
    record Named(Digest digest) implements Expected {}
  }

  /** Whether the repository holds the blob. */
  boolean hasBlob(Repository repository, Descriptor descriptor) throws RegistryException;

  /**
   * Uploads a blob, unless the repository holds it already.
   *
   * @throws RegistryException INTEGRITY when the source's bytes are not the descriptor's
   */
  void pushBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException;

  /**
   * Uploads a blob without asking first whether the repository holds it: for content that was made a moment ago.
   *
   * @throws RegistryException as {@link #pushBlob}
   */
  default void pushNewBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    pushBlob(repository, descriptor, source);
  }

  /**
   * Has the registry take over a blob from another of its repositories, or uploads it when it does not. Nobody is asked
   * before whether the repository holds it already.
   *
   * @param from another repository of the same host
   * @param otherwise where the bytes are read when the blob is not taken over
   * @return whether it was taken over, so that no byte of it was sent
   * @throws IllegalArgumentException when the two repositories are not of one host
   * @throws RegistryException as {@link #pushBlob}
   */
  default boolean mountBlob(Repository to, Descriptor blob, Repository from, BlobSource otherwise)
      throws RegistryException {
    requireSameHost(to, from);
    pushBlob(to, blob, otherwise);
    return false;
  }

  /** Throws {@link IllegalArgumentException} unless a blob of {@code from} can be mounted in {@code to}. */
  static void requireSameHost(Repository to, Repository from) {
    if (!to.host().equals(from.host())) {
      throw new IllegalArgumentException("no blob of " + from + " can be mounted in " + to);
    }
  }

  /** Stores a manifest under its digest, byte for byte. */
  SubjectListing pushManifest(Repository repository, RawManifest manifest) throws RegistryException;

  /**
   * Stores a manifest and points the tag at it.
   *
   * @throws RegistryException CONFLICT when the tag was not what was expected, as far as the registry can tell; read it
   *     back, for many cannot
   */
  void pushTag(ByTag tag, RawManifest manifest, Expected expected) throws RegistryException;

  /** The right to read what is under a tag and to write it anew; given back when it is closed, by the same thread. */
  @FunctionalInterface
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits until no other writer that this one knows of is about to change what is under the tag: at least none of this
   * process. It is no condition on the write: writers elsewhere do not wait for it.
   *
   * @throws RegistryException TIMEOUT when interrupted, or when the others take longer than the run may
   */
  default Turn turn(ByTag tag) throws RegistryException {
    return TagTurns.take(tag);
  }
}
