package dev.inkan.registry.copy;

import dev.inkan.registry.attached.FamilyTag;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;

/** The manifest under a family's tag of one of the graph's manifests. */
record FamilyNode(Digest subject, Family family, RawManifest raw, Manifest.Image image) {

  ByTag tag(Repository repository) {
    return FamilyTag.of(new ByDigest(repository, subject), family.suffix()).orElseThrow();
  }
}
