package dev.inkan.cli.keys;

import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.envelope.key.MalformedKey;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;

/** Public keys by reference. */
public final class PublicKeyFiles {
  private PublicKeyFiles() {}

  /**
   * Reads the public key that is named.
   *
   * @throws Failure UNUSABLE when it is not there, or is no public key that we accept
   */
  public static VerificationKey read(KeyReference reference, Surroundings surroundings) throws Failure {
    Bytes pem = reference.read(surroundings);
    try {
      return PublicKeys.parsePem(pem);
    } catch (MalformedKey e) {
      throw Failure.unusable(reference.shown() + ": " + e.getMessage());
    }
  }
}
