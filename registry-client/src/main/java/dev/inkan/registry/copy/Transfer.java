package dev.inkan.registry.copy;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.RegistryWriter.SubjectListing;
import dev.inkan.registry.attached.AttachedWriter;
import dev.inkan.registry.attached.AttachedWriter.Clash;
import dev.inkan.registry.attached.AttachedWriter.Pause;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Writes everything but the tag. Whatever names something goes after it: a manifest after its blobs and children, a
 * referrer after its subject, an index of referrers after them.
 */
final class Transfer {
  private final CopyPlan plan;
  private final Graph graph;
  private final Repository to;
  private final View destination;
  private final RegistryWriter writer;
  private final AttachedWriter attached;
  private final BlobTransfer blobs;
  private final CopyOptions options;
  private final Crew crew;
  private final Tally tally;
  private final Map<Digest, Future<SubjectListing>> nodes = new HashMap<>();

  Transfer(
      CopyPlan plan,
      RegistryReader source,
      RegistryReader reader,
      RegistryWriter writer,
      CopyOptions options,
      Crew crew,
      Tally tally) {
    this.plan = plan;
    this.graph = plan.graph();
    this.to = plan.target().repository();
    this.destination = new View(reader, plan.standing().sight(), crew, CompletableFuture.completedFuture(true));
    this.writer = new PacedWriter(writer, crew);
    Pause pause = plan.standing().sight().isOfNothing() ? Pause.random().untilContended() : Pause.random();
    this.attached = new AttachedWriter(destination, this.writer, pause);
    this.blobs = new BlobTransfer(plan, source, writer, crew, tally);
    this.options = options;
    this.crew = crew;
    this.tally = tally;
  }

  void run() throws RegistryException {
    var jobs = new ArrayList<Future<?>>();
    if (!plan.standing().begun()) {
      Descriptor marker = graph.marker();
      if (!plan.mounts() && marker != null) {
        blobs.begin(marker);
      }
      for (Descriptor blob : graph.blobs()) {
        jobs.add(blobs.bring(blob));
      }
    }
    for (Node node : graph.sorted()) {
      jobs.add(push(node.digest()));
    }
    for (Map.Entry<Digest, List<Node>> hanging : hanging().entrySet()) {
      jobs.add(crew.start(() -> list(hanging.getValue())));
    }
    for (FamilyNode family : graph.families()) {
      jobs.add(crew.start(() -> write(family)));
    }
    crew.awaitAll(jobs);
  }

  /** Everything with a subject, by subject: referrers, and children that hang on something as well. */
  private Map<Digest, List<Node>> hanging() {
    var bySubject = new TreeMap<Digest, List<Node>>();
    for (Node node : graph.sorted()) {
      Digest subject = node.subject();
      if (subject != null) {
        bySubject.computeIfAbsent(subject, digest -> new ArrayList<>()).add(node);
      }
    }
    return bySubject;
  }

  /** Starts to push a manifest, unless that was done before. */
  private Future<SubjectListing> push(Digest digest) throws RegistryException {
    synchronized (nodes) {
      Future<SubjectListing> job = nodes.get(digest);
      if (job == null) {
        job = crew.start(() -> push(graph.node(digest)));
        nodes.put(digest, job);
      }
      return job;
    }
  }

  private SubjectListing push(Node node) throws RegistryException {
    boolean there = node.held() || (plan.standing().begun() && !plan.mounts() && isThere(node.digest()));
    if (!there) {
      blobs.bringAll(node.blobs());
    }
    for (Descriptor child : node.children()) {
      crew.await(push(child.digest()));
    }
    Digest subject = node.subject();
    if (subject != null && graph.nodes().containsKey(subject)) {
      crew.await(push(subject));
    }
    if (there && (subject == null || plan.standing().listed().contains(node.digest()))) {
      tally.present();
      return SubjectListing.BY_REGISTRY;
    }
    SubjectListing listing = despiteMissing(node.blobs(), () -> writer.pushManifest(to, node.raw()));
    tally.pushed(node.digest());
    return listing;
  }

  private boolean isThere(Digest manifest) throws RegistryException {
    try {
      destination.manifest(new ByDigest(to, manifest));
      return true;
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** A registry may have said that it holds a blob and not hold it: then it is sent after all, once. */
  private <T> T despiteMissing(Collection<Descriptor> content, Crew.Work<T> write) throws RegistryException {
    try {
      return write.run();
    } catch (RegistryException e) {
      boolean misses = e.kind() == Kind.NOT_FOUND || (e.kind() == Kind.PROTOCOL && e.status().orElse(0) == 400);
      if (!misses || content.isEmpty()) {
        throw e;
      }
      blobs.bringAgain(content);
      return write.run();
    }
  }

  /** One update of the index for all that the registry does not list itself. */
  private boolean list(List<Node> hanging) throws RegistryException {
    var unlisted = new ArrayList<RawManifest>();
    for (Node node : hanging) {
      if (crew.await(push(node.digest())) == SubjectListing.BY_WRITER) {
        unlisted.add(node.raw());
      }
    }
    return !unlisted.isEmpty() && attached.mendAll(to, unlisted);
  }

  private boolean write(FamilyNode node) throws RegistryException {
    crew.await(push(node.subject()));
    boolean changed = despiteMissing(Node.blobs(node.image()), () -> attached.bring(
        new ByDigest(to, node.subject()), node.family().suffix(), node.raw(), clash(node.family()), blobs::bringAll));
    tally.family(changed);
    return changed;
  }

  private Clash clash(Family family) {
    return !family.single() ? Clash.JOIN : options.overwrite() ? Clash.REPLACE : Clash.REFUSE;
  }
}
