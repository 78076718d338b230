package dev.inkan.verifier.trust;

import dev.inkan.envelope.key.VerificationKey;

/** A signer that is trusted, under the name that the policy gives it. */
public record TrustedSigner(String name, VerificationKey key) {}
