package dev.inkan.cli.report;

import dev.inkan.gate.decision.DecisionRecord;
import dev.inkan.gate.promotion.Promotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What became of a promotion, for a person to read. */
public final class PromotionText {
  private static final String LINE = "  %-11s %s";

  private PromotionText() {}

  /** Everything, a line each. */
  public static List<String> lines(Promotion promotion) {
    var lines = new ArrayList<String>();
    switch (promotion) {
      case Promotion.Denied denied -> {
        lines.addAll(VerdictText.lines(denied.atSource()));
        lines.add(LINE.formatted("promoted", "no: nothing was written"));
      }
      case Promotion.TagTaken taken -> lines.addAll(VerdictText.lines(taken.atSource()));
      case Promotion.Occupied occupied -> lines.addAll(VerdictText.lines(occupied.atSource()));
      case Promotion.DeniedThere denied -> {
        lines.addAll(VerdictText.lines(denied.atDestination()));
        lines.add(LINE.formatted(
            "promoted", "no: it was copied, but is not admitted where it arrived, so no tag names it"));
      }
      case Promotion.Planned planned -> {
        lines.addAll(CopyText.planned(planned.plan()));
        lines.set(0, lines.getFirst().replaceFirst("would copy", "would promote"));
        lines.addAll(2, verdict("at source", planned.atSource()));
      }
      case Promotion.Promoted promoted -> {
        lines.addAll(CopyText.done(promoted.plan(), promoted.copied(), promoted.tagWritten()));
        lines.set(0, lines.getFirst().replaceFirst("copied", "promoted"));
        lines.addAll(2, verdict("at source", promoted.atSource()));
        lines.addAll(3, verdict("on arrival", promoted.atDestination()));
      }
    }
    return lines;
  }

  private static List<String> verdict(String where, DecisionRecord record) {
    String signers =
        record.signers().stream().map(DecisionRecord.Signer::name).distinct().collect(Collectors.joining(", "));
    String headline = VerdictText.headline(record);
    String word = headline.substring(0, headline.indexOf("  ")).toLowerCase(Locale.ROOT);
    return List.of(LINE.formatted(where, word + (signers.isEmpty() ? "" : ", signed by " + signers)));
  }
}
