package dev.inkan.signer;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.claim.Claim;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.signer.key.SigningKey;
import java.util.function.Predicate;

/** What a key leaves on bytes. */
final class Imprint {
  private final SigningKey key;

  Imprint(SigningKey key) {
    this.key = key;
  }

  VerificationKey key() {
    return key.publicKey();
  }

  /** A signature that holds. */
  Bytes over(Bytes message) {
    Bytes signature = key.sign(message);
    // A fault while signing can give the key away, so what it made must not leave the process.
    if (!key.publicKey().verifies(message, signature)) {
      throw new IllegalStateException("the key made a signature that does not hold");
    }
    return signature;
  }

  /** Whether that is a signature by this key, which holds, and makes such a claim about the digest. */
  boolean isOn(Envelope there, Digest subject, String claimType, Predicate<Claim> same) {
    if (there.signatures().stream().noneMatch(s -> key.publicKey().verifies(there.signedBytes(), s.value()))) {
      return false;
    }
    try {
      Claim claim = Claims.read(there);
      return claim.type().equals(claimType) && claim.isAbout(subject) && same.test(claim);
    } catch (MalformedEnvelope e) {
      return false;
    }
  }
}
