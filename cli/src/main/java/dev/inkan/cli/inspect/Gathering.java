package dev.inkan.cli.inspect;

import dev.inkan.cli.inspect.Node.Content;
import dev.inkan.cli.inspect.Node.Look;
import dev.inkan.cli.inspect.Node.Part;
import dev.inkan.cli.inspect.Node.State;
import dev.inkan.cli.registry.Images;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.envelope.EnvelopeFormat;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Attachment;
import dev.inkan.registry.attached.Listing;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.Platform;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks over an image, its children, and what hangs on each of them, and on that in turn. Goes on when something cannot
 * be read. What hangs on the manifest of a tag family is not looked for: its digest changes with every signature.
 */
public final class Gathering {
  private static final List<String> FAMILIES = List.of("sig", "att", "sbom");
  private static final int MAX_MANIFESTS = 1000;
  private static final int MAX_DEPTH = 7;
  private static final int MAX_CONFIGURATION = 4 << 20;
  private static final String CREATED = "org.opencontainers.image.created";

  private final RegistryReader reader;
  private final Attached attached;
  private final Parts parts;
  private final Set<Digest> shown = new HashSet<>();
  private final Set<String> bounds = new HashSet<>();
  private int manifests;
  private boolean hasReferrersApi = true;
  private Outcome outcome = Outcome.DONE;

  private Gathering(RegistryReader reader, List<EnvelopeFormat> formats) {
    this.reader = reader;
    this.attached = new Attached(reader, FAMILIES);
    this.parts = new Parts(reader, formats, this::note);
  }

  /**
   * Looks at everything that there is of an image.
   *
   * @throws RegistryException when the image itself cannot be read
   */
  public static Inspection of(RegistryReader reader, List<EnvelopeFormat> formats, Reference image)
      throws RegistryException {
    RawManifest raw =
        switch (image) {
          case ByTag tag -> reader.resolve(tag);
          case ByDigest digest -> reader.manifest(digest);
        };
    var gathering = new Gathering(reader, formats);
    Node root = gathering.node(new ByDigest(image.repository(), raw.digest()), raw, null, 0);
    return new Inspection(image, root, gathering.bounds.stream().sorted().toList(), gathering.outcome);
  }

  private Node node(ByDigest name, RawManifest raw, @Nullable Platform platform, int depth) {
    if (!shown.add(raw.digest())) {
      return new Node(raw.descriptor(), platform, List.of(), new Content.Repeated(), List.of(), List.of());
    }
    manifests++;
    Content content = content(name, raw, depth);
    var hanging = new Hanging(name, depth);
    return new Node(raw.descriptor(), platform, List.of(), content, hanging.looks, hanging.nodes());
  }

  private Content content(ByDigest name, RawManifest raw, int depth) {
    try {
      return switch (raw.parse()) {
        case Manifest.Image image -> image(name, image);
        case Manifest.Index index -> new Content.Index(children(name, index, depth + 1), created(index));
      };
    } catch (MalformedContent e) {
      return new Content.Malformed(String.valueOf(e.getMessage()));
    }
  }

  private Content image(ByDigest subject, Manifest.Image image) {
    Kind kind = Kind.of(image);
    long bytes = image.layers().stream().mapToLong(Descriptor::size).reduce(0, Gathering::sum);
    if (kind != Kind.IMAGE) {
      List<Part> said = parts.of(subject, image);
      return new Content.Artifact(
          kind.stating(said), image.listedType(), image.layers().size(), bytes, created(image), said);
    }
    Configuration configuration = configuration(subject, image.config());
    Instant created = created(image);
    return new Content.Image(
        image.config(),
        image.layers().size(),
        bytes,
        configuration.platform(),
        created == null ? configuration.created() : created,
        configuration.fault());
  }

  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  private Configuration configuration(ByDigest subject, Descriptor config) {
    if (config.size() > MAX_CONFIGURATION || !config.digest().isSupported()) {
      return Configuration.faulty("the configuration is too large to be looked at, or cannot be proven");
    }
    try {
      return Configuration.read(reader.readBlob(subject.repository(), config, MAX_CONFIGURATION));
    } catch (RegistryException e) {
      if (e.kind() != RegistryException.Kind.NOT_FOUND) {
        note(e);
      }
      return Configuration.faulty("the configuration cannot be read: " + e.getMessage());
    }
  }

  private static @Nullable Instant created(Manifest manifest) {
    return Configuration.time(manifest.annotations().get(CREATED));
  }

  private List<Node> children(ByDigest index, Manifest.Index manifest, int depth) {
    var children = new ArrayList<Node>();
    for (Descriptor entry : manifest.manifests()) {
      if (isTooMuch(depth)) {
        break;
      }
      children.add(child(new ByDigest(index.repository(), entry.digest()), entry, depth));
    }
    return children;
  }

  private Node child(ByDigest name, Descriptor entry, int depth) {
    Content content;
    try {
      if (!entry.digest().isSupported()) {
        return leaf(entry, List.of(), new Content.Malformed("nothing can be proven against such a digest"));
      }
      return node(name, reader.manifest(name), entry.platform(), depth);
    } catch (RegistryException e) {
      content = e.kind() == RegistryException.Kind.NOT_FOUND
          ? new Content.Orphaned("the index lists it, and the registry says that it is not there")
          : unread(e);
    }
    return leaf(entry, List.of(), content);
  }

