package dev.inkan.registry.copy;

import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.util.List;
import java.util.Optional;

/** Everything that is to be copied, read and proven, and what the destination has of it. Nothing is written yet. */
public final class CopyPlan {
  private final Origin origin;
  private final Target target;
  private final Graph graph;
  private final Standing standing;

  CopyPlan(Origin origin, Target target, Graph graph, Standing standing) {
    this.origin = origin;
    this.target = target;
    this.graph = graph;
    this.standing = standing;
  }

  public Origin origin() {
    return origin;
  }

  public Target target() {
    return target;
  }

  /** What the destination's tag names now; empty when there is no such tag, or none was asked for. */
  public Optional<Digest> tagged() {
    return Optional.ofNullable(standing.tagged());
  }

  /** Whether the destination's tag names the image already. */
  public boolean isTagged() {
    return origin.root().digest().equals(standing.tagged());
  }

  /** Whether source and destination are one repository, so that there is nothing to do but to tag. */
  public boolean isWithinRepository() {
    return origin.repository().equals(target.repository());
  }

  /** Whether blobs are mounted rather than sent. */
  public boolean mounts() {
    return !isWithinRepository() && origin.repository().host().equals(target.repository().host());
  }

  /** The image, its children, and what hangs on any of them, each once; sorted by digest, the image first. */
  public List<RawManifest> manifests() {
    return graph.sorted().stream().map(Node::raw).toList();
  }

  /** Those that the destination was seen to have. */
  public List<Digest> present() {
    return graph.sorted().stream().filter(Node::held).map(Node::digest).toList();
  }

  /** Those that hang on another of them. */
  public List<ByDigest> referrers() {
    return graph.sorted().stream()
        .filter(node -> graph.referrers().contains(node.digest()))
        .map(node -> new ByDigest(origin.repository(), node.digest()))
        .toList();
  }

  /** The source's tags of families that are copied. */
  public List<ByTag> families() {
    return graph.families().stream().map(family -> family.tag(origin.repository())).toList();
  }

  /** The destination's tags that hold another document than the source's, and give way only when told to. */
  public List<ByTag> occupied() {
    return standing.occupied();
  }

  /** Every blob once, those of manifests that the destination has left out; in the order in which they are brought. */
  public List<Descriptor> blobs() {
    return graph.blobs();
  }

  /** What was strange at the source and is not copied, for a person to read; printable. */
  public List<String> notices() {
    return graph.notices();
  }

  Graph graph() {
    return graph;
  }

  Standing standing() {
    return standing;
  }
}
