package dev.inkan.signer.key;

import dev.inkan.envelope.key.MalformedKey;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;

/** The public half of a private key; what is not accepted for verifying is not accepted for signing. */
final class PublicHalf {
  private PublicHalf() {}

  static VerificationKey of(Bytes spki) throws UnusableKey {
    try {
      return PublicKeys.parseDer(spki);
    } catch (MalformedKey e) {
      throw new UnusableKey(String.valueOf(e.getMessage()), e);
    }
  }
}
