package dev.inkan.registry.copy;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Listing;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One plan in the making: the source is read while the destination is looked at. */
final class Planning {
  private static final Duration WHOLE_RUN = Duration.ofDays(365);

  private final Origin from;
  private final Target to;
  private final RegistryWriter writer;
  private final CopyOptions options;
  private final Crew crew;
  private final Sight sight = new Sight(Sight.FRESH);
  private final View source;
  private final View destination;

  Planning(
      Origin from,
      Target to,
      RegistryReader source,
      RegistryReader reader,
      RegistryWriter writer,
      CopyOptions options,
      Crew crew)
      throws RegistryException {
    this.from = from;
    this.to = to;
    this.writer = writer;
    this.options = options;
    this.crew = crew;
    var sourceSight = new Sight(WHOLE_RUN);
    this.source = new View(source, sourceSight, crew, crew.start(() -> tagsOfSource(source, sourceSight)));
    this.destination = new View(reader, sight, crew, crew.start(() -> tagsOfDestination(reader)));
  }

  CopyPlan plan() throws RegistryException {
    Future<Optional<Digest>> tagged = crew.start(this::tagged);
    if (from.repository().equals(to.repository())) {
      return new CopyPlan(from, to, rootAlone(), standing(tagged, true, Set.of(), List.of()));
    }
    Future<Boolean> repeat = crew.start(() -> isRepeat(crew.await(tagged)));
    Future<Boolean> begunImage = crew.start(() -> crew.await(repeat) || isBegun(markerOfRoot()));
    var nearest = new Nearest(source, destination, to.repository(), crew, repeat);
    Graph graph = new GraphReader(nearest, from.repository(), options.families(), crew).read(from.root(), repeat);
    boolean begun = crew.await(begunImage) || isBegun(graph.marker());
    Set<Digest> listed = crew.await(repeat) ? listed(graph) : Set.of();
    return new CopyPlan(from, to, graph, standing(tagged, begun, listed, occupied(graph)));
  }

  private Standing standing(Future<Optional<Digest>> tagged, boolean begun, Set<Digest> listed, List<ByTag> occupied)
      throws RegistryException {
    return new Standing(crew.await(tagged).orElse(null), begun, listed, occupied, sight);
  }

  private Graph rootAlone() throws RegistryException {
    var root = new Node(from.root(), parseRoot(), true);
    return new Graph(root.digest(), Map.of(root.digest(), root), Set.of(), List.of(), List.of());
  }

  private Manifest parseRoot() throws RegistryException {
    try {
      return from.root().parse();
    } catch (MalformedContent e) {
      throw new RegistryException(
          Kind.INTEGRITY,
          "read " + from.root().digest(),
          from.repository().host(),
          "the manifest is malformed: " + e.getMessage());
    }
  }

  /**
   * One list for all tags that are made of a digest. What a source cannot list is asked for one by one; so it is when
   * its list lacks the very tag that was just read.
   */
  private boolean tagsOfSource(RegistryReader reader, Sight seen) throws RegistryException {
    try {
      var tags = new HashSet<>(crew.ask(() -> reader.tags(from.repository())));
      if (from.tag() == null || tags.contains(from.tag())) {
        seen.tags(tags);
      }
      return true;
    } catch (RegistryException e) {
      return false;
    }
  }

  private boolean tagsOfDestination(RegistryReader reader) throws RegistryException {
    try {
      sight.tags(new HashSet<>(crew.ask(() -> reader.tags(to.repository()))));
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

  private boolean isRepeat(Optional<Digest> tagged) throws RegistryException {
    if (to.tag() != null) {
      return tagged.isPresent() && tagged.get().equals(from.root().digest());
    }
    try {
      destination.manifest(new ByDigest(to.repository(), from.root().digest()));
      return true;
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** Known before anything else is read when the image is no index. */
  private @Nullable Descriptor markerOfRoot() throws RegistryException {
    return parseRoot() instanceof Manifest.Image image ? image.config() : null;
  }

  private boolean isBegun(@Nullable Descriptor marker) throws RegistryException {
    boolean mounts = from.repository().host().equals(to.repository().host());
    return marker != null && !mounts && crew.ask(() -> writer.hasBlob(to.repository(), marker));
  }

  /** What the destination lists of what hangs on manifests that it has. */
  private Set<Digest> listed(Graph graph) throws RegistryException {
    var subjects = new HashSet<Digest>();
    for (Node node : graph.nodes().values()) {
      Digest subject = node.subject();
      if (node.held() && subject != null) {
        subjects.add(subject);
      }
    }
    var jobs = new ArrayList<Future<List<Descriptor>>>();
    for (Digest subject : subjects) {
      jobs.add(crew.start(() -> listed(new ByDigest(to.repository(), subject))));
    }
    var listed = new HashSet<Digest>();
    for (Future<List<Descriptor>> job : jobs) {
      crew.await(job).forEach(entry -> listed.add(entry.digest()));
    }
    return listed;
  }

  /** Where a reader of the destination looks: the registry's own list, or else the index. */
  private List<Descriptor> listed(ByDigest subject) throws RegistryException {
    var attached = new Attached(destination);
    Listing own = attached.list(subject, Place.REFERRERS_API);
    return own.offered() ? own.entries() : attached.list(subject, Place.FALLBACK_TAG).entries();
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
