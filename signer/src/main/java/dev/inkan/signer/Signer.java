package dev.inkan.signer;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.bundle.Dsse;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.Claim;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.signer.key.SigningKey;
import dev.inkan.signer.publish.Artifact;
import dev.inkan.signer.publish.Publisher;
import dev.inkan.signer.publish.Shelf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Signs images with one key: a Sigstore bundle with an in-toto statement, hung on the image as cosign 3 does. Signing
 * the same claim again changes nothing.
 */
public final class Signer {
  private final SigningKey key;
  private final RegistryReader reader;
  private final Shelf shelf;
  private final Publisher publisher;

  public Signer(SigningKey key, RegistryReader reader, RegistryWriter writer) {
    this.key = key;
    this.reader = reader;
    this.shelf = new Shelf(reader, new SigstoreBundle());
    this.publisher = new Publisher(reader, writer);
  }

  /**
   * Signs a manifest or index, unless the same format, key and claim (digest and annotations) is there and holds.
   *
   * @param subject as it was resolved; it is in the repository
   * @param annotations what to claim of it besides
   * @param now what is written as the time of signing
   * @throws RegistryException when what is there could not be read, and then nothing was written; or what kept the
   *     signature from being written or read back
   */
  public Signed sign(Repository repository, RawManifest subject, Map<String, String> annotations, Instant now)
      throws RegistryException {
    return carryOut(repository, plan(repository, subject, annotations, now));
  }

  /**
   * Signs an index, everything that it lists, and everything below that, each with a claim of its own; children first,
   * so that the index is signed last. An image is signed alone.
   *
   * @throws RegistryException as {@link #sign}; when anything of the tree, or what hangs on it, could not be read,
   *     nothing was written
   */
  public List<Signed> signTree(Repository repository, RawManifest root, Map<String, String> annotations, Instant now)
      throws RegistryException {
    var signed = new ArrayList<Signed>();
    for (Plan plan : planTree(repository, root, annotations, now)) {
      signed.add(carryOut(repository, plan));
    }
    return signed;
  }

  /**
   * What {@link #sign} would do; only reads.
   *
   * @throws RegistryException when what is there could not be read
   */
  public Plan plan(Repository repository, RawManifest subject, Map<String, String> annotations, Instant now)
      throws RegistryException {
    Digest digest = subject.digest();
    Map<String, String> claimed = Map.copyOf(annotations);
    Shelf.Found found = shelf.find(
        new ByDigest(repository, digest), Statement.COSIGN_SIGN, there -> isSame(there, digest, claimed));
    RawManifest artifact = found.artifact();
    if (artifact == null) {
      Bytes bundle = envelope(digest, claimed);
      Artifact planned = Artifact.of(subject.descriptor(), bundle, Statement.COSIGN_SIGN, now);
      return new Plan.Write(digest, planned.manifest(), bundle, found.apiOffered());
    }
    return found.visible() ? new Plan.Nothing(digest, artifact.digest()) : new Plan.Mend(digest, artifact);
  }

  /** What {@link #signTree} would do, in its order; only reads. */
  public List<Plan> planTree(Repository repository, RawManifest root, Map<String, String> annotations, Instant now)
      throws RegistryException {
    var plans = new ArrayList<Plan>();
    for (RawManifest manifest : Tree.of(reader, repository, root)) {
      plans.add(plan(repository, manifest, annotations, now));
    }
    return plans;
  }

  /** The signature by itself: a bundle to be published by other means. */
  public Bytes envelope(Digest subject, Map<String, String> annotations) {
    Bytes payload = Statement.cosignSign(subject, annotations);
    Bytes signed = Dsse.preAuthentication(Statement.PAYLOAD_TYPE, payload);
    Bytes signature = key.sign(signed);
    // A fault while signing can give the key away, so what it made must not leave the process.
    if (!key.publicKey().verifies(signed, signature)) {
      throw new IllegalStateException("the key made a signature that does not hold");
    }
    var dsse = new Dsse(Statement.PAYLOAD_TYPE, payload, new Envelope.Signature(signature, null));
    return SigstoreBundle.write(key.publicKey(), dsse);
  }

  private Signed carryOut(Repository repository, Plan plan) throws RegistryException {
    var subject = new ByDigest(repository, plan.subject());
    return switch (plan) {
      case Plan.Write write -> new Signed.Published(
          plan.subject(),
          write.manifest().digest(),
          publisher.publish(subject, new Artifact(write.manifest(), write.bundle()), write.apiOffered()));
      case Plan.Mend mend -> {
        publisher.list(subject, mend.manifest(), true);
        yield new Signed.AlreadyThere(plan.subject(), mend.manifest().digest(), true);
      }
      case Plan.Nothing nothing -> new Signed.AlreadyThere(plan.subject(), nothing.artifact(), false);
    };
  }

  /** Whether that is a signature by this key that makes the same claim, and holds. */
  private boolean isSame(Envelope there, Digest subject, Map<String, String> annotations) {
    if (there.signatures().stream().noneMatch(s -> key.publicKey().verifies(there.signedBytes(), s.value()))) {
      return false;
    }
    try {
      Claim claim = Claims.read(there);
      return claim.type().equals(Statement.COSIGN_SIGN)
          && claim.isAbout(subject)
          && claim.annotations(subject).equals(annotations);
    } catch (MalformedEnvelope e) {
      return false;
    }
  }
}
