package dev.inkan.registry.copy;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.attached.AttachedWriter;
import dev.inkan.registry.attached.FamilyTag;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Images with things that hang on them, and how they are copied. */
final class Freight {
  static final MediaType BUNDLE = new MediaType("application/vnd.dev.sigstore.bundle.v0.3+json");
  static final MediaType SBOM = new MediaType("application/spdx+json");
  static final MediaType SIMPLE_SIGNING = new MediaType("application/vnd.dev.cosign.simplesigning.v1+json");
  static final List<Family> FAMILIES = List.of(Family.ofLayers("sig"), Family.ofLayers("att"), Family.ofOne("sbom"));
  static final CopyOptions OPTIONS = new CopyOptions(FAMILIES, 6, false);

  private Freight() {}

  /** A config and five layers under a tag. */
  static RawManifest image(RegistryWriter writer, ByTag tag) throws RegistryException {
    var layers = new ArrayList<Descriptor>();
    for (int i = 0; i < 5; i++) {
      layers.add(TestImages.pushBlob(
          writer, tag.repository(), MediaType.OCI_LAYER_GZIP, Bytes.utf8("layer " + i + " of " + tag.tag())));
    }
    Bytes config = Bytes.utf8("{\"architecture\":\"amd64\",\"os\":\"linux\",\"of\":\"" + tag.tag() + "\"}");
    Descriptor described = TestImages.pushBlob(writer, tag.repository(), MediaType.OCI_CONFIG, config);
    RawManifest image = TestImages.manifest(described, layers, null, null, Map.of());
    writer.pushTag(tag, image, new RegistryWriter.Expected.Anything());
    return image;
  }

  /** Hangs an artifact on a manifest, as the registry needs it. */
  static RawManifest hang(MemoryRegistry registry, Repository repository, RawManifest on, MediaType type, String content)
      throws RegistryException {
    RawManifest artifact = TestImages.artifact(
        registry, repository, on.descriptor(), type, Bytes.utf8(content), Map.of("org.example.of", content));
    new AttachedWriter(registry, registry, attempt -> {}).publish(repository, artifact);
    return artifact;
  }

  /** Adds a layer to the family of a manifest. */
  static RawManifest sign(MemoryRegistry registry, Repository repository, RawManifest image, String suffix, String payload)
      throws RegistryException {
    Descriptor blob = TestImages.pushBlob(registry, repository, SIMPLE_SIGNING, Bytes.utf8(payload));
    var layer = new Descriptor(
        blob.mediaType(), blob.digest(), blob.size(), null, Map.of("dev.cosignproject.cosign/signature", payload), null);
    var subject = new ByDigest(repository, image.digest());
    new AttachedWriter(registry, registry, attempt -> {}).append(subject, suffix, List.of(layer));
    return registry.resolve(family(repository, image, suffix));
  }

  static ByTag family(Repository repository, RawManifest image, String suffix) {
    return FamilyTag.of(new ByDigest(repository, image.digest()), suffix).orElseThrow();
  }

  /** An image with a bundle, an SBOM, and one signature under its {@code .sig} tag. */
  static RawManifest laden(MemoryRegistry registry, ByTag tag) throws RegistryException {
    RawManifest image = image(registry, tag);
    hang(registry, tag.repository(), image, BUNDLE, "a bundle");
    hang(registry, tag.repository(), image, SBOM, "an SBOM");
    sign(registry, tag.repository(), image, "sig", "a payload");
    return image;
  }

  /** Plans, transfers and tags as a command does. */
  static <S extends RegistryReader, D extends RegistryReader & RegistryWriter> Copied copy(
      S source, ByTag from, D destination, ByTag to) throws RegistryException {
    var copier = new Copier(source, destination, destination, OPTIONS, CopyListener.none());
    return copy(copier, from, to);
  }

  static Copied copy(Copier copier, ByTag from, ByTag to) throws RegistryException {
    CopyPlan plan = copier.plan(from, new Target(to.repository(), to.tag()));
    Copied copied = copier.transfer(plan);
    copier.tag(plan, new RegistryWriter.Expected.Absent());
    return copied;
  }
}
