package dev.inkan.envelope.key;

import dev.inkan.registry.content.Bytes;
import java.util.List;

/** The mathematics of one kind of public key. */
sealed interface KeyMaterial permits EcPoint, RsaModulus, EdwardsPoint {

  String algorithm();

  List<SignatureAlgorithm> schemes();

  /**
   * Whether the signature holds under exactly that scheme, one of {@link #schemes}. Never throws on bad input.
   *
   * @param input what the scheme makes of the message
   */
  boolean holds(SignatureAlgorithm scheme, byte[] input, Bytes signature);
}
