package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.registry.AnyRegistry;
import dev.inkan.cli.registry.Images;
import dev.inkan.cli.registry.Passage;
import dev.inkan.cli.registry.RegistryFlags;
import dev.inkan.cli.registry.SpokenRegistry;
import dev.inkan.cli.report.CopyProgress;
import dev.inkan.cli.report.CopyText;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.ProgressLine;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.copy.Copied;
import dev.inkan.registry.copy.Copier;
import dev.inkan.registry.copy.CopyListener;
import dev.inkan.registry.copy.CopyOptions;
import dev.inkan.registry.copy.CopyPlan;
import dev.inkan.registry.copy.TagRule;
import dev.inkan.registry.copy.TagRule.Ruling;
import dev.inkan.registry.layout.LayoutRegistry;
import java.util.List;

/** {@code inkan copy}. */
public final class CopyCommand implements Command {
  private final Surroundings surroundings;

  public CopyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan copy",
        "copy images with all that hangs on them; decides nothing",
        "[SRC DST]",
        0,
        2,
        List.of(
            new Usage.Section("Flags", CarryFlags.ALL), RegistryFlags.section(CarryFlags.LONGEST)),
        List.of(
            "inkan copy registry.example.com/staging/app:v1 registry.example.com/prod/app",
            "inkan copy registry.example.com/app:v1 oci:images:v1",
            "inkan copy --file pairs.txt --dry-run"),
        List.of(
            "An image, or an index with every child, and whatever hangs on any of them: referrers and what hangs on "
                + "those, and the .sig, .att and .sbom tags. Nothing of it changes. What others hung on the image at "
                + "the destination stays. What cannot be read at the source stops the copy before anything is written.",
            "DST without a tag takes the source's. The tag is written last: a copy that was cut off leaves it as it was, "
                + "and "
                + "running it again sends only what is missing.",
            "Exit codes: 0 copied, or there already; 1 no such image, tampered with, or DST names another one; 2 "
                + "unusable input; 3 could not be read or written: retry later. Of several pairs the gravest (2, 1, "
                + "3, 0) counts."));
  }

  /** What all pairs of a run are copied with. */
  private record Work(
      SpokenRegistry<AnyRegistry> registry, CopyOptions options, TagRule rule, Arguments arguments, Terminal terminal) {
    Copier copier(CopyListener listener) {
      return new Copier(registry, registry, registry, options, listener);
    }

    void say(List<String> lines, CopyPlan plan) {
      if (arguments.has(CarryFlags.PRINT_DIGEST)) {
        plan.notices().forEach(terminal::warn);
        terminal.result(CopyText.name(plan));
      } else {
        lines.forEach(terminal::result);
      }
    }
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    var layouts = new LayoutRegistry(surroundings.directory());
    TagRule rule = CarryFlags.rule(arguments);
    CopyOptions options = CarryFlags.options(arguments);
    List<Passage> passages = CarryFlags.passages("copy", arguments, surroundings, layouts);
    var registryOptions = RegistryFlags.read(arguments, surroundings, terminal, CarryFlags.LONGEST);
    try (AnyRegistry any = AnyRegistry.open(registryOptions, layouts)) {
      var registry = new SpokenRegistry<>(any, terminal);
      var work = new Work(registry, options, rule, arguments, terminal);
      Outcome outcome = Outcome.DONE;
      for (Passage passage : passages) {
        outcome = outcome.and(copyOne(passage, work));
      }
      return outcome;
    }
  }

  /** Copies one of the pairs; the others get their turn whatever happens. */
  private Outcome copyOne(Passage passage, Work work) {
    ProgressLine line = ProgressLine.of(surroundings, work.terminal);
    try {
      copy(passage, work, line);
      return Outcome.DONE;
    } catch (RegistryException e) {
      return tell(passage, Images.failure(e), work.terminal, line);
    } catch (Failure e) {
      return tell(passage, e, work.terminal, line);
    }
  }

  private static Outcome tell(Passage passage, Failure failure, Terminal terminal, ProgressLine line) {
    line.clear();
    terminal.error("inkan copy: " + passage.from() + ": " + failure.sentence());
    failure.hints().forEach(hint -> terminal.note("hint: " + hint));
    return failure.outcome();
  }

  private static void copy(Passage passage, Work work, ProgressLine line) throws RegistryException, Failure {
    CopyPlan plan = work.copier(CopyListener.none()).plan(passage.from(), passage.to());
    Ruling ruling = work.rule.on(plan.tagged().orElse(null), plan.origin().root().digest());
    refuseTaken(plan, ruling, work.rule);
    if (work.arguments.has(CarryFlags.DRY_RUN)) {
      work.say(CopyText.planned(plan), plan);
      return;
    }
    Copier copier = work.copier(new CopyProgress(line, plan));
    Copied copied = copier.transfer(plan);
    boolean moved = plan.target().tag() != null
        && ruling instanceof Ruling.Free free
        && copier.tag(plan, free.condition());
    line.clear();
    work.say(CopyText.done(plan, copied, moved), plan);
  }

  /** Before anything is written: a copy that may not be tagged in the end is of no use to anybody. */
  private static void refuseTaken(CopyPlan plan, Ruling ruling, TagRule rule) throws Failure {
    if (plan.target().tag() != null && ruling instanceof Ruling.Taken(Digest holds)) {
      throw CarryFlags.taken(
          plan.target().reference().orElseThrow(), holds, plan.origin().root().digest(), rule);
    }
    if (!plan.occupied().isEmpty() && !rule.overwrite()) {
      throw CarryFlags.occupied(plan.occupied().getFirst());
    }
  }
}
