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
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What hangs on an image already, and where its readers look for it. */
public final class Shelf {
  private final RegistryReader reader;
  private final EnvelopeFormat format;
  private final Attached attached;

  public Shelf(RegistryReader reader, EnvelopeFormat format) {
    this.reader = reader;
    this.format = format;
    this.attached = new Attached(reader);
  }

  /**
   * What was found.
   *
   * @param apiOffered whether readers look at the referrers API; when not, at the fallback tag
   * @param artifact the manifest of the envelope that was looked for, or null
   * @param visible whether readers find it where they look
   */
  public record Found(boolean apiOffered, @Nullable RawManifest artifact, boolean visible) {}

  /**
   * Looks for an envelope of the format, place by place, until readers would find one.
   *
   * @param predicateType the kind of statement; what a registry or manifest says is of another kind is not fetched. A
   *     lie costs a second signature and no more
   * @param same whether it is the one that is looked for
   * @throws RegistryException when a place, or something in it that may be the one, could not be read; REFUSED when
   *     nothing can be listed for this image because its fallback tag is taken
   */
  public Found find(ByDigest subject, String predicateType, Predicate<Envelope> same) throws RegistryException {
    var seen = new HashSet<Descriptor>();
    boolean apiOffered = false;
    for (Place place : attached.places()) {
      Listing listing = attached.list(subject, place);
      apiOffered |= place.equals(Place.REFERRERS_API) && listing.offered();
      refuseTakenTag(subject, listing, apiOffered);
      Optional<RawManifest> found = find(subject, listing, predicateType, same, seen);
      if (found.isPresent()) {
        return new Found(apiOffered, found.get(), place.equals(Place.REFERRERS_API) || !apiOffered);
      }
    }
    return new Found(apiOffered, null, false);
  }

  /** Before anything is written: an artifact that nobody could list would be half-written. */
  private static void refuseTakenTag(ByDigest subject, Listing listing, boolean apiOffered) throws RegistryException {
    if (listing.place().equals(Place.FALLBACK_TAG) && !apiOffered && !listing.notices().isEmpty()) {
      throw new RegistryException(
          Kind.REFUSED,
          "sign " + subject.digest(),
          subject.repository().host(),
          String.join("; ", listing.notices())
              + ". This registry has no other place for signatures, so nothing was written: delete that tag, or give"
              + " the image back its own");
    }
  }

  private Optional<RawManifest> find(
      ByDigest subject, Listing listing, String predicateType, Predicate<Envelope> same, Set<Descriptor> seen)
      throws RegistryException {
    for (Descriptor entry : listing.entries()) {
      if (isOfType(entry.annotations(), predicateType) && seen.add(bare(entry))) {
        Optional<RawManifest> found = open(subject, entry, predicateType, same);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Descriptor bare(Descriptor entry) {
    return new Descriptor(entry.mediaType(), entry.digest(), entry.size());
  }

  private static boolean isOfType(Map<String, String> annotations, String predicateType) {
    return annotations.getOrDefault(Artifact.PREDICATE_TYPE, predicateType).equals(predicateType);
  }

  private Optional<RawManifest> open(
      ByDigest subject, Descriptor entry, String predicateType, Predicate<Envelope> same) throws RegistryException {
    try {
      if (attached.open(subject, entry) instanceof Attachment.Hanging hanging
          && isOfType(hanging.image().annotations(), predicateType)
          && holds(subject, hanging.image().layers(), same)) {
        return Optional.of(hanging.raw());
      }
      return Optional.empty();
    } catch (RegistryException e) {
      if (isNone(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** As readers take it: one layer, and that of the format. */
  private boolean holds(ByDigest subject, List<Descriptor> layers, Predicate<Envelope> same) throws RegistryException {
    if (layers.size() != 1 || !format.recognises(layers.getFirst())) {
      return false;
    }
    Descriptor layer = layers.getFirst();
    Bytes blob = reader.readBlob(subject.repository(), layer, format.maxBytes());
    try {
      return same.test(format.open(layer, blob));
    } catch (MalformedEnvelope e) {
      return false;
    }
  }

  /** What is gone, tampered with or too large is not the one, and must not keep a signature from being made. */
  static boolean isNone(RegistryException e) {
    return e.kind().isVerdict()
        || e.kind() == Kind.UNSUPPORTED
        || (e.getCause() instanceof RegistryException cause && cause.kind() == Kind.NOT_FOUND);
  }
}
