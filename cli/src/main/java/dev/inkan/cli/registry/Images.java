package dev.inkan.cli.registry;

import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.reference.ImageName;
import dev.inkan.registry.reference.MalformedReference;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.References;
import java.util.ArrayList;
import java.util.List;

/** Images as they are typed, and what a registry's failure means for a command that is about one. */
public final class Images {
  private Images() {}

  /**
   * Reads all names before anything is done with any, of images that are there already: a layout without a tag or a
   * digest means the only image in it.
   *
   * @throws Failure UNUSABLE when one of them is not an image's name, names a layout that is none, or one with several
   *     images; DENIED when there is no image in a layout
   */
  public static List<Reference> parse(List<String> names, LayoutRegistry layouts) throws Failure {
    var images = new ArrayList<Reference>();
    for (String name : names) {
      try {
        images.add(parse(name, layouts));
      } catch (MalformedReference e) {
        throw Failure.unusable(String.valueOf(e.getMessage()));
      } catch (RegistryException e) {
        throw failure(e);
      }
    }
    return images;
  }

  /** One of them. */
  static Reference parse(String name, LayoutRegistry layouts) throws MalformedReference, RegistryException {
    ImageName image = References.parseName(name);
    if (!image.repository().isLayout()) {
      return image.orLatest();
    }
    layouts.require(image.repository());
    return image.reference().isPresent() ? image.reference().get() : layouts.only(image.repository());
  }

  /** The end of a command whose registry failed. */
  public static Failure failure(RegistryException failure) {
    Outcome outcome = outcome(failure);
    String sentence = String.valueOf(failure.getMessage());
    return switch (failure.kind()) {
      case UNAUTHORIZED -> Failure.of(
          outcome,
          sentence,
          "log in with inkan login (docker login and podman login do as well), or name a file with --registry-config");
      case TLS -> Failure.of(outcome, sentence, "--registry-cacert FILE adds a certificate authority");
      case TIMEOUT -> Failure.of(outcome, sentence, "--timeout gives it more time");
      case RATE_LIMITED, UNAVAILABLE, UNREACHABLE, CONFLICT ->
          Failure.of(outcome, sentence, "trying again later may help");
      case NOT_FOUND, DENIED, PROTOCOL, INTEGRITY, TOO_LARGE, UNSUPPORTED, REFUSED, LOCAL ->
          Failure.of(outcome, sentence);
    };
  }

  static Outcome outcome(RegistryException failure) {
    if (failure.kind() == RegistryException.Kind.LOCAL) {
      return Outcome.UNUSABLE;
    }
    return failure.kind().isVerdict() ? Outcome.DENIED : Outcome.UNDETERMINED;
  }
}
