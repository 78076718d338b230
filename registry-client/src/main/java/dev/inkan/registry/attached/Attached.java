package dev.inkan.registry.attached;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.attached.Attachment.Cause;
import dev.inkan.registry.attached.Attachment.Hanging;
import dev.inkan.registry.attached.Attachment.Stray;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that hangs on a digest, place by place, whatever it is. A place that could not be read is an exception and
 * never an empty listing, so that "none" is only ever said by a registry that answered.
 */
public final class Attached {
  /** The most entries of one place. */
  public static final int MAX_ENTRIES = 1000;

  private final RegistryReader reader;
  private final List<Place> places;

  /** Looks at the places of the specification only. */
  public Attached(RegistryReader reader) {
    this(reader, List.of());
  }

  /**
   * Looks at tag families, too.
   *
   * @param families their suffixes, in the order in which they are looked at: {@code sig}
   */
  public Attached(RegistryReader reader, List<String> families) {
    this.reader = reader;
    var all = new ArrayList<>(List.of(Place.REFERRERS_API, Place.FALLBACK_TAG));
    families.stream().distinct().map(Place::family).forEach(all::add);
    this.places = List.copyOf(all);
  }

  /** Every place to look at. No place stands in for another: what hangs on a digest is all of them together. */
  public List<Place> places() {
    return places;
  }

  /**
   * Lists one place.
   *
   * @throws RegistryException TOO_LARGE when it lists more than {@link #MAX_ENTRIES}; PROTOCOL when the listing does
   *     not parse; else what kept it from being read
   */
  public Listing list(ByDigest subject, Place place) throws RegistryException {
    if (place.equals(Place.REFERRERS_API)) {
      return listReferrers(subject);
    }
    return place.suffix() == null ? listFallback(subject) : listFamily(subject, place, place.suffix());
  }

  private Listing listReferrers(ByDigest subject) throws RegistryException {
    return switch (reader.referrers(subject)) {
      case Referrers.NotOffered ignored -> new Listing(Place.REFERRERS_API, false, List.of(), List.of());
      case Referrers.Listed listed -> listing(subject, Place.REFERRERS_API, listed.descriptors());
    };
  }

  private Listing listFallback(ByDigest subject) throws RegistryException {
    ByTag tag = FallbackTag.of(subject);
    RawManifest raw;
    try {
      raw = reader.resolve(tag);
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return listing(subject, Place.FALLBACK_TAG, List.of());
      }
      throw e;
    }
    if (raw.digest().equals(subject.digest())) {
      return strange("the tag " + tag.tag() + " names the image itself, not what hangs on it");
    }
    if (!raw.mediaType().isIndex()) {
      return strange("the tag " + tag.tag() + " names no index but " + raw.mediaType() + ": nothing is listed there");
    }
    Listing listing = listing(subject, Place.FALLBACK_TAG, index(tag, raw).manifests());
    String fault = FallbackIndex.fault(raw, subject.digest());
    return fault == null ? listing : listing.noting("the tag " + tag.tag() + " names " + fault);
  }

  /** One entry or none: the manifest that the tag names, whatever it is. */
  private Listing listFamily(ByDigest subject, Place place, String suffix) throws RegistryException {
    ByTag tag = FamilyTag.of(subject, suffix).orElse(null);
    if (tag == null) {
      return new Listing(place, false, List.of(), List.of());
    }
    try {
      RawManifest raw = reader.resolve(tag);
      return new Listing(place, true, List.of(raw.descriptor()), List.of(), Map.of(raw.digest(), raw));
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return listing(subject, place, List.of());
      }
      throw e;
    }
  }

  private static Listing strange(String notice) {
    return new Listing(Place.FALLBACK_TAG, true, List.of(), List.of(notice));
  }

  /** Throws PROTOCOL when it does not parse: what it lists cannot be told, so it is not "none". */
  private static Manifest.Index index(ByTag tag, RawManifest raw) throws RegistryException {
    String fault = "it is an image manifest";
    try {
      if (raw.parse() instanceof Manifest.Index index) {
        return index;
      }
    } catch (MalformedContent e) {
      fault = String.valueOf(e.getMessage());
    }
    throw new RegistryException(
        Kind.PROTOCOL, "GET manifest " + tag.tag(), tag.repository().host(), "the listing does not parse: " + fault);
  }

  private static Listing listing(ByDigest subject, Place place, List<Descriptor> all) throws RegistryException {
    if (all.size() > MAX_ENTRIES) {
      throw new RegistryException(
          Kind.TOO_LARGE,
          "list " + place.label() + " of " + subject.digest(),
          subject.repository().host(),
          all.size() + " entries hang on it, more than the bound of " + MAX_ENTRIES);
    }
    var entries = new ArrayList<Descriptor>();
    for (Descriptor entry : all) {
      if (entries.stream().noneMatch(entry::isSameContent)) {
        entries.add(entry);
      }
    }
    return new Listing(place, true, entries, List.of());
  }

  /**
   * Fetches what an entry of a listing names. Its own proven bytes are the authority on what it is and what it hangs
   * on; of the entry nothing else counts, its artifact type least of all.
   *
   * @throws RegistryException UNAVAILABLE when the registry says that it does not exist after having listed it;
   *     UNSUPPORTED when it cannot be proven; else what kept it from being read. Never NOT_FOUND
   */
  public Attachment open(ByDigest subject, Listing listing, Descriptor entry) throws RegistryException {
    return open(subject, entry, listing.place(), listing.content(entry).orElse(null));
  }

  /** {@link #open(ByDigest, Listing, Descriptor)} for an entry of the places of the specification. */
  public Attachment open(ByDigest subject, Descriptor entry) throws RegistryException {
    return open(subject, entry, Place.REFERRERS_API, null);
  }

  private Attachment open(ByDigest subject, Descriptor entry, Place place, @Nullable RawManifest content)
      throws RegistryException {
    if (!entry.mediaType().isImage()) {
      return new Stray(Cause.NOT_AN_IMAGE_MANIFEST, "listed as " + entry.mediaType() + ", which is no image manifest");
    }
    RawManifest raw = content == null ? fetch(subject.repository(), entry) : content;
    if (raw.descriptor().size() != entry.size()) {
      return new Stray(
          Cause.WRONG_SIZE, "listed with " + entry.size() + " bytes, but it has " + raw.descriptor().size());
    }
    if (!raw.mediaType().equals(entry.mediaType())) {
      return new Stray(Cause.WRONG_MEDIA_TYPE, "listed as " + entry.mediaType() + ", but it is " + raw.mediaType());
    }
    try {
      return switch (raw.parse()) {
        // The tag of a family says what its manifest hangs on.
        case Manifest.Image image when place.suffix() != null -> new Hanging(raw, image);
        case Manifest.Image image -> hanging(subject, raw, image);
        case Manifest.Index ignored -> new Stray(Cause.NOT_AN_IMAGE_MANIFEST, "an index");
      };
    } catch (MalformedContent e) {
      return new Stray(Cause.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private static Attachment hanging(ByDigest subject, RawManifest raw, Manifest.Image image) {
    Descriptor named = image.subject();
    if (named == null) {
      return new Stray(Cause.WRONG_SUBJECT, "it has no subject");
    }
    return named.digest().equals(subject.digest())
        ? new Hanging(raw, image)
        : new Stray(Cause.WRONG_SUBJECT, "its subject is " + named.digest());
  }

  private RawManifest fetch(Repository repository, Descriptor listed) throws RegistryException {
    try {
      return reader.manifest(repository, listed);
    } catch (RegistryException e) {
      throw e.ofWhatIsThere("it was listed a moment ago");
    }
  }
}
