package dev.inkan.gate.policy;

import dev.inkan.verifier.trust.TrustedSigner;

/** Gets the keys that a policy names. The caller knows the files; here is no I/O. */
@FunctionalInterface
public interface KeyLoader {

  /**
   * Makes the signer of that name with the key that the policy names for it.
   *
   * @param signer the signer's name in the policy
   * @param key as the policy writes it; a path is relative to the policy file
   * @throws UnloadableKey when there is no such key, or it is not a public key that we accept
   */
  TrustedSigner load(String signer, String key) throws UnloadableKey;
}
