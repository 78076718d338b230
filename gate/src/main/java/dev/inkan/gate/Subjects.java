package dev.inkan.gate;

import dev.inkan.gate.decision.Code;
import dev.inkan.gate.decision.SignatureFacts;
import dev.inkan.gate.decision.Subject;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.Platform;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.RawManifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a registry's answer says of the image itself. */
final class Subjects {
  private Subjects() {}

  static Subject of(RawManifest manifest) {
    try {
      return switch (manifest.parse()) {
        case Manifest.Image ignored -> new Subject.Image(manifest.digest());
        case Manifest.Index index -> new Subject.Index(manifest.digest(), children(index.manifests()));
      };
    } catch (MalformedContent e) {
      return new Subject.Refused(Code.MALFORMED_IMAGE, "the image is malformed: " + printable(e));
    }
  }

  static Subject of(RegistryException failure) {
    return switch (failure.kind()) {
      case NOT_FOUND -> new Subject.Missing(printable(failure));
      case INTEGRITY -> new Subject.Refused(Code.TAMPERED, "the image was tampered with: " + printable(failure));
      case TOO_LARGE -> new Subject.Refused(Code.LIMIT, "the image is beyond a bound: " + printable(failure));
      case UNAUTHORIZED, DENIED, RATE_LIMITED, UNAVAILABLE, UNREACHABLE, TLS, TIMEOUT, PROTOCOL, UNSUPPORTED, REFUSED,
          CONFLICT, LOCAL ->
          new Subject.Unreadable(Found.cause(failure));
    };
  }

  /** The same of an image that was just stored there: where it is not found, it could not be looked at. */
  static Subject ofStored(RegistryException failure) {
    return failure.kind() == RegistryException.Kind.NOT_FOUND
        ? new Subject.Unreadable(Found.cause(failure))
        : of(failure);
  }

  /** Each that may run, once. One that stands there twice may run if it may by either entry. */
  private static List<Subject.Child> children(List<Descriptor> entries) {
    Map<Digest, Subject.Child> children = new LinkedHashMap<>();
    for (Descriptor entry : entries) {
      Platform platform = entry.platform();
      if (platform == null || !platform.isUnknown()) {
        children.putIfAbsent(
            entry.digest(), new Subject.Child(entry.digest(), text(platform), SignatureFacts.NOTHING_YET));
      }
    }
    return List.copyOf(children.values());
  }

  private static @Nullable String text(@Nullable Platform platform) {
    return platform == null ? null : Printable.text(platform.toString());
  }

  private static String printable(Exception e) {
    return Printable.text(String.valueOf(e.getMessage()));
  }
}
