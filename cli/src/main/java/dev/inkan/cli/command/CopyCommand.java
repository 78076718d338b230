package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
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
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.copy.Copied;
import dev.inkan.registry.copy.Copier;
import dev.inkan.registry.copy.CopyListener;
import dev.inkan.registry.copy.CopyOptions;
import dev.inkan.registry.copy.CopyPlan;
import dev.inkan.registry.copy.Family;
import dev.inkan.registry.copy.TagRule;
import dev.inkan.registry.copy.TagRule.Ruling;
import dev.inkan.registry.layout.LayoutRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code inkan copy}. */
public final class CopyCommand implements Command {
  /** Tags beside an image in which cosign keeps signatures, attestations and bills of materials. */
  static final List<Family> FAMILIES = List.of(Family.ofLayers("sig"), Family.ofLayers("att"), Family.ofOne("sbom"));

  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int DEFAULT_JOBS = 8;
  private static final int MAX_JOBS = 64;

  private static final Flag DRY_RUN = Flag.toggle("--dry-run", null, "only say what would be copied");
  private static final Flag JOBS =
      Flag.of("--jobs", "N", "how many requests are made at a time (default " + DEFAULT_JOBS + ")");
  private static final Flag FILE =
      Flag.of("--file", "LIST", "copy what this file names, too, a pair SRC DST a line; - is standard input");
  private static final Flag EXPECT =
      Flag.of("--expect", "DIGEST", "move the destination's tag if it names this, and only then").typedOnly();
  private static final Flag OVERWRITE =
      Flag.toggle("--overwrite", null, "move the destination's tag whatever it names").typedOnly();
  private static final Flag PRINT_DIGEST =
      Flag.toggle("--print-digest", null, "print nothing but REPOSITORY@DIGEST of what is copied, for scripts");

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
            new Usage.Section("Flags", List.of(DRY_RUN, JOBS, FILE, EXPECT, OVERWRITE, PRINT_DIGEST)),
            RegistryFlags.section(LONGEST)),
        List.of(
            "inkan copy registry.example.com/staging/app:v1 registry.example.com/prod/app",
            "inkan copy registry.example.com/app:v1 oci:images:v1",
            "inkan copy --file pairs.txt --dry-run"),
        List.of(
            "An image, or an index with every child, and whatever hangs on any of them: referrers and what hangs on "
                + "those, and the .sig, .att and .sbom tags. Nothing of it changes. What others hung on the image at "
                + "the destination stays. What cannot be read at the source stops the copy before anything is written.",
            "DST without a tag takes the source's. The tag is written last: a copy that was cut off leaves none, and "
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
      if (arguments.has(PRINT_DIGEST)) {
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
    TagRule rule = rule(arguments);
    int jobs = arguments.number(JOBS, MAX_JOBS).orElse(DEFAULT_JOBS);
    if (jobs == 0) {
      throw Failure.unusable(arguments.source(JOBS) + " leaves nobody to do the work");
    }
    List<Passage> passages = passages(arguments, layouts);
    var options = RegistryFlags.read(arguments, surroundings, terminal, LONGEST);
    try (AnyRegistry any = AnyRegistry.open(options, layouts)) {
      var registry = new SpokenRegistry<>(any, terminal);
      var work = new Work(registry, new CopyOptions(FAMILIES, jobs, rule.overwrite()), rule, arguments, terminal);
      Outcome outcome = Outcome.DONE;
      for (Passage passage : passages) {
        outcome = outcome.and(copyOne(passage, work));
      }
      return outcome;
    }
  }

  private static TagRule rule(Arguments arguments) throws Failure {
    Digest expect = expected(arguments);
    if (expect != null && arguments.has(OVERWRITE)) {
      throw Failure.unusable("--expect and --overwrite do not go together");
    }
    return new TagRule(expect, arguments.has(OVERWRITE));
  }

  private static @Nullable Digest expected(Arguments arguments) throws Failure {
    Optional<String> text = arguments.value(EXPECT);
    try {
      return text.isEmpty() ? null : Digest.parse(text.get());
    } catch (MalformedContent e) {
      throw Failure.unusable("--expect: " + e.getMessage());
    }
  }

  private List<Passage> passages(Arguments arguments, LayoutRegistry layouts) throws Failure {
    List<String> typed = arguments.parameters();
    var passages = new ArrayList<Passage>();
    if (typed.size() == 1) {
      throw Failure.unusable("it needs SRC and DST", "inkan copy --help shows what it takes");
    }
    if (!typed.isEmpty()) {
      passages.add(Passage.parse(typed.get(0), typed.get(1), layouts));
    }
    Optional<String> list = arguments.value(FILE);
    if (list.isPresent()) {
      passages.addAll(Passage.read(list.get(), surroundings, layouts));
    }
    if (passages.isEmpty()) {
      throw Failure.unusable("it needs SRC and DST, or --file LIST", "inkan copy --help shows what it takes");
    }
    if (passages.size() > 1 && arguments.value(EXPECT).isPresent()) {
      throw Failure.unusable("--expect names what one destination holds, and there are " + passages.size());
    }
    return passages;
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
    if (work.arguments.has(DRY_RUN)) {
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
    if (plan.target().tag() != null && ruling instanceof Ruling.Taken taken) {
      String holds = taken.holds() == null ? "is not there" : "names " + taken.holds();
      throw Failure.of(
          Outcome.DENIED,
          plan.target().repository() + ":" + plan.target().tag() + " " + holds + ", not the image, which is "
              + plan.origin().root().digest(),
          rule.expect() == null
              ? "--expect " + taken.holds() + " moves it, --overwrite moves it whatever it names"
              : "it was expected to name " + rule.expect());
    }
    if (!plan.occupied().isEmpty() && !rule.overwrite()) {
      throw Failure.of(
          Outcome.DENIED,
          plan.occupied().getFirst() + " holds another document than the source's, and one tag holds one only",
          "--overwrite puts the source's in its place");
    }
  }
}
