package dev.inkan.registry.copy;

import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Digest;
import org.jspecify.annotations.Nullable;

/**
 * When the destination's tag may be pointed at the image. One that is free, or names the image already, always may.
 *
 * @param expect what it has to name now, and then it is moved; null for nothing in particular
 * @param overwrite whether it is moved whatever it names
 */
public record TagRule(@Nullable Digest expect, boolean overwrite) {

  /** Throws {@link IllegalArgumentException} when it contradicts itself. */
  public TagRule {
    if (expect != null && overwrite) {
      throw new IllegalArgumentException("a tag that is expected to name something is not overwritten whatever it is");
    }
  }

  /** No tag is taken from another image. */
  public static TagRule careful() {
    return new TagRule(null, false);
  }

  /** What the rule says. */
  public sealed interface Ruling {
    /** Nothing is to be done. */
    record AlreadyThere() implements Ruling {}

    /** It may be written, under that condition. */
    record Free(Expected condition) implements Ruling {}

    /** It must not be touched; it names {@code holds} now, or nothing although something was expected. */
    record Taken(@Nullable Digest holds) implements Ruling {}
  }

  /** Rules on a tag that names {@code now}, or nothing when that is null, and is to name {@code image}. */
  public Ruling on(@Nullable Digest now, Digest image) {
    if (image.equals(now)) {
      return new Ruling.AlreadyThere();
    }
    if (overwrite) {
      return new Ruling.Free(new Expected.Anything());
    }
    if (expect != null) {
      return expect.equals(now) ? new Ruling.Free(new Expected.Named(expect)) : new Ruling.Taken(now);
    }
    return now == null ? new Ruling.Free(new Expected.Absent()) : new Ruling.Taken(now);
  }
}
