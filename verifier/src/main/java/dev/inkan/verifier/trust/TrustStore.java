package dev.inkan.verifier.trust;

import java.util.HashSet;
import java.util.List;

/** The signers that one decision trusts. An empty store trusts nobody. Names and keys are distinct. */
public record TrustStore(List<TrustedSigner> signers) {
  public TrustStore {
    signers = List.copyOf(signers);
    var names = new HashSet<String>();
    var keys = new HashSet<Object>();
    for (TrustedSigner signer : signers) {
      if (!names.add(signer.name()) || !keys.add(signer.key().spki())) {
        throw new IllegalArgumentException("two signers share a name or a key: " + signer.name());
      }
    }
  }
}
