package dev.inkan.signer;

import dev.inkan.envelope.claim.ContainerImage;
import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.simplesigning.SimpleSigning;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.signer.key.SigningKey;
import dev.inkan.signer.publish.FamilyShelf;
import java.util.Optional;

/** A simple signing payload under the {@code .sig} tag, as cosign 2 and podman write it. */
public final class SimpleSigningStyle implements SignatureStyle {
  private final Imprint imprint;
  private final FamilyShelf shelf;

  public SimpleSigningStyle(SigningKey key, RegistryReader reader) {
    this.imprint = new Imprint(key);
    this.shelf = new FamilyShelf(reader, new SimpleSigning(), SimpleSigning.TAG_SUFFIX);
  }

  @Override
  public String format() {
    return SimpleSigning.NAME;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the intent has no name for the image
   */
  @Override
  public Plan plan(Repository repository, RawManifest subject, Intent intent) throws RegistryException {
    Digest digest = subject.digest();
    Bytes payload = payload(digest, intent);
    Optional<Digest> there = shelf.find(
        new ByDigest(repository, digest),
        Digest.sha256(payload),
        envelope -> imprint.isOn(envelope, digest, ContainerImage.COSIGN, claim ->
            claim.annotations(digest).equals(intent.annotations())
                && claim.imageName().equals(Optional.of(intent.imageName()))));
    return there.isPresent()
        ? new Plan.Nothing(format(), digest, there.get())
        : new Plan.Append(
            format(),
            digest,
            SimpleSigning.TAG_SUFFIX,
            SimpleSigning.layer(payload, imprint.over(payload)),
            payload);
  }

  @Override
  public Detached detached(Digest subject, Intent intent) {
    Bytes payload = payload(subject, intent);
    return new Detached(Bytes.utf8(Base64Text.encode(imprint.over(payload))), payload);
  }

  private static Bytes payload(Digest subject, Intent intent) {
    if (intent.imageName().isBlank()) {
      throw new IllegalArgumentException("a payload of this format names the image");
    }
    return ContainerImage.cosign(intent.imageName(), subject, intent.annotations());
  }
}
