package dev.inkan.verifier.testing;

import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.attached.AttachedWriter;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
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
}
