package dev.inkan.registry.copy;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Attachment;
import dev.inkan.registry.attached.Listing;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads an image, everything below it, and everything that hangs on any of it, place by place, as wide at a time as the
 * crew is. What cannot be read is a failure: a graph is whole or there is none.
 */
final class GraphReader {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_MANIFESTS = 1000;
  /** Of all manifests together, for they are held in memory. */
  private static final long MAX_BYTES = 64L << 20;

  private final Nearest reader;
  private final Attached attached;
  private final Repository repository;
  private final Map<String, Family> families = new ConcurrentHashMap<>();
  private final Crew crew;
  private final Map<Digest, Node> nodes = new ConcurrentHashMap<>();
  private final Map<Digest, Descriptor> blobs = new ConcurrentHashMap<>();
  private final Set<Digest> referrers = ConcurrentHashMap.newKeySet();
  private final Queue<FamilyNode> familyNodes = new ConcurrentLinkedQueue<>();
  private final Queue<String> notices = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();

  GraphReader(Nearest reader, Repository repository, List<Family> families, Crew crew) {
    this.reader = reader;
    this.repository = repository;
    this.crew = crew;
    families.forEach(family -> this.families.put(family.suffix(), family));
    this.attached = new Attached(reader, families.stream().map(Family::suffix).toList());
  }

  /**
   * Reads it all.
   *
   * @param held whether the destination has the root
   * @throws RegistryException TOO_LARGE beyond 8 levels, 1000 manifests or 64 MiB of them; INTEGRITY when a manifest is
   *     malformed or not what its index says; NOT_FOUND when a child is missing; else what kept something from being
   *     read
   */
  Graph read(RawManifest root, Future<Boolean> held) throws RegistryException {
    visit(root, 1);
    if (crew.await(held)) {
      nodes.computeIfPresent(root.digest(), (digest, node) -> new Node(node.raw(), node.manifest(), true));
    }
    return new Graph(root.digest(), nodes, referrers, List.copyOf(familyNodes), List.copyOf(notices));
  }

  private void visit(RawManifest raw, int depth) throws RegistryException {
    if (depth > MAX_DEPTH) {
      throw failure(Kind.TOO_LARGE, raw.digest(), "it is more than " + MAX_DEPTH + " levels away from the image");
    }
    var node = new Node(raw, parse(raw), reader.holds(raw.digest()));
    if (nodes.putIfAbsent(raw.digest(), node) != null) {
      return;
    }
    checkBounds(raw);
    checkBlobs(node.manifest());
    var jobs = new ArrayList<Future<Boolean>>();
    for (Place place : attached.places()) {
      jobs.add(crew.start(() -> hangingAt(raw.digest(), place, depth)));
    }
    for (Descriptor child : node.children()) {
      if (!nodes.containsKey(child.digest())) {
        jobs.add(crew.start(() -> child(child, depth)));
      }
    }
    crew.awaitAll(jobs);
  }

  private Manifest parse(RawManifest raw) throws RegistryException {
    try {
      return raw.parse();
    } catch (MalformedContent e) {
      throw failure(Kind.INTEGRITY, raw.digest(), "the manifest is malformed: " + e.getMessage());
    }
  }

  private void checkBounds(RawManifest raw) throws RegistryException {
    if (nodes.size() > MAX_MANIFESTS) {
      throw failure(Kind.TOO_LARGE, raw.digest(), "the image is of more than " + MAX_MANIFESTS + " manifests");
    }
    if (bytes.addAndGet(raw.bytes().size()) > MAX_BYTES) {
      throw failure(Kind.TOO_LARGE, raw.digest(), "the image's manifests have more than " + MAX_BYTES + " bytes");
    }
  }

