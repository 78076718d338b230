package dev.inkan.cli.registry;

import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.reference.MalformedReference;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.References;
import java.util.ArrayList;
import java.util.List;

/** Images as they are typed, and what a registry's failure means for a command that is about one. */
public final class Images {
  private Images() {}

  /**
   * Reads all names before anything is done with any.
   *
   * @throws Failure UNUSABLE when one of them is not an image's name
   */
  public static List<Reference> parse(List<String> names) throws Failure {
    var references = new ArrayList<Reference>();
    for (String name : names) {
      try {
        references.add(References.parse(name));
      } catch (MalformedReference e) {
        throw Failure.unusable(String.valueOf(e.getMessage()));
      }
    }
    return references;
  }

  /** The end of a command whose registry failed. */
  public static Failure failure(RegistryException failure) {
    Outcome outcome = failure.kind().isVerdict() ? Outcome.DENIED : Outcome.UNDETERMINED;
    String sentence = String.valueOf(failure.getMessage());
    return switch (failure.kind()) {
      case UNAUTHORIZED -> Failure.of(
          outcome, sentence, "log in with docker login or podman login, or name a file with --registry-config");
      case TLS -> Failure.of(outcome, sentence, "--registry-cacert FILE adds a certificate authority");
      case TIMEOUT -> Failure.of(outcome, sentence, "--timeout gives it more time");
      case RATE_LIMITED, UNAVAILABLE, UNREACHABLE, CONFLICT ->
          Failure.of(outcome, sentence, "trying again later may help");
      case NOT_FOUND, DENIED, PROTOCOL, INTEGRITY, TOO_LARGE, UNSUPPORTED, REFUSED -> Failure.of(outcome, sentence);
    };
  }
}
