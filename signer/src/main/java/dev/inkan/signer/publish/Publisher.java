package dev.inkan.signer.publish;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.AttachedWriter;
import dev.inkan.registry.attached.Attachment;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;

/**
 * Stores artifacts so that they are never half there: blobs, then the manifest that names them, then the index that
 * lists it. Success is only reported after it was read back by the way that its readers take.
 */
public final class Publisher {
  private final RegistryReader reader;
  private final RegistryWriter writer;
  private final Attached attached;
  private final AttachedWriter attachedWriter;

  public Publisher(RegistryReader reader, RegistryWriter writer) {
    this.reader = reader;
    this.writer = writer;
    this.attached = new Attached(reader);
    this.attachedWriter = new AttachedWriter(reader, writer);
  }

  /**
   * Stores an artifact and reads it back.
   *
   * @param apiOffered whether the registry has the referrers API, where readers then look and nowhere else
   * @return where readers find it
   * @throws RegistryException what kept it from being written; PROTOCOL when it was written and could not be read back
   */
  public Place publish(ByDigest subject, Artifact artifact, boolean apiOffered) throws RegistryException {
    Repository repository = subject.repository();
    writer.pushBlob(repository, Artifact.config(), Artifact.EMPTY_CONFIG::newInputStream);
    writer.pushNewBlob(repository, artifact.layer(), artifact.bundle()::newInputStream);
    Place place = list(subject, artifact.manifest(), apiOffered);
    if (!stored(repository, artifact).equals(artifact.bundle())) {
      throw lost(subject, artifact.manifest().digest(), "its bundle came back changed");
    }
    return place;
  }

  private Bytes stored(Repository repository, Artifact artifact) throws RegistryException {
    try {
      return reader.readBlob(repository, artifact.layer(), artifact.bundle().size());
    } catch (RegistryException e) {
      throw e.ofWhatIsThere("it was stored a moment ago");
    }
  }

  /**
   * Sees to it that an artifact that is stored is listed where readers look.
   *
   * @return where readers find it now
   * @throws RegistryException as {@link #publish}
   */
  public Place list(ByDigest subject, RawManifest manifest, boolean apiOffered) throws RegistryException {
    Place place = attachedWriter.publish(subject.repository(), manifest);
    if (apiOffered || place.equals(Place.REFERRERS_API)) {
      checkListed(subject, manifest.descriptor());
    }
    // The writer of the fallback tag has read its entry back already.
    if (!(attached.open(subject, manifest.descriptor()) instanceof Attachment.Hanging hanging)
        || !hanging.raw().bytes().equals(manifest.bytes())) {
      throw lost(subject, manifest.digest(), "its manifest came back changed");
    }
    return apiOffered ? Place.REFERRERS_API : place;
  }

  private void checkListed(ByDigest subject, Descriptor manifest) throws RegistryException {
    for (Descriptor entry : attached.list(subject, Place.REFERRERS_API).entries()) {
      if (entry.isSameContent(manifest)) {
        return;
      }
    }
    throw lost(subject, manifest.digest(), "the registry does not list it among what hangs on the image");
  }

  private static RegistryException lost(ByDigest subject, Digest artifact, String how) {
    return new RegistryException(
        Kind.PROTOCOL,
        "read back " + artifact,
        subject.repository().host(),
        "the signature was stored, but " + how + ", so nobody would find it: sign again, which then mends it");
  }
}
