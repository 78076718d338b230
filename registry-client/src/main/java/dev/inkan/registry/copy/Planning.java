package dev.inkan.registry.copy;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.FallbackTag;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One plan in the making: the source is read while the destination is looked at. */
final class Planning {
  /** Turning more pages than this costs more than to ask for some tags one by one. */
  private static final int MOST_TAG_PAGES = 20;
  private static final Duration WHOLE_RUN = Duration.ofDays(365);

  private final Repository from;
  private final @Nullable String fromTag;
  private final Target to;
  private final RegistryWriter writer;
  private final CopyOptions options;
  private final Crew crew;
  private final Sight sight = new Sight(Sight.FRESH);
  private final View source;
  private final View destination;

  /** Starts to look at tags at once: for that the image need not be known. */
  Planning(
      Reference from,
      Target to,
      RegistryReader source,
      RegistryReader reader,
      RegistryWriter writer,
      CopyOptions options,
      Crew crew)
      throws RegistryException {
    this.from = from.repository();
    this.fromTag = from instanceof ByTag tag ? tag.tag() : null;
    this.to = to;
    this.writer = writer;
    this.options = options;
    this.crew = crew;
    var sourceSight = new Sight(WHOLE_RUN);
    this.source = new View(source, sourceSight, crew, crew.start(() -> tagsOfSource(source, sourceSight)));
    this.destination = new View(reader, sight, crew, crew.start(() -> tagsOfDestination(reader)));
  }

  CopyPlan plan(RawManifest root) throws RegistryException {
    Manifest manifest = parse(root);
    Future<Optional<Digest>> tagged = crew.start(this::tagged);
    if (isWithinRepository()) {
      return plan(root, rootAlone(new Node(root, manifest, true)), standing(tagged, true, Set.of(), List.of()));
    }
    Future<Boolean> repeat = crew.start(() -> isRepeat(crew.await(tagged), root.digest()));
    // Known before anything else is read when the image is no index.
    Descriptor config = manifest instanceof Manifest.Image image ? image.config() : null;
    Future<Boolean> imageIsBegun = crew.start(() -> !crew.await(repeat) && isBegun(config));
    var nearest = new Nearest(source, destination, to.repository(), crew, repeat);
    Graph graph = new GraphReader(nearest, from, options.families(), crew).read(root, repeat);
    boolean held = crew.await(repeat);
    boolean indexIsBegun = !held && config == null && isBegun(graph.marker());
    boolean begun = held || crew.await(imageIsBegun) || indexIsBegun;
    Set<Digest> listed = held ? listed(graph) : Set.of();
    return plan(root, graph, standing(tagged, begun, listed, occupied(graph)));
  }

  private CopyPlan plan(RawManifest root, Graph graph, Standing standing) {
    return new CopyPlan(new Origin(from, fromTag, root), to, graph, standing);
  }

  private boolean isWithinRepository() {
    return from.equals(to.repository());
  }

  private Standing standing(Future<Optional<Digest>> tagged, boolean begun, Set<Digest> listed, List<ByTag> occupied)
      throws RegistryException {
    return new Standing(crew.await(tagged).orElse(null), begun, listed, occupied, sight);
  }

  private static Graph rootAlone(Node root) {
    return new Graph(root.digest(), Map.of(root.digest(), root), Set.of(), List.of(), List.of());
  }

  private Manifest parse(RawManifest root) throws RegistryException {
    try {
      return root.parse();
    } catch (MalformedContent e) {
      throw new RegistryException(
          Kind.INTEGRITY, "read " + root.digest(), from.host(), "the manifest is malformed: " + e.getMessage());
    }
  }

  /**
   * One list for all tags that are made of a digest. What a source cannot list is asked for one by one; so it is when
   * its list lacks the very tag that was just read.
   */
  private boolean tagsOfSource(RegistryReader reader, Sight seen) throws RegistryException {
    try {
      var tags = new HashSet<>(crew.ask(() -> reader.tags(from, MOST_TAG_PAGES)));
      if (fromTag == null || tags.contains(fromTag)) {
        seen.tags(tags);
      }
      return true;
    } catch (RegistryException e) {
      return false;
    }
  }

  private boolean tagsOfDestination(RegistryReader reader) throws RegistryException {
    try {
      sight.tags(new HashSet<>(crew.ask(() -> reader.tags(to.repository(), MOST_TAG_PAGES))));
      return true;
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        sight.tags(Set.of());
      }
      return false;
    }
  }

  private Optional<Digest> tagged() throws RegistryException {
    Optional<ByTag> tag = to.reference();
    return tag.isEmpty() ? Optional.empty() : digestOf(tag.get());
  }

  private Optional<Digest> digestOf(ByTag tag) throws RegistryException {
    try {
      return Optional.of(destination.resolve(tag).digest());
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean isRepeat(Optional<Digest> tagged, Digest root) throws RegistryException {
    if (to.tag() != null) {
      return tagged.isPresent() && tagged.get().equals(root);
    }
    try {
      destination.manifest(new ByDigest(to.repository(), root));
      return true;
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private boolean isBegun(@Nullable Descriptor marker) throws RegistryException {
    boolean mounts = from.host().equals(to.repository().host());
    return marker != null && !mounts && crew.ask(() -> writer.hasBlob(to.repository(), marker));
  }

  /** What the destination lists of what hangs on manifests that it has. */
  private Set<Digest> listed(Graph graph) throws RegistryException {
    var hanging = new HashMap<Digest, Set<Digest>>();
    for (Node node : graph.nodes().values()) {
      Digest subject = node.subject();
      if (node.held() && subject != null) {
        hanging.computeIfAbsent(subject, digest -> new HashSet<>()).add(node.digest());
      }
    }
    var jobs = new ArrayList<Future<Set<Digest>>>();
    for (var entry : hanging.entrySet()) {
      jobs.add(crew.start(() -> listed(new ByDigest(to.repository(), entry.getKey()), entry.getValue())));
    }
    var listed = new HashSet<Digest>();
    for (Future<Set<Digest>> job : jobs) {
      listed.addAll(crew.await(job));
    }
    return listed;
  }

  /** In the index when there is one, for that costs nothing when there is none; else in the registry's own list. */
  private Set<Digest> listed(ByDigest subject, Set<Digest> wanted) throws RegistryException {
    var attached = new Attached(destination);
    var listed = new HashSet<Digest>();
    if (sight.mayHave(FallbackTag.of(subject).tag())) {
      attached.list(subject, Place.FALLBACK_TAG).entries().forEach(entry -> listed.add(entry.digest()));
    }
    if (!listed.containsAll(wanted)) {
      attached.list(subject, Place.REFERRERS_API).entries().forEach(entry -> listed.add(entry.digest()));
    }
    return listed;
  }

  /** Tags of families that hold another document than the source's, and cannot hold both. */
  private List<ByTag> occupied(Graph graph) throws RegistryException {
    var occupied = new ArrayList<ByTag>();
    for (FamilyNode family : graph.families()) {
      if (family.family().single()) {
        ByTag tag = family.tag(to.repository());
        Optional<Digest> there = sight.mayHave(tag.tag()) ? digestOf(tag) : Optional.empty();
        if (there.isPresent() && !there.get().equals(family.raw().digest())) {
          occupied.add(tag);
        }
      }
    }
    return occupied;
  }
}
