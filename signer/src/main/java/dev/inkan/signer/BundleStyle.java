package dev.inkan.signer;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.bundle.Dsse;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.signer.key.SigningKey;
import dev.inkan.signer.publish.Artifact;
import dev.inkan.signer.publish.Shelf;
import java.util.Map;

/** A Sigstore bundle with an in-toto statement, hung on the image as cosign 3 does. */
public final class BundleStyle implements SignatureStyle {
  private final Imprint imprint;
  private final Shelf shelf;

  public BundleStyle(SigningKey key, RegistryReader reader) {
    this.imprint = new Imprint(key);
    this.shelf = new Shelf(reader, new SigstoreBundle());
  }

  @Override
  public String format() {
    return SigstoreBundle.NAME;
  }

  @Override
  public Plan plan(Repository repository, RawManifest subject, Intent intent) throws RegistryException {
    Digest digest = subject.digest();
    Shelf.Found found = shelf.find(
        new ByDigest(repository, digest),
        Statement.COSIGN_SIGN,
        there -> imprint.isOn(there, digest, Statement.COSIGN_SIGN, claim ->
            claim.annotations(digest).equals(intent.annotations())));
    RawManifest artifact = found.artifact();
    if (artifact == null) {
      Bytes bundle = bundle(digest, intent.annotations());
      Artifact planned = Artifact.of(subject.descriptor(), bundle, Statement.COSIGN_SIGN, intent.now());
      return new Plan.Write(format(), digest, planned.manifest(), bundle, found.apiOffered());
    }
    return found.visible()
        ? new Plan.Nothing(format(), digest, artifact.digest())
        : new Plan.Mend(format(), digest, artifact);
  }

  @Override
  public Detached detached(Digest subject, Intent intent) {
    return new Detached(bundle(subject, intent.annotations()), null);
  }

  private Bytes bundle(Digest subject, Map<String, String> annotations) {
    Bytes payload = Statement.cosignSign(subject, annotations);
    Bytes signature = imprint.over(Dsse.preAuthentication(Statement.PAYLOAD_TYPE, payload));
    var dsse = new Dsse(Statement.PAYLOAD_TYPE, payload, new Envelope.Signature(signature, null));
    return SigstoreBundle.write(imprint.key(), dsse);
  }
}
