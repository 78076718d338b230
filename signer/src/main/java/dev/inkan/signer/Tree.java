package dev.inkan.signer;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An index and everything below it, read and proven before anything is done with it. */
final class Tree {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_MANIFESTS = 1000;

  private final RegistryReader reader;
  private final Repository repository;
  private final Map<Digest, RawManifest> manifests = new LinkedHashMap<>();

  private Tree(RegistryReader reader, Repository repository) {
    this.reader = reader;
    this.repository = repository;
  }

  /**
   * Every manifest of the tree once, children before the index that lists them, the root last.
   *
   * @throws RegistryException TOO_LARGE beyond 8 levels or 1000 manifests; INTEGRITY when an index is malformed or a
   *     child is not what its index says; NOT_FOUND when a child is missing; else what kept one from being read
   */
  static List<RawManifest> of(RegistryReader reader, Repository repository, RawManifest root)
      throws RegistryException {
    var tree = new Tree(reader, repository);
    tree.add(root, 1);
    return List.copyOf(tree.manifests.values());
  }

  private void add(RawManifest manifest, int depth) throws RegistryException {
    if (manifest.mediaType().isIndex()) {
      if (depth > MAX_DEPTH) {
        throw failure(Kind.TOO_LARGE, manifest.digest(), "the index is nested more than " + MAX_DEPTH + " levels deep");
      }
      for (Descriptor child : children(manifest)) {
        if (!manifests.containsKey(child.digest())) {
          add(child(child), depth + 1);
        }
      }
    }
    if (manifests.size() == MAX_MANIFESTS) {
      throw failure(Kind.TOO_LARGE, manifest.digest(), "the index lists more than " + MAX_MANIFESTS + " manifests");
    }
    manifests.put(manifest.digest(), manifest);
  }

  private List<Descriptor> children(RawManifest index) throws RegistryException {
    try {
      return index.parse() instanceof Manifest.Index parsed ? parsed.manifests() : List.of();
    } catch (MalformedContent e) {
      throw failure(Kind.INTEGRITY, index.digest(), "the index is malformed: " + e.getMessage());
    }
  }

  private RawManifest child(Descriptor listed) throws RegistryException {
    RawManifest child = reader.manifest(new ByDigest(repository, listed.digest()));
    if (!child.descriptor().isSameContent(listed)) {
      throw failure(Kind.INTEGRITY, listed.digest(), "it has another size or media type than its index says");
    }
    return child;
  }

  private RegistryException failure(Kind kind, Digest digest, String detail) {
    return new RegistryException(kind, "read " + digest, repository.host(), detail);
  }
}
