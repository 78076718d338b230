package dev.inkan.cli.report;

import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.signer.Plan;
import dev.inkan.signer.Signed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What was signed or attached in one repository, or would be, for people: each digest once, every format below it. */
public final class SigningText {
  private final Repository repository;
  private final Terminal terminal;
  private final boolean digestOnly;
  private final String done;

  /**
   * Says it on a terminal.
   *
   * @param done what the command does, as it is called afterwards: {@code signed}
   * @param digestOnly whether nothing is said but {@code REPOSITORY@DIGEST}
   */
  public SigningText(String done, Repository repository, Terminal terminal, boolean digestOnly) {
    this.done = done;
    this.repository = repository;
    this.terminal = terminal;
    this.digestOnly = digestOnly;
  }

  public void signed(List<Signed> all) {
    bySubject(all, Signed::subject).forEach((subject, signed) -> {
      boolean isNew = signed.stream().anyMatch(Signed.Published.class::isInstance);
      say(isNew ? done : "already " + done, subject);
      signed.forEach(this::signed);
    });
  }

  private static <T> Map<Digest, List<T>> bySubject(List<T> all, Function<T, Digest> subject) {
    return all.stream().collect(Collectors.groupingBy(subject, LinkedHashMap::new, Collectors.toList()));
  }

  private void signed(Signed signed) {
    switch (signed) {
      case Signed.Published published ->
          line("signature", published.artifact() + " (" + published.format() + ", " + published.seenAt() + ")");
      case Signed.AlreadyThere there -> {
        line("signature", there.artifact() + " (" + there.format() + ")");
        line("changed", there.mended() ? "it was not listed where readers look; now it is" : "nothing");
      }
    }
  }

  public void planned(List<Plan> all) {
    bySubject(all, Plan::subject).forEach((subject, plans) -> {
      say(headline(plans), subject);
      plans.forEach(this::planned);
    });
  }

  private String headline(List<Plan> plans) {
    if (plans.stream().allMatch(Plan.Nothing.class::isInstance)) {
      return "already " + done;
    }
    return plans.stream().allMatch(plan -> plan instanceof Plan.Nothing || plan instanceof Plan.Mend)
        ? "would mend"
        : "would sign";
  }

  private void planned(Plan plan) {
    switch (plan) {
      case Plan.Write write -> {
        line("blob", write.bundle().size() + " bytes (" + write.format() + ")");
        line("manifest", write.manifest().bytes().size() + " bytes");
        line(
            "listed by",
            write.apiOffered() ? "the registry (referrers-api)" : "an index, written as well (fallback-tag)");
      }
      case Plan.Append append -> {
        line("blob", append.payload().size() + " bytes (" + append.format() + ")");
        line("listed by", "a layer more in the manifest of the tag (" + append.family() + "-tag)");
      }
      case Plan.Mend mend -> line("signature", mend.manifest().digest() + " would be listed where readers look");
      case Plan.Nothing nothing -> line("signature", nothing.artifact() + " (" + nothing.format() + ")");
    }
  }

  /** The signature is in that file, and was not published. */
  public void written(Digest subject, String format, String file) {
    say(done, subject);
    line("signature", file + " (" + format + ", not published)");
  }

  private void say(String what, Digest digest) {
    terminal.result((digestOnly ? "" : what + "  ") + repository + "@" + digest);
  }

  private void line(String name, String value) {
    if (!digestOnly) {
      terminal.result("  %-10s  %s".formatted(name, value));
    }
  }
}
