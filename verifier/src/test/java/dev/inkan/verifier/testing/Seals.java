package dev.inkan.verifier.testing;

import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.ContainerImage;
import dev.inkan.envelope.simplesigning.SimpleSigning;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.attached.AttachedWriter;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.util.List;
import java.util.Map;

/** Hangs things on images as cosign 3 does. */
public final class Seals {
  private Seals() {}

  /** Hangs a bundle on an image, where that registry lists what hangs there. */
  public static <R extends RegistryReader & RegistryWriter> RawManifest attach(
      R registry, Repository repository, RawManifest image, Bytes bundle) {
    return attach(registry, repository, image, SigstoreBundle.V03, bundle, Map.of());
  }

  /** Hangs anything on an image. */
  public static <R extends RegistryReader & RegistryWriter> RawManifest attach(
      R registry,
      Repository repository,
      RawManifest image,
      MediaType type,
      Bytes content,
      Map<String, String> annotations) {
    try {
      RawManifest artifact =
          TestImages.artifact(registry, repository, image.descriptor(), type, content, annotations);
      var ignored = new AttachedWriter(registry, registry).publish(repository, artifact);
      return artifact;
    } catch (RegistryException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs an image plainly and hangs the signature on it. */
  public static <R extends RegistryReader & RegistryWriter> RawManifest sign(
      R registry, Repository repository, RawManifest image, TestSigner signer) {
    return attach(registry, repository, image, signer.bundle(image.digest()));
  }

  /** Signs an image as cosign 2 does, beside what others have put under its {@code .sig} tag. */
  public static <R extends RegistryReader & RegistryWriter> void signTag(
      R registry, Repository repository, RawManifest image, TestSigner signer, Map<String, String> annotations) {
    Bytes payload = ContainerImage.cosign(repository.toString(), image.digest(), annotations);
    addLayer(registry, new ByDigest(repository, image.digest()), payload, signer.sign(payload));
  }

  /** Puts any payload with any signature under a {@code .sig} tag. */
  public static <R extends RegistryReader & RegistryWriter> void addLayer(
      R registry, ByDigest image, Bytes payload, Bytes signature) {
    Descriptor layer = SimpleSigning.layer(payload, signature);
    try {
      registry.pushBlob(image.repository(), layer, payload::newInputStream);
      var ignored = new AttachedWriter(registry, registry).append(image, SimpleSigning.TAG_SUFFIX, List.of(layer));
    } catch (RegistryException e) {
      throw new IllegalStateException(e);
    }
  }
}
