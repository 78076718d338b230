package dev.inkan.signer.testing;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.signer.BundleStyle;
import dev.inkan.signer.Intent;
import dev.inkan.signer.Plan;
import dev.inkan.signer.SignatureStyle;
import dev.inkan.signer.Signed;
import dev.inkan.signer.Signer;
import dev.inkan.signer.SimpleSigningStyle;
import dev.inkan.signer.key.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A signer of one format. */
public final class OneSigner {
  /** What it calls every image. */
  public static final String NAME = "registry.example.com/team/app:v1";

  private final SignatureStyle style;
  private final Signer signer;

  private OneSigner(SignatureStyle style, RegistryReader reader, RegistryWriter writer) {
    this.style = style;
    this.signer = new Signer(List.of(style), reader, writer);
  }

  /** Of bundles. */
  public OneSigner(SigningKey key, RegistryReader reader, RegistryWriter writer) {
    this(new BundleStyle(key, reader), reader, writer);
  }

  /** Of {@code .sig} tags. */
  public static OneSigner ofTags(SigningKey key, RegistryReader reader, RegistryWriter writer) {
    return new OneSigner(new SimpleSigningStyle(key, reader), reader, writer);
  }

  public Signed sign(Repository repository, RawManifest subject, Map<String, String> annotations, Instant now)
      throws RegistryException {
    return signer.sign(repository, subject, new Intent(annotations, NAME, now)).getFirst();
  }

  public List<Signed> signTree(Repository repository, RawManifest root, Map<String, String> annotations, Instant now)
      throws RegistryException {
    return signer.signTree(repository, root, new Intent(annotations, NAME, now));
  }

  public Plan plan(Repository repository, RawManifest subject, Map<String, String> annotations, Instant now)
      throws RegistryException {
    return signer.plan(repository, subject, new Intent(annotations, NAME, now)).getFirst();
  }

  public List<Plan> planTree(Repository repository, RawManifest root, Map<String, String> annotations, Instant now)
      throws RegistryException {
    return signer.planTree(repository, root, new Intent(annotations, NAME, now));
  }

  public Bytes envelope(Digest subject, Map<String, String> annotations) {
    return style.detached(subject, new Intent(annotations, NAME, Workshop.NOW)).signature();
  }
}
