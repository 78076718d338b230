package dev.inkan.signer;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.Claim;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.envelope.claim.ContainerImage;
import dev.inkan.envelope.simplesigning.SimpleSigning;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.signer.publish.Artifact;
import dev.inkan.signer.publish.FamilyShelf;
import dev.inkan.signer.publish.Shelf;
import java.time.Instant;
import java.util.Optional;

/**
 * Publishes signatures that were made elsewhere, byte for byte as they came. Looks at what they are about and not whose
 * they are: that is for whoever verifies. Attaching again changes nothing.
 */
public final class Attacher {
  private final Shelf shelf;
  private final FamilyShelf tagShelf;
  private final Execution execution;

  public Attacher(RegistryReader reader, RegistryWriter writer) {
    this.shelf = new Shelf(reader, new SigstoreBundle());
    this.tagShelf = new FamilyShelf(reader, new SimpleSigning(), SimpleSigning.TAG_SUFFIX);
    this.execution = new Execution(reader, writer);
  }

  /**
   * Hangs a Sigstore bundle on a manifest or index: a signature, or another statement about it.
   *
   * @param subject as it was resolved; it is in the repository
   * @param now what is written as the time of attaching
   * @throws UnusableSignature when it is no bundle of v0.3, or says nothing about that digest; nothing is written
   * @throws RegistryException when what is there could not be read, and then nothing was written; or what kept it from
   *     being written or read back
   */
  public Signed bundle(Repository repository, RawManifest subject, Bytes bundle, Instant now)
      throws UnusableSignature, RegistryException {
    var format = new SigstoreBundle();
    Envelope envelope = open(format.name(), () -> format.open(Descriptor.of(SigstoreBundle.V03, bundle), bundle));
    if (!SigstoreBundle.isV03(envelope)) {
      throw new UnusableSignature("a bundle older than v0.3, which cosign would not read there: cosign bundle upgrade");
    }
    Digest digest = subject.digest();
    Claim claim = about(digest, envelope);
    Shelf.Found found =
        shelf.find(new ByDigest(repository, digest), claim.type(), there -> isSame(there, envelope));
    RawManifest artifact = found.artifact();
    if (artifact == null) {
      RawManifest manifest = Artifact.of(subject.descriptor(), bundle, claim.type(), now).manifest();
      return execution.carryOut(
          repository, new Plan.Write(format.name(), digest, manifest, bundle, found.apiOffered()));
    }
    return execution.carryOut(
        repository,
        found.visible()
            ? new Plan.Nothing(format.name(), digest, artifact.digest())
            : new Plan.Mend(format.name(), digest, artifact));
  }

  /**
   * Puts a simple signing signature under the {@code .sig} tag of a manifest or index.
   *
   * @param payload what is signed
   * @throws UnusableSignature when the payload is none that counts as a signature, or is about another digest; nothing
   *     is written
   * @throws RegistryException as {@link #bundle}
   */
  public Signed simpleSigning(Repository repository, RawManifest subject, Bytes payload, Bytes signature)
      throws UnusableSignature, RegistryException {
    var format = new SimpleSigning();
    Descriptor layer = SimpleSigning.layer(payload, signature);
    Envelope envelope = open(format.name(), () -> format.open(layer, payload));
    Digest digest = subject.digest();
    Claim claim = about(digest, envelope);
    if (!claim.type().equals(ContainerImage.COSIGN)) {
      throw new UnusableSignature(
          "the payload's type is " + Printable.quoted(claim.type()) + ", which is no signature to any reader there");
    }
    Optional<Digest> there = tagShelf.find(
        new ByDigest(repository, digest), layer.digest(), other -> isSame(other, envelope));
    return execution.carryOut(
        repository,
        there.isPresent()
            ? new Plan.Nothing(format.name(), digest, there.get())
            : new Plan.Append(format.name(), digest, SimpleSigning.TAG_SUFFIX, layer, payload));
  }

  @FunctionalInterface
  private interface Opening {
    Envelope open() throws MalformedEnvelope;
  }

  private static Envelope open(String format, Opening opening) throws UnusableSignature {
    try {
      return opening.open();
    } catch (MalformedEnvelope e) {
      throw new UnusableSignature("no signature of the format " + format + ": " + e.getMessage(), e);
    }
  }

  private static Claim about(Digest digest, Envelope envelope) throws UnusableSignature {
    Claim claim;
    try {
      claim = Claims.read(envelope);
    } catch (MalformedEnvelope e) {
      throw new UnusableSignature("what is signed says nothing about an image: " + e.getMessage(), e);
    }
    if (!claim.isAbout(digest)) {
      throw new UnusableSignature("it is not about " + digest + ": it was made for another image");
    }
    return claim;
  }

  private static boolean isSame(Envelope there, Envelope wanted) {
    return there.signedBytes().equals(wanted.signedBytes()) && there.signatures().equals(wanted.signatures());
  }
}
