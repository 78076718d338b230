package dev.inkan.gate.policy;

import dev.inkan.gate.policy.yaml.YamlFault;
import dev.inkan.gate.policy.yaml.YamlReader;
import dev.inkan.registry.content.Bytes;
import java.time.Instant;

/**
 * Reads a policy file, in three steps that each refuse what they do not know: YAML with one meaning, the declared shape
 * ({@link PolicyShape}), and the sense of the whole ({@link PolicySense}). Nothing in the file is ignored.
 */
public final class PolicyReader {
  private PolicyReader() {}

  /**
   * Reads a policy.
   *
   * @param fileName as errors call the file
   * @param keys gets the keys that it names
   * @param now the moment at which it must be in force
   * @throws PolicyException when anything in it is refused, with the place and a sentence
   */
  public static Policy read(String fileName, Bytes yaml, KeyLoader keys, Instant now) throws PolicyException {
    try {
      return new PolicySense(keys, now).policy(PolicyShape.POLICY.read(YamlReader.read(yaml)));
    } catch (YamlFault e) {
      throw new PolicyException(fileName, e.spot(), e.sentence(), e);
    }
  }
}
