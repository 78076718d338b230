package dev.inkan.signer;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Repository;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How signatures of one format are made by one key, and found again. A new format is one implementation of this. */
public interface SignatureStyle {

  /** The format's name. */
  String format();

  /**
   * What signing a manifest or index would write; only reads.
   *
   * @param subject as it was resolved; it is in the repository
   * @throws RegistryException when what is there could not be read; REFUSED when it is in the way
   */
  Plan plan(Repository repository, RawManifest subject, Intent intent) throws RegistryException;

  /** The signature by itself, to be published by other means. */
  Detached detached(Digest subject, Intent intent);

  /**
   * A signature that is not published.
   *
   * @param signature a file of the format: a bundle, or a signature in base64
   * @param signedPayload what it is over, where the file does not hold it; else null
   */
  record Detached(Bytes signature, @Nullable Bytes signedPayload) {
    public Optional<Bytes> payload() {
      return Optional.ofNullable(signedPayload);
    }
  }
}
