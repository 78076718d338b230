package dev.inkan.registry.copy;

import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be copied.
 *
 * @param nodes every manifest but those of families, by digest
 * @param referrers those nodes that were found hanging on another
 * @param families sorted by subject and suffix
 * @param notices what is not copied; sorted
 */
record Graph(
    Digest root, Map<Digest, Node> nodes, Set<Digest> referrers, List<FamilyNode> families, List<String> notices) {

  private static final long LARGE = 1L << 20;
  private static final Comparator<Descriptor> LARGE_FIRST =
      Comparator.comparingLong(blob -> blob.size() < LARGE ? 0 : -blob.size());

  Graph {
    nodes = Map.copyOf(nodes);
    referrers = Set.copyOf(referrers);
    families = families.stream()
        .sorted(Comparator.comparing(FamilyNode::subject).thenComparing(family -> family.family().suffix()))
        .toList();
    notices = notices.stream().sorted().distinct().toList();
  }

  Node node(Digest digest) {
    Node node = nodes.get(digest);
    if (node == null) {
      throw new IllegalArgumentException("not of this graph: " + digest);
    }
    return node;
  }

  /** The root first, then by digest. */
  List<Node> sorted() {
    return Stream.concat(
            Stream.of(node(root)),
            nodes.values().stream()
                .filter(node -> !node.digest().equals(root))
                .sorted(Comparator.comparing(Node::digest)))
        .toList();
  }

  /**
   * The blob that tells whether anything of the image is anywhere: the first config on the way down. Null when it has
   * none, being an index of nothing.
   */
  @Nullable Descriptor marker() {
    Node node = node(root);
    while (node.manifest() instanceof Manifest.Index index && !index.manifests().isEmpty()) {
      node = node(index.manifests().getFirst().digest());
    }
    return node.manifest() instanceof Manifest.Image image ? image.config() : null;
  }

  /**
   * Every blob once, of what the destination was not seen to have, in the order in which they are brought: the large
   * ones first, so that none is left alone in the end; then the image's own and those of its families, so that what
   * comes after them may begin.
   */
  List<Descriptor> blobs() {
    var blobs = new LinkedHashMap<Digest, Descriptor>();
    Stream.of(nodes(List.of(node(root))), families(true), families(false), nodes(sorted()))
        .flatMap(part -> part)
        .forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
    return blobs.values().stream().sorted(LARGE_FIRST).toList();
  }

  private static Stream<Descriptor> nodes(List<Node> some) {
    return some.stream().filter(node -> !node.held()).flatMap(node -> node.blobs().stream());
  }

  private Stream<Descriptor> families(boolean ofRoot) {
    return families.stream()
        .filter(family -> family.subject().equals(root) == ofRoot)
        .flatMap(family -> Node.blobs(family.image()).stream());
  }
}
