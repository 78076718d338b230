package dev.inkan.cli.report;

import dev.inkan.gate.decision.Check;
import dev.inkan.gate.decision.Decision;
import dev.inkan.gate.decision.DecisionRecord;
import dev.inkan.gate.decision.SignatureFacts.Result.Holds;
import dev.inkan.gate.decision.SignatureFacts.State;
import dev.inkan.gate.decision.Why;
import dev.inkan.registry.content.Digest;
import dev.inkan.verifier.check.Certified;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A decision for people: the verdict and the digest, who signed, what was found and where, what to do. */
public final class VerdictText {
  private final DecisionRecord record;
  private final List<String> lines = new ArrayList<>();

  private VerdictText(DecisionRecord record) {
    this.record = record;
  }

  /** The verdict in one line. */
  public static String headline(DecisionRecord record) {
    String verdict =
        switch (record.decision()) {
          case Decision.Admit ignored -> "ADMITTED";
          case Decision.Deny deny -> deny.enforced() ? "DENIED" : "DENIED, NOT ENFORCED";
          case Decision.Undetermined ignored -> "UNDETERMINED";
        };
    return verdict + "  " + name(record);
  }

  /** {@code REPOSITORY@DIGEST}, or the reference when no digest is known. */
  public static String name(DecisionRecord record) {
    Digest digest = record.digest();
    return digest == null ? record.reference() : record.facts().asked().repository() + "@" + digest;
  }

  /** Everything, a line each. */
  public static List<String> lines(DecisionRecord record) {
    var text = new VerdictText(record);
    text.lines.add(headline(record));
    text.body();
    return List.copyOf(text.lines);
  }

  private void body() {
    if (!record.reference().equals(name(record))) {
      line("asked for", record.reference());
    }
    record.signers().forEach(this::signer);
    why(record.decision());
    Why why = reason(record.decision());
    record.checks().stream().filter(check -> !check.why().equals(why)).forEach(this::check);
    rejected();
    for (DecisionRecord.Unread unread : record.unread()) {
      line("not read", unread.artifact() + " at " + unread.place() + on(unread.subject()) + ": "
          + unread.cause().kind() + ": " + unread.cause().detail());
    }
    record.places().forEach(this::place);
    if (!record.subjectFetched() && record.decision() instanceof Decision.Admit) {
      line("note", "the image itself was not read: its digest was given, and that is what is signed");
    }
    hint(record.decision());
  }

  private void signer(DecisionRecord.Signer signer) {
    line("signed by", signer.name() + on(signer.subject()));
    Holds holds = signer.holds();
    line("signature", signer.artifact() + " (" + holds.format() + ", " + signer.place() + ")");
    Certified certified = holds.certified();
    if (certified != null) {
      line("issued to", certified.subject() + " (" + certified.issuer() + ")");
      certified.times().forEach(time -> line("signed at", time.toString()));
      certified.logs().forEach(log -> line("logged by", log));
    }
    if (holds.identity() != null) {
      line("name", (holds.identity().isEmpty() ? "none" : holds.identity()) + " (signed, not demanded)");
    }
    new TreeMap<>(holds.annotations()).forEach((name, value) -> line("annotation", name + "=" + value));
    if (!holds.unchecked().isEmpty()) {
      line("note", "not checked yet, and not needed: " + String.join(", ", holds.unchecked()));
    }
  }

  /** Each reason once: a manifest may hold the signatures of many others. */
  private void rejected() {
    Map<String, Integer> times = new LinkedHashMap<>();
    for (DecisionRecord.Rejected rejected : record.rejected()) {
      String line = rejected.artifact() + " at " + rejected.place() + on(rejected.subject()) + ": "
          + rejected.reason().code() + ": " + rejected.reason().detail();
      times.merge(line, 1, Integer::sum);
    }
    times.forEach((line, count) -> line("rejected", line + (count == 1 ? "" : " (" + count + " times)")));
  }

  private void why(Decision decision) {
    Why why = reason(decision);
    if (why != null) {
      line("because", why.sentence() + " (" + why.code() + ")");
    }
  }

  private void hint(Decision decision) {
    Why why = reason(decision);
    if (why != null && !why.hint().isEmpty()) {
      line("hint", why.hint());
    }
  }

  private static @Nullable Why reason(Decision decision) {
    return switch (decision) {
      case Decision.Admit ignored -> null;
      case Decision.Deny deny -> deny.why();
      case Decision.Undetermined undetermined -> undetermined.why();
    };
  }

  private void check(Check check) {
    line("rule", check.rule() + ", " + check.clause() + ": " + check.outcome().name().toLowerCase(Locale.ROOT) + ": "
        + check.why().sentence());
  }

  private void place(DecisionRecord.Place place) {
    String name = place.fact().name() + on(place.subject());
    switch (place.fact().state()) {
      case State.Read read -> {
        line("looked at", name + ": " + (read.entries() == 0 ? "nothing there" : entries(read)));
        read.notices().forEach(notice -> line("notice", notice));
      }
      case State.NotOffered ignored -> line("looked at", name + ": the registry does not offer it");
      case State.NotLookedAt ignored -> line("not needed", name);
      case State.Refused(var reason) -> line("refused", name + ": " + reason.code() + ": " + reason.detail());
      case State.Unreadable(var cause) -> line("unreadable", name + ": " + cause.kind() + ": " + cause.detail());
    }
  }

  private static String entries(State.Read read) {
    return read.entries()
        + (read.entries() == 1 ? " entry" : " entries")
        + (read.toTheEnd() || read.entries() == 1 ? "" : ", as far as needed");
  }

  /** Of a child only, what it is about. */
  private String on(Digest subject) {
    return Objects.equals(subject, record.digest()) ? "" : " on child " + subject;
  }

  private void line(String name, String value) {
    lines.add("  %-10s  %s".formatted(name, value));
  }
}
