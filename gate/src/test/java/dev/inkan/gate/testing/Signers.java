package dev.inkan.gate.testing;

import dev.inkan.envelope.key.MalformedKey;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.gate.policy.KeyLoader;
import dev.inkan.gate.policy.UnloadableKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.verifier.trust.TrustedSigner;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Signers with throw-away keys, for tests that verify nothing: in one run, one name is always the same key. */
public final class Signers {
  private static final Map<String, VerificationKey> KEYS = new ConcurrentHashMap<>();

  private Signers() {}

  public static TrustedSigner named(String name) {
    return withKey(name, name);
  }

  public static TrustedSigner withKey(String name, String key) {
    return new TrustedSigner(name, KEYS.computeIfAbsent(key, ignored -> generate()));
  }

  /** Loads {@code NAME.pub}; the key is the name's. Others do not exist. */
  public static KeyLoader files() {
    return (signer, key) -> {
      if (!key.endsWith(".pub")) {
        throw new UnloadableKey(key + ": no such file");
      }
      return withKey(signer, key);
    };
  }

  private static VerificationKey generate() {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return PublicKeys.parseDer(Bytes.of(pair.getPublic().getEncoded()));
    } catch (NoSuchAlgorithmException | MalformedKey e) {
      throw new IllegalStateException(e);
    }
  }
}
