package dev.inkan.cli.inspect;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.Platform;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One manifest, and everything below it.
 *
 * @param platform what an index says that it runs on, or null
 * @param foundAt where it is listed as hanging on something; empty for an image and the children of an index
 * @param looks the places where something may hang on it; empty when none was looked at
 * @param attached what hangs on it, by digest
 */
public record Node(
    Descriptor descriptor,
    @Nullable Platform platform,
    List<Place> foundAt,
    Content content,
    List<Look> looks,
    List<Node> attached) {

  public Node {
    foundAt = List.copyOf(foundAt);
    looks = List.copyOf(looks);
    attached = List.copyOf(attached);
  }

  /** What a manifest turned out to be. Times are what it says of itself, and not proven. */
  public sealed interface Content {
    /**
     * Something to run.
     *
     * @param bytes of all layers
     * @param platform what the configuration says, or null
     * @param fault what is wrong with the configuration, or null
     */
    record Image(
        Descriptor config,
        int layers,
        long bytes,
        @Nullable String platform,
        @Nullable Instant created,
        @Nullable String fault)
        implements Content {}

    /** A list of manifests. */
    record Index(List<Node> children, @Nullable Instant created) implements Content {
      public Index {
        children = List.copyOf(children);
      }
    }

    /**
     * Something that says something.
     *
     * @param bytes of all layers
     */
    record Artifact(
        Kind kind, @Nullable MediaType type, int layers, long bytes, @Nullable Instant created, List<Part> parts)
        implements Content {
      public Artifact {
        parts = List.copyOf(parts);
      }
    }

    /** It is listed, and does not belong there. */
    record Orphaned(String why) implements Content {}

    /** It is not what it should be. */
    record Malformed(String why) implements Content {}

    /** It could not be read, so it may be anything. */
    record Unread(RegistryException cause) implements Content {}

    /** It is shown already, further up. */
    record Repeated() implements Content {}
  }

  /**
   * A layer that says something.
   *
   * @param format how: {@code sigstore}
   */
  public record Part(Digest layer, String format, Reading reading) {}

  /** What a layer says, believed or not: no signature was checked. */
  public sealed interface Reading {
    /**
     * It was read, and is about what it hangs on.
     *
     * @param type of the claim
     * @param imageName what the signer calls the image, or null
     */
    record Claimed(String type, @Nullable String imageName) implements Reading {}

    /** It was not read; this is what stands beside it. May be empty. */
    record Announced(String type) implements Reading {}

    /** It was read, and is about something else. */
    record Orphaned(String why) implements Reading {}

    /** It is not of its format, or not the bytes that its manifest names. */
    record Malformed(String why) implements Reading {}

    /** It could not be read. */
    record Unread(RegistryException cause) implements Reading {}
  }

  /** What one place had to say. */
  public record Look(Place place, State state) {}

  /** How looking at a place ended. */
  public sealed interface State {
    /** With so many entries, and with what was strange about the place. */
    record Read(int entries, List<String> notices) implements State {
      public Read {
        notices = List.copyOf(notices);
      }
    }

    record NotOffered() implements State {}

    record Unread(RegistryException cause) implements State {}
  }
}
