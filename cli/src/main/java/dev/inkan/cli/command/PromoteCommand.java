package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.keys.RootFlags;
import dev.inkan.cli.keys.TrustFlags;
import dev.inkan.cli.registry.AnyRegistry;
import dev.inkan.cli.registry.Images;
import dev.inkan.cli.registry.Passage;
import dev.inkan.cli.registry.RegistryFlags;
import dev.inkan.cli.registry.SpokenRegistry;
import dev.inkan.cli.report.CopyText;
import dev.inkan.cli.report.PromotionText;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.gate.Gate;
import dev.inkan.gate.policy.Policy;
import dev.inkan.gate.promotion.Errand;
import dev.inkan.gate.promotion.Promoter;
import dev.inkan.gate.promotion.Promotion;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.copy.Copier;
import dev.inkan.registry.copy.CopyListener;
import dev.inkan.registry.copy.CopyOptions;
import dev.inkan.registry.copy.TagRule;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.verifier.Verifier;
import dev.inkan.verifier.check.Demand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code inkan promote}. */
public final class PromoteCommand implements Command {
  private final Surroundings surroundings;

  public PromoteCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    var flags = new ArrayList<Flag>(List.of(
        TrustFlags.KEY,
        TrustFlags.POLICY,
        RootFlags.IDENTITY,
        RootFlags.ISSUER,
        RootFlags.TRUSTED_ROOT,
        Usage.TRUST_ENV));
    flags.addAll(CarryFlags.ALL);
    return new Usage(
        "inkan promote",
        "verify, copy with all that hangs on it, verify again where it arrived, tag last",
        "[SRC DST]",
        0,
        2,
        List.of(new Usage.Section("Flags", flags), RegistryFlags.section(CarryFlags.LONGEST)),
        List.of(
            "inkan promote --policy policy.yaml registry.example.com/staging/app:v1 registry.example.com/prod/app",
            "inkan promote --key release.pub --expect sha256:... staging.example.com/app:v1 prod.example.com/app:live",
            "inkan promote --policy policy.yaml --file pairs.txt --dry-run"),
        List.of(
            "The rules for SRC's name decide, on SRC and again on what is stored at DST, read afresh; then those for "
                + "DST's name besides. An image that is not admitted is not copied; one that is not admitted on "
                + "arrival is not tagged. Whatever cuts a promotion off, DST's tag is as it was, or complete; running "
                + "it again finishes it.",
            "DST without a tag takes SRC's. A tag that names another image is left alone unless --expect names that "
                + "one, or --overwrite is given.",
            "Exit codes: 0 promoted, or there already; 1 denied, or DST names another image; 2 unusable input; 3 "
                + "undetermined: could not be read or written, retry later. Of several pairs the gravest (2, 1, 3, 0) "
                + "counts."));
  }

  /** What all pairs of a run are promoted with. */
  private record Work(
      SpokenRegistry<AnyRegistry> registry, Policy policy, CopyOptions options, TagRule rule, boolean dryRun) {

    Promoter promoter() {
      return new Promoter(
          registry,
          registry,
          this::gate,
          source -> new Copier(source, registry, registry, options, CopyListener.none()));
    }

    private Gate gate(RegistryReader reader) {
      return new Gate(
          reader, policy, trust -> new Verifier(reader, Formats.READ, trust, Demand.signature(Map.of())));
    }
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    var layouts = new LayoutRegistry(surroundings.directory());
    TagRule rule = CarryFlags.rule(arguments);
    CopyOptions options = CarryFlags.options(arguments);
    List<Passage> passages = CarryFlags.passages("promote", arguments, surroundings, layouts);
    Optional<Policy> policy = TrustFlags.policy(arguments, surroundings, terminal);
    if (policy.isEmpty()) {
      return Outcome.UNUSABLE;
    }
    var registryOptions = RegistryFlags.read(arguments, surroundings, terminal, CarryFlags.LONGEST);
    try (AnyRegistry any = AnyRegistry.open(registryOptions, layouts)) {
      var registry = new SpokenRegistry<>(any, terminal);
      var work = new Work(registry, policy.get(), options, rule, arguments.has(CarryFlags.DRY_RUN));
      Outcome outcome = Outcome.DONE;
      for (Passage passage : passages) {
        outcome = outcome.and(promoteOne(passage, work, arguments, terminal));
      }
      return outcome;
    }
  }

  /** Promotes one of the pairs; the others get their turn whatever happens. */
  private Outcome promoteOne(Passage passage, Work work, Arguments arguments, Terminal terminal) {
    try {
      return told(promote(passage, work), work, arguments, terminal);
    } catch (RegistryException e) {
      return tell(passage, Images.failure(e), terminal);
    } catch (Failure e) {
      return tell(passage, e, terminal);
    }
  }

  private Promotion promote(Passage passage, Work work) throws RegistryException {
    var errand = new Errand(passage.from(), passage.to(), work.rule);
    var now = surroundings.clock().instant();
    return work.dryRun ? work.promoter().plan(errand, now) : work.promoter().promote(errand, now);
  }

  private static Outcome told(Promotion promotion, Work work, Arguments arguments, Terminal terminal) throws Failure {
    return switch (promotion) {
      case Promotion.Denied denied -> {
        say(promotion, arguments, terminal);
        yield Verdicts.outcome(denied.atSource());
      }
      case Promotion.DeniedThere denied -> {
        say(promotion, arguments, terminal);
        yield Verdicts.outcome(denied.atDestination());
      }
      case Promotion.TagTaken taken ->
          throw CarryFlags.taken(taken.tag(), taken.holds(), taken.image(), work.rule);
      case Promotion.Occupied occupied -> throw CarryFlags.occupied(occupied.tag());
      case Promotion.Planned ignored -> {
        say(promotion, arguments, terminal);
        yield Outcome.DONE;
      }
      case Promotion.Promoted promoted -> {
        if (arguments.has(CarryFlags.PRINT_DIGEST)) {
          promoted.plan().notices().forEach(terminal::warn);
          terminal.result(CopyText.name(promoted.plan()));
        } else {
          say(promotion, arguments, terminal);
        }
        yield Outcome.DONE;
      }
    };
  }

  /** With {@code --print-digest} what is not an answer for a script goes elsewhere. */
  private static void say(Promotion promotion, Arguments arguments, Terminal terminal) {
    List<String> lines = PromotionText.lines(promotion);
    lines.forEach(arguments.has(CarryFlags.PRINT_DIGEST) ? terminal::error : terminal::result);
  }

  private static Outcome tell(Passage passage, Failure failure, Terminal terminal) {
    terminal.error("inkan promote: " + passage.from() + ": " + failure.sentence());
    failure.hints().forEach(hint -> terminal.note("hint: " + hint));
    return failure.outcome();
  }
}
