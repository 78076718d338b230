package dev.inkan.registry.attached;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.RegistryWriter.SubjectListing;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hangs artifacts on digests so that every reader finds them: the manifest by its digest, and, where the registry does
 * not list it itself, an entry in the fallback index; or layers in the manifest of a tag family. Other people's entries
 * are kept as they are. Blobs come first and are the caller's.
 *
 * <p>Few registries honour a condition on a write, so every write is read back, and done again on what is there now
 * when the entry is gone. Writers of this process take turns.
 */
public final class AttachedWriter {
  /** Waits between two attempts. */
  @FunctionalInterface
  public interface Pause {
    void afterAttempt(int attempt) throws InterruptedException;

    /** Waits between a write and the look whether it has lasted. */
    default void settle(Duration time) throws InterruptedException {
      Thread.sleep(time);
    }
  }

  private final RegistryReader reader;
  private final RegistryWriter writer;
  private final TagUpdate update;

  /** Waits some random tenths of a second after an attempt that lost. */
  public AttachedWriter(RegistryReader reader, RegistryWriter writer) {
    this(reader, writer, attempt -> Thread.sleep(ThreadLocalRandom.current().nextLong(50, 150L * (attempt + 1))));
  }

  public AttachedWriter(RegistryReader reader, RegistryWriter writer, Pause pause) {
    this.reader = reader;
    this.writer = writer;
    this.update = new TagUpdate(reader, writer, pause);
  }

  /**
   * Pushes an artifact and sees to it that it is listed. Doing it again changes nothing.
   *
   * @return where it is listed
   * @throws IllegalArgumentException when it is no manifest with a subject; nothing is written
   * @throws RegistryException as {@link #mend}, or what kept the manifest from being pushed
   */
  public Place publish(Repository repository, RawManifest artifact) throws RegistryException {
    ListEntry entry = ListEntry.of(repository, artifact);
    if (writer.pushManifest(repository, artifact) == SubjectListing.BY_REGISTRY) {
      return Place.REFERRERS_API;
    }
    update.add(entry);
    return Place.FALLBACK_TAG;
  }

  /**
   * Sees to it that the fallback index lists an artifact that was pushed before.
   *
   * @return whether the index was changed; false when it lists the artifact already
   * @throws IllegalArgumentException when it is no manifest with a subject
   * @throws RegistryException REFUSED when the fallback tag holds something that is no such index, which is left alone;
   *     TOO_LARGE when the index is full; CONFLICT when others were faster ten times; else what kept it from being
   *     read or written
   */
  public boolean mend(Repository repository, RawManifest artifact) throws RegistryException {
    return update.add(ListEntry.of(repository, artifact));
  }

  /**
   * Sees to it that layers stand in the manifest of a tag family, which is made when there is none. The layers, the
   * members and the config of what is there stay; a layer that is there with the same annotations is not added again.
   * Doing it again changes nothing.
   *
   * @param suffix the family's: {@code sig}
   * @param layers with their annotations; not compressed, and their blobs are stored. The config is written here
   * @return the family's place
   * @throws IllegalArgumentException when there is no layer
   * @throws RegistryException REFUSED when the tag holds something that is no image manifest, which is left alone, or
   *     when the digest is too long for such a tag; TOO_LARGE beyond 1000 layers; CONFLICT when others were faster ten
   *     times; else what kept it from being read or written
   */
  public Place append(ByDigest subject, String suffix, List<Descriptor> layers) throws RegistryException {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("no layer to add");
    }
    ByTag tag = FamilyTag.of(subject, suffix).orElseThrow(() -> new RegistryException(
        Kind.REFUSED,
        "list in a tag ." + suffix,
        subject.repository().host(),
        "a digest of " + subject.digest().algorithm() + " is too long for a tag of this kind"));
    update.add(new FamilyLayers(reader, writer, tag, layers));
    return Place.family(suffix);
  }
}
