package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import org.jspecify.annotations.Nullable;

/**
 * What an answer's headers say about a digest. They are hints and prove nothing; but one that contradicts the bytes in
 * the same algorithm shows that somebody is wrong. One in another algorithm is passed over: docker-registry 2.8.2
 * answers sha256 whatever it is asked for.
 */
final class DigestHeaders {
  private DigestHeaders() {}

  /**
   * Compares {@code Docker-Content-Digest} with what was computed; true when it says the same.
   *
   * @throws RegistryException INTEGRITY when it contradicts {@code proven}
   */
  static boolean confirm(Answer answer, Digest proven) throws RegistryException {
    boolean confirmed = false;
    for (String hint : answer.headers("Docker-Content-Digest")) {
      confirmed |= confirm(answer, hint, proven);
    }
    return confirmed;
  }

  /** The same for what an answer says that it has stored, at the end of {@code Location} too. */
  static boolean checkStored(Answer answer, Digest proven) throws RegistryException {
    boolean confirmed = confirm(answer, proven);
    String location = answer.header("Location");
    return confirmed
        || (location != null && confirm(answer, location.substring(location.lastIndexOf('/') + 1), proven));
  }

  private static boolean confirm(Answer answer, String hint, Digest proven) throws RegistryException {
    Digest said = parse(hint.strip());
    if (said != null && said.algorithm().equals(proven.algorithm()) && !said.equals(proven)) {
      throw answer.failure(Kind.INTEGRITY, "the registry says " + said + " of what is " + proven);
    }
    return proven.equals(said);
  }

  static @Nullable Digest parse(String text) {
    try {
      return Digest.parse(text);
    } catch (MalformedContent e) {
      return null;
    }
  }
}
