package dev.inkan.signer.publish;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.AttachedWriter;
import dev.inkan.registry.attached.Attachment;
import dev.inkan.registry.attached.Listing;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference.ByDigest;
import java.util.List;

/** Stores signatures as layers under the tag of a family, and reads them back by the way that their readers take. */
public final class FamilyPublisher {
  private final RegistryReader reader;
  private final RegistryWriter writer;
  private final AttachedWriter attachedWriter;

  public FamilyPublisher(RegistryReader reader, RegistryWriter writer) {
    this.reader = reader;
    this.writer = writer;
    this.attachedWriter = new AttachedWriter(reader, writer);
  }

  /** Where readers find it: the manifest that the tag named a moment ago, and its place. */
  public record Published(Digest manifest, Place place) {}

  /**
   * Adds a layer to those that are there.
   *
   * @throws RegistryException what kept it from being written; PROTOCOL when it was written and could not be read back
   */
  public Published append(ByDigest subject, String family, Descriptor layer, Bytes payload) throws RegistryException {
    writer.pushNewBlob(subject.repository(), layer, payload::newInputStream);
    Place place = attachedWriter.append(subject, family, List.of(layer));
    Digest manifest = manifestOf(subject, place, family, layer);
    if (!stored(subject, layer, payload.size()).equals(payload)) {
      throw lost(subject, layer, "its payload came back changed");
    }
    return new Published(manifest, place);
  }

  private Bytes stored(ByDigest subject, Descriptor layer, int size) throws RegistryException {
    try {
      return reader.readBlob(subject.repository(), layer, size);
    } catch (RegistryException e) {
      throw e.ofWhatIsThere("it was stored a moment ago");
    }
  }

  private Digest manifestOf(ByDigest subject, Place place, String family, Descriptor layer) throws RegistryException {
    var attached = new Attached(reader, List.of(family));
    Listing listing = attached.list(subject, place);
    for (Descriptor entry : listing.entries()) {
      if (attached.open(subject, listing, entry) instanceof Attachment.Hanging hanging
          && hanging.image().layers().stream().anyMatch(there -> isSame(there, layer))) {
        return entry.digest();
      }
    }
    throw lost(subject, layer, "the tag does not name it");
  }

  private static boolean isSame(Descriptor there, Descriptor layer) {
    return there.isSameContent(layer) && there.annotations().equals(layer.annotations());
  }

  private static RegistryException lost(ByDigest subject, Descriptor layer, String how) {
    return new RegistryException(
        Kind.PROTOCOL,
        "read back " + layer.digest(),
        subject.repository().host(),
        "the signature was stored, but " + how + ", so nobody would find it: sign again, which then mends it");
  }
}
