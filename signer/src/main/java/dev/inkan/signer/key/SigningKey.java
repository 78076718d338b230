package dev.inkan.signer.key;

import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;

/** A private key that signs; the key itself never comes out. */
public interface SigningKey {

  /** Its public half. */
  VerificationKey publicKey();

  /** A signature over {@code message} under the first of the public key's schemes, which every verifier accepts. */
  Bytes sign(Bytes message);
}
