package dev.inkan.signer.publish;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.EnvelopeFormat;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Attachment;
import dev.inkan.registry.attached.Listing;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference.ByDigest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What stands under a family's tag already. */
public final class FamilyShelf {
  private final RegistryReader reader;
  private final EnvelopeFormat format;
  private final Place place;
  private final Attached attached;

  public FamilyShelf(RegistryReader reader, EnvelopeFormat format, String family) {
    this.reader = reader;
    this.format = format;
    this.place = Place.family(family);
    this.attached = new Attached(reader, List.of(family));
  }

  /**
   * Looks for an envelope of the format, layer by layer.
   *
   * @param payload the digest of what the wanted one is most likely over
   * @param same whether it is the one that is looked for
   * @return the digest of the manifest that it is in
   * @throws RegistryException when the tag, or a layer that may be the one, could not be read; REFUSED when nothing can
   *     be added under the tag; TOO_LARGE when it is full
   */
  public Optional<Digest> find(ByDigest subject, Digest payload, Predicate<Envelope> same) throws RegistryException {
    Listing listing = attached.list(subject, place);
    if (!listing.offered()) {
      throw refusal(Kind.REFUSED, subject, "its digest is too long for such a tag");
    }
    return listing.entries().isEmpty()
        ? Optional.empty()
        : find(subject, listing, listing.entries().getFirst(), payload, same);
  }

  private Optional<Digest> find(
      ByDigest subject, Listing listing, Descriptor entry, Digest payload, Predicate<Envelope> same)
      throws RegistryException {
    return switch (attached.open(subject, listing, entry)) {
      case Attachment.Hanging hanging -> {
        List<Descriptor> layers = hanging.image().layers();
        if (holds(subject, layers, payload, same)) {
          yield Optional.of(entry.digest());
        }
        if (layers.size() >= Attached.MAX_ENTRIES) {
          throw refusal(Kind.TOO_LARGE, subject, "it holds " + layers.size() + " layers, and nobody would read another");
        }
        yield Optional.empty();
      }
      case Attachment.Stray(Attachment.Cause ignored, String detail) ->
          throw refusal(Kind.REFUSED, subject, "it holds no image manifest (" + detail + "): delete that tag");
    };
  }

  private boolean holds(ByDigest subject, List<Descriptor> layers, Digest payload, Predicate<Envelope> same)
      throws RegistryException {
    List<Descriptor> likelyFirst = layers.stream()
        .filter(format::recognises)
        .sorted(Comparator.comparing(layer -> !layer.digest().equals(payload)))
        .toList();
    Map<Descriptor, Bytes> read = new HashMap<>();
    for (Descriptor layer : likelyFirst) {
      if (holds(subject, layer, same, read)) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(ByDigest subject, Descriptor layer, Predicate<Envelope> same, Map<Descriptor, Bytes> read)
      throws RegistryException {
    try {
      // Those of several signers are often over one payload.
      var content = new Descriptor(layer.mediaType(), layer.digest(), layer.size());
      Bytes blob = read.get(content);
      if (blob == null) {
        blob = reader.readBlob(subject.repository(), layer, format.maxBytes());
        read.put(content, blob);
      }
      return same.test(format.open(layer, blob));
    } catch (RegistryException e) {
      if (Shelf.isNone(e)) {
        return false;
      }
      throw e;
    } catch (MalformedEnvelope e) {
      return false;
    }
  }

  private RegistryException refusal(Kind kind, ByDigest subject, String detail) {
    return new RegistryException(
        kind,
        "sign " + subject.digest(),
        subject.repository().host(),
        "nothing can be added under its " + place + ", for " + detail + ". Nothing was written");
  }
}
