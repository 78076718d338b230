package dev.inkan.cli.keys;

import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.gate.policy.Policy;
import dev.inkan.gate.policy.PolicyException;
import dev.inkan.gate.policy.PolicyReader;
import dev.inkan.gate.policy.UnloadableKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.verifier.trust.TrustedSigner;
import java.nio.file.Path;

/** A policy file with the key files that it names, which lie where it says, seen from itself. */
public final class PolicyFile {
  private static final int MAX_BYTES = 1024 * 1024;

  private PolicyFile() {}

  /**
   * Reads a policy and its keys.
   *
   * @throws PolicyException when the policy is refused
   * @throws Failure UNUSABLE when the file cannot be read
   */
  public static Policy read(String name, Surroundings surroundings) throws PolicyException, Failure {
    Bytes yaml = surroundings.files().read("policy file", name, MAX_BYTES);
    Path folder = surroundings.file(name).getParent();
    return PolicyReader.read(
        name,
        yaml,
        (signer, key) -> load(signer, key, folder == null ? surroundings.directory() : folder, surroundings),
        surroundings.clock().instant());
  }

  private static TrustedSigner load(String signer, String key, Path folder, Surroundings surroundings)
      throws UnloadableKey {
    try {
      if (!(KeyReference.parse(key) instanceof KeyReference.File(String path))) {
        // Whom to trust is the file's to say, not the environment's.
        throw new UnloadableKey("a policy names key files, and " + key + " is none");
      }
      var file = new KeyReference.File(folder.resolve(path).toString());
      return new TrustedSigner(signer, PublicKeyFiles.read(file, surroundings));
    } catch (Failure failure) {
      throw new UnloadableKey(failure.sentence(), failure);
    }
  }
}
