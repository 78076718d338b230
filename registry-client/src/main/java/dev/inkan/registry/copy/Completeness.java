package dev.inkan.registry.copy;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Listing;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether the destination lists all that was copied, where readers look for it. */
final class Completeness {
  private final Graph graph;
  private final Repository repository;
  private final Attached attached;

  Completeness(CopyPlan plan, RegistryReader destination, CopyOptions options) {
    this.graph = plan.graph();
    this.repository = plan.target().repository();
    this.attached = new Attached(destination, options.suffixes());
  }

  void check() throws RegistryException {
    var hanging = new TreeMap<Digest, Set<Digest>>();
    for (Node node : graph.sorted()) {
      Digest subject = node.subject();
      if (subject != null && graph.nodes().containsKey(subject)) {
        hanging.computeIfAbsent(subject, digest -> new TreeSet<>()).add(node.digest());
      }
    }
    for (var entry : hanging.entrySet()) {
      requireAll(entry.getKey(), entry.getValue(), listed(entry.getKey()));
    }
    for (FamilyNode family : graph.families()) {
      check(family);
    }
  }

  private Set<Digest> listed(Digest subject) throws RegistryException {
    var there = new ByDigest(repository, subject);
    Listing own = attached.list(there, Place.REFERRERS_API);
    Listing listing = own.offered() ? own : attached.list(there, Place.FALLBACK_TAG);
    var digests = new HashSet<Digest>();
    listing.entries().forEach(entry -> digests.add(entry.digest()));
    return digests;
  }

  private void check(FamilyNode family) throws RegistryException {
    Place place = Place.family(family.family().suffix());
    var layers = new HashSet<Digest>();
    for (RawManifest there : attached.list(new ByDigest(repository, family.subject()), place).contents().values()) {
      layersOf(there).forEach(layer -> layers.add(layer.digest()));
    }
    var wanted = new TreeSet<Digest>();
    family.image().layers().forEach(layer -> wanted.add(layer.digest()));
    requireAll(family.subject(), wanted, layers);
  }

  private static List<Descriptor> layersOf(RawManifest manifest) {
    try {
      return manifest.parse() instanceof Manifest.Image image ? image.layers() : List.of();
    } catch (MalformedContent e) {
      return List.of();
    }
  }

  private void requireAll(Digest subject, Set<Digest> wanted, Set<Digest> there) throws RegistryException {
    var missing = new TreeSet<>(wanted);
    missing.removeAll(there);
    if (!missing.isEmpty()) {
      throw new RegistryException(
          Kind.PROTOCOL,
          "list what hangs on " + subject,
          repository.host(),
          "it took " + missing.first() + " and does not list it, so nobody would find it: try again, or ask the "
              + "registry's operator");
    }
  }
}
