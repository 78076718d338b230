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
import java.util.concurrent.atomic.AtomicBoolean;

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

    /** Some random tenths of a second after an attempt that lost. */
    static Pause random() {
      return attempt -> Thread.sleep(ThreadLocalRandom.current().nextLong(50, 150L * (attempt + 1)));
    }

    /** The same where nobody else is expected: until an attempt has lost, nothing is given time to settle. */
    default Pause untilContended() {
      Pause patient = this;
      var contended = new AtomicBoolean();
      return new Pause() {
        @Override
        public void afterAttempt(int attempt) throws InterruptedException {
          contended.set(true);
          patient.afterAttempt(attempt);
        }

        @Override
        public void settle(Duration time) throws InterruptedException {
          if (contended.get()) {
            patient.settle(time);
          }
        }
      };
    }
  }

  private final RegistryReader reader;
  private final RegistryWriter writer;
  private final TagUpdate update;

  /** Waits some random tenths of a second after an attempt that lost. */
  public AttachedWriter(RegistryReader reader, RegistryWriter writer) {
    this(reader, writer, Pause.random());
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
    ListEntries entry = ListEntries.of(repository, List.of(artifact));
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
    return mendAll(repository, List.of(artifact));
  }

  /**
   * {@link #mend} for artifacts of one subject, with one update of the index.
   *
   * @throws IllegalArgumentException also when their subjects differ, or there is no artifact
   */
  public boolean mendAll(Repository repository, List<RawManifest> artifacts) throws RegistryException {
    return update.add(ListEntries.of(repository, artifacts));
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
    update.add(new FamilyLayers(reader, writer, familyTag(subject, suffix), layers));
    return Place.family(suffix);
  }

  /** What becomes of a family's manifest when another one is to be brought there. */
  public enum Clash {
    /** The layers that it lacks are added to it, as {@link #append} does. */
    JOIN,
    /** It gives way. */
    REPLACE,
    /** It is left alone, and the other one is REFUSED. */
    REFUSE
  }

  /** Stores the blobs that a manifest names; called only when they are needed, and each time that they are. */
  @FunctionalInterface
  public interface BlobStore {
    void store(List<Descriptor> blobs) throws RegistryException;
  }

  /**
   * Brings the manifest of a tag family here from elsewhere: byte for byte when there is none. Doing it again changes
   * nothing.
   *
   * @param manifest an image manifest
   * @param clash what is done when there is another one
   * @return whether anything was changed
   * @throws IllegalArgumentException when it is no image manifest
   * @throws RegistryException as {@link #append}; REFUSED by {@link Clash#REFUSE}
   */
  public boolean bring(ByDigest subject, String suffix, RawManifest manifest, Clash clash, BlobStore blobs)
      throws RegistryException {
    return update.add(
        FamilyBrought.of(reader, writer, familyTag(subject, suffix), manifest, clash, blobs));
  }

  private static ByTag familyTag(ByDigest subject, String suffix) throws RegistryException {
    return FamilyTag.of(subject, suffix).orElseThrow(() -> new RegistryException(
        Kind.REFUSED,
        "list in a tag ." + suffix,
        subject.repository().host(),
        "a digest of " + subject.digest().algorithm() + " is too long for a tag of this kind"));
  }
}
