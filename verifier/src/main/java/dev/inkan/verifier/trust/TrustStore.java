package dev.inkan.verifier.trust;

import dev.inkan.registry.content.Digest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The signers that one decision trusts. An empty store trusts nobody. No two share a name or a key: one signature
 * never speaks for two of them. Throws {@link IllegalArgumentException} when two do.
 */
public record TrustStore(List<TrustedSigner> signers) {
  public TrustStore {
    signers = List.copyOf(signers);
    Set<String> names = new HashSet<>();
    Set<Digest> keys = new HashSet<>();
    for (TrustedSigner signer : signers) {
      if (!names.add(signer.name()) || !keys.add(signer.fingerprint())) {
        throw new IllegalArgumentException("two signers share a name or a key: " + signer.name());
      }
    }
  }
}