  private void checkBlobs(Manifest manifest) throws RegistryException {
    if (!(manifest instanceof Manifest.Image image)) {
      return;
    }
    for (Descriptor blob : Node.blobs(image)) {
      Descriptor other = blobs.putIfAbsent(blob.digest(), blob);
      if (other != null && other.size() != blob.size()) {
        throw failure(Kind.INTEGRITY, blob.digest(), "two manifests say that it is of different size");
      }
      if (!blob.digest().isSupported()) {
        throw failure(Kind.UNSUPPORTED, blob.digest(), "nothing can be proven against such a digest");
      }
    }
    for (Descriptor layer : image.layers()) {
      if (layer.mediaType().isNonDistributable()) {
        notices.add("layer " + layer.digest() + " is not for registries (" + layer.mediaType()
            + ") and is not copied: whoever runs the image has it from its publisher");
      }
    }
  }

  private boolean child(Descriptor listed, int depth) throws RegistryException {
    RawManifest child = reader.manifest(new ByDigest(repository, listed.digest()));
    if (!child.descriptor().isSameContent(listed)) {
      throw failure(Kind.INTEGRITY, listed.digest(), "it has another size or media type than its index says");
    }
    visit(child, depth + 1);
    return true;
  }

  private boolean hangingAt(Digest digest, Place place, int depth) throws RegistryException {
    var subject = new ByDigest(repository, digest);
    Listing listing = attached.list(subject, place);
    notices.addAll(listing.notices());
    var jobs = new ArrayList<Future<Boolean>>();
    for (Descriptor entry : listing.entries()) {
      jobs.add(crew.start(() -> hanging(subject, listing, entry, depth)));
      if (place.family().isEmpty() && entry.mediaType().isImage()) {
        // Asked for already, while the manifest is being read: what hangs on it in turn.
        jobs.add(crew.start(() -> attached.list(new ByDigest(repository, entry.digest()), Place.REFERRERS_API) != null));
      }
    }
    crew.awaitAll(jobs);
    return true;
  }

  private boolean hanging(ByDigest subject, Listing listing, Descriptor entry, int depth) throws RegistryException {
    switch (attached.open(subject, listing, entry)) {
      case Attachment.Hanging hanging -> hanging(subject, listing.place(), hanging, depth);
      case Attachment.Stray stray -> {
        if (!hangingIndex(subject, listing.place(), entry, depth)) {
          notices.add("not copied: " + entry.digest() + ", which " + listing.place() + " lists for " + subject.digest()
              + ": " + stray.detail());
        }
      }
    }
    return true;
  }

  /** No signature is an index, but an index may hang on something as well, and is copied. */
  private boolean hangingIndex(ByDigest subject, Place place, Descriptor entry, int depth) throws RegistryException {
    if (!entry.mediaType().isIndex() || place.family().isPresent()) {
      return false;
    }
    RawManifest raw = listed(entry);
    if (!raw.descriptor().isSameContent(entry) || !subject.digest().equals(subjectOf(raw))) {
      return false;
    }
    referrers.add(raw.digest());
    visit(raw, depth + 1);
    return true;
  }

  private RawManifest listed(Descriptor entry) throws RegistryException {
    try {
      return reader.manifest(new ByDigest(repository, entry.digest()));
    } catch (RegistryException e) {
      throw e.kind() == Kind.NOT_FOUND
          ? failure(Kind.UNAVAILABLE, entry.digest(), "it was listed a moment ago and is not there")
          : e;
    }
  }

  private static @Nullable Digest subjectOf(RawManifest raw) {
    try {
      Descriptor subject = raw.parse().subject();
      return subject == null ? null : subject.digest();
    } catch (MalformedContent e) {
      return null;
    }
  }

  private void hanging(ByDigest subject, Place place, Attachment.Hanging hanging, int depth) throws RegistryException {
    Family family = place.family().map(families::get).orElse(null);
    if (family == null) {
      referrers.add(hanging.raw().digest());
      visit(hanging.raw(), depth + 1);
    } else {
      checkBounds(hanging.raw());
      checkBlobs(hanging.image());
      familyNodes.add(new FamilyNode(subject.digest(), family, hanging.raw(), hanging.image()));
    }
  }

  private RegistryException failure(Kind kind, Digest digest, String detail) {
    return new RegistryException(kind, "read " + digest, repository.host(), detail);
  }
}