  private static Node leaf(Descriptor entry, List<Place> places, Content content) {
    return new Node(entry, entry.platform(), places, content, List.of(), List.of());
  }

  private boolean isTooMuch(int depth) {
    String bound = manifests >= MAX_MANIFESTS
        ? "more than " + MAX_MANIFESTS + " manifests belong together; the rest is not shown"
        : depth > MAX_DEPTH ? "manifests hang on each other more than " + MAX_DEPTH + " deep" : "";
    if (!bound.isEmpty()) {
      bounds.add(bound);
      outcome = outcome.and(Outcome.DENIED);
    }
    return !bound.isEmpty();
  }

  private Content unread(RegistryException e) {
    note(e);
    return e.kind().isVerdict() ? new Content.Malformed(Printable.text(e.getMessage())) : new Content.Unread(e);
  }

  private void note(RegistryException e) {
    outcome = outcome.and(Images.failure(e).outcome());
  }

  /** What hangs on one manifest, place by place; an entry that several places list is one. */
  private final class Hanging {
    private final ByDigest subject;
    private final int depth;
    private final List<Look> looks = new ArrayList<>();
    private final Map<Descriptor, List<Place>> places = new LinkedHashMap<>();
    private final Map<Descriptor, Listing> listings = new LinkedHashMap<>();

    Hanging(ByDigest subject, int depth) {
      this.subject = subject;
      this.depth = depth + 1;
      for (Place place : attached.places()) {
        looks.add(new Look(place, look(place)));
      }
    }

    private State look(Place place) {
      if (place.equals(Place.REFERRERS_API) && !hasReferrersApi) {
        return new State.NotOffered();
      }
      try {
        Listing listing = attached.list(subject, place);
        if (!listing.offered()) {
          hasReferrersApi &= !place.equals(Place.REFERRERS_API);
          return new State.NotOffered();
        }
        for (Descriptor entry : listing.entries()) {
          var content = new Descriptor(entry.mediaType(), entry.digest(), entry.size());
          places.computeIfAbsent(content, ignored -> new ArrayList<>()).add(place);
          // The tag of a family says by itself what its manifest hangs on, so a listing cannot make it an orphan.
          if (place.family().isPresent() || !listings.containsKey(content)) {
            listings.put(content, listing);
          }
        }
        return new State.Read(listing.entries().size(), listing.notices());
      } catch (RegistryException e) {
        note(e);
        return new State.Unread(e);
      }
    }

    List<Node> nodes() {
      var sorted = new TreeMap<Digest, List<Descriptor>>();
      for (Descriptor entry : places.keySet()) {
        sorted.computeIfAbsent(entry.digest(), ignored -> new ArrayList<>()).add(entry);
      }
      var nodes = new ArrayList<Node>();
      for (List<Descriptor> same : sorted.values()) {
        for (Descriptor entry : same) {
          if (isTooMuch(depth)) {
            return nodes;
          }
          nodes.add(open(entry));
        }
      }
      return nodes;
    }

    private Node open(Descriptor entry) {
      List<Place> foundAt = places.getOrDefault(entry, List.of());
      Listing listing = listings.get(entry);
      if (listing == null || !entry.digest().isSupported()) {
        return leaf(entry, foundAt, new Content.Malformed("nothing can be proven against such a digest"));
      }
      manifests++;
      try {
        return switch (attached.open(subject, listing, entry)) {
          case Attachment.Hanging hanging -> hanging(hanging, listing.place(), foundAt);
          case Attachment.Stray(Attachment.Cause cause, String detail) ->
              leaf(entry, foundAt, stray(cause, Printable.text(detail)));
        };
      } catch (RegistryException e) {
        boolean isGone = e.getCause() instanceof RegistryException cause
            && cause.kind() == RegistryException.Kind.NOT_FOUND;
        return leaf(entry, foundAt, isGone ? gone() : unread(e));
      }
    }

    private static Content gone() {
      return new Content.Orphaned("it is listed, and the registry says that it is not there");
    }

    private static Content stray(Attachment.Cause cause, String detail) {
      return switch (cause) {
        case WRONG_SUBJECT -> new Content.Orphaned(detail);
        case MALFORMED, WRONG_SIZE, WRONG_MEDIA_TYPE, NOT_AN_IMAGE_MANIFEST -> new Content.Malformed(detail);
      };
    }

    private Node hanging(Attachment.Hanging hanging, Place place, List<Place> foundAt) {
      Descriptor descriptor = hanging.raw().descriptor();
      boolean isFamily = place.family().isPresent();
      if (!isFamily && !shown.add(descriptor.digest())) {
        return leaf(descriptor, foundAt, new Content.Repeated());
      }
      Content content = image(subject, hanging.image());
      if (isFamily) {
        return leaf(descriptor, foundAt, content);
      }
      var further = new Hanging(new ByDigest(subject.repository(), descriptor.digest()), depth);
      return new Node(descriptor, null, foundAt, content, further.looks, further.nodes());
    }
  }
}
