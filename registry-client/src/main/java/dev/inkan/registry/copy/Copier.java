package dev.inkan.registry.copy;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import org.jspecify.annotations.Nullable;

/**
 * Copies an image or an index with every child, and all that hangs on any of them: referrers, their referrers, tag
 * families. Three steps, so that a caller can decide between them: {@link #plan} reads, {@link #transfer} writes
 * everything but the tag, {@link #tag} writes the tag. What is cut off at any moment leaves no tag, and is finished by
 * doing it again.
 *
 * <p>What hangs on a family's own manifest is not looked for: that manifest changes with every signature.
 */
public final class Copier {
  private final RegistryReader source;
  private final RegistryReader reader;
  private final RegistryWriter writer;
  private final CopyOptions options;
  private final CopyListener listener;

  /**
   * @param reader of the destination
   * @param writer of the destination
   */
  public Copier(
      RegistryReader source,
      RegistryReader reader,
      RegistryWriter writer,
      CopyOptions options,
      CopyListener listener) {
    this.source = source;
    this.reader = reader;
    this.writer = writer;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Reads the whole graph at the source, and what the destination has of it. Writes nothing.
   *
   * @throws RegistryException TOO_LARGE beyond 8 levels, 1000 manifests or 64 MiB of them; INTEGRITY when a manifest is
   *     malformed or not what names it says; NOT_FOUND when a child is missing; else what kept something from being
   *     read, at the source or at the destination
   */
  public CopyPlan plan(Origin from, Target to) throws RegistryException {
    try (var crew = new Crew(options.jobs())) {
      return new Planning(from.asTyped(), to, source, reader, writer, options, crew).plan(from.root());
    }
  }

  /** {@link #plan(Origin, Target)} for an image that is read at the same time as what is there besides. */
  public CopyPlan plan(Reference from, Target to) throws RegistryException {
    try (var crew = new Crew(options.jobs())) {
      var planning = new Planning(from, to, source, reader, writer, options, crew);
      return planning.plan(crew.ask(() -> read(from)));
    }
  }

  private RawManifest read(Reference from) throws RegistryException {
    return switch (from) {
      case ByTag tag -> source.resolve(tag);
      case ByDigest digest -> source.manifest(digest);
    };
  }

  /**
   * Writes everything but the tag: blobs, children, the image by its digest, what hangs on it, and an
   * index of that where the destination does not say that it lists it itself. What is there already is neither sent nor changed, and what others hung on the image there
   * stays.
   *
   * @throws RegistryException REFUSED when a tag at the destination holds what nothing can be added to, which is left
   *     alone; else what kept something from being copied. The tag is as it was
   */
  public Copied transfer(CopyPlan plan) throws RegistryException {
    var tally = new Tally(listener);
    if (!plan.isWithinRepository()) {
      try (var crew = new Crew(options.jobs())) {
        new Transfer(plan, source, reader, writer, options, crew, tally).run();
      }
    }
    return tally.copied();
  }

  /**
   * Sees whether the destination lists all that was transferred, where its readers look.
   *
   * @throws RegistryException PROTOCOL when it does not; else what kept it from being read
   */
  public void check(CopyPlan plan) throws RegistryException {
    new Completeness(plan, reader, options).check();
  }

  /**
   * Points the destination's tag at the image, which must have been transferred. Looks at the tag right before, unless
   * the destination had no tag at all a moment ago.
   *
   * @return whether it was changed; false when it names the image already
   * @throws IllegalArgumentException when the plan has no tag
   * @throws RegistryException CONFLICT when the tag is not what is expected, as far as the registry can tell; else what
   *     kept it from being read or written
   */
  public boolean tag(CopyPlan plan, Expected expected) throws RegistryException {
    ByTag tag = plan.target().reference().orElseThrow(() -> new IllegalArgumentException("a copy without a tag"));
    if (plan.isTagged()) {
      return false;
    }
    Digest now = plan.standing().sight().isOfNothing() ? null : look(tag);
    if (plan.origin().root().digest().equals(now)) {
      return false;
    }
    check(tag, now, expected);
    return push(tag, plan.origin().root(), expected);
  }

  private boolean push(ByTag tag, RawManifest root, Expected expected) throws RegistryException {
    try {
      writer.pushTag(tag, root, expected);
    } catch (RegistryException e) {
      // Somebody who copies the same may have been faster.
      if (e.kind() == Kind.CONFLICT && root.digest().equals(look(tag))) {
        return false;
      }
      throw e;
    }
    listener.tagPushed(tag);
    return true;
  }

  private @Nullable Digest look(ByTag tag) throws RegistryException {
    try {
      return reader.resolve(tag).digest();
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private static void check(ByTag tag, @Nullable Digest now, Expected expected) throws RegistryException {
    boolean holds =
        switch (expected) {
          case Expected.Anything ignored -> true;
          case Expected.Absent ignored -> now == null;
          case Expected.Named named -> named.digest().equals(now);
        };
    if (!holds) {
      throw new RegistryException(
          Kind.CONFLICT,
          "PUT manifest " + tag.tag(),
          tag.repository().host(),
          now == null ? "there is no such tag any more" : "it names " + now + " now, and is left as it is");
    }
  }
}
