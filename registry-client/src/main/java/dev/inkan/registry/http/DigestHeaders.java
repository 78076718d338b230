package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer's headers say about a digest. They are hints and prove nothing; but one that contradicts the bytes in
 * the same algorithm shows that somebody is wrong. One in another algorithm is passed over: docker-registry 2.8.2
 * answers sha256 whatever it is asked for.
 */
final class DigestHeaders {
  private DigestHeaders() {}

  /**
   * Compares {@code Docker-Content-Digest}, and the digest at the end of {@code Location} if there is one.
   *
   * @throws RegistryException INTEGRITY when one contradicts {@code proven}
   */
  static void check(Answer answer, Digest proven) throws RegistryException {
    List<String> hints = answer.headers("Docker-Content-Digest");
    for (String hint : hints) {
      check(answer, hint, proven);
    }
  }

  /** The same for what an answer says that it has stored, at the end of {@code Location} too. */
  static void checkStored(Answer answer, Digest proven) throws RegistryException {
    check(answer, proven);
    String location = answer.header("Location");
    if (location != null && location.indexOf('?') < 0) {
      check(answer, location.substring(location.lastIndexOf('/') + 1), proven);
    }
  }

  private static void check(Answer answer, String hint, Digest proven) throws RegistryException {
    Digest said = parse(hint.strip());
    if (said != null && said.algorithm().equals(proven.algorithm()) && !said.equals(proven)) {
      throw answer.failure(Kind.INTEGRITY, "the registry says " + said + " of what is " + proven);
    }
  }

  static @Nullable Digest parse(String text) {
    try {
      return Digest.parse(text);
    } catch (MalformedContent e) {
      return null;
    }
  }
}
