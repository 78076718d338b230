package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.registry.Passage;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.copy.CopyOptions;
import dev.inkan.registry.copy.Family;
import dev.inkan.registry.copy.TagRule;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.reference.Reference.ByTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The flags of the commands that carry images from one place to another, and what they say. */
final class CarryFlags {
  /** Tags beside an image in which cosign keeps signatures, attestations and bills of materials. */
  static final List<Family> FAMILIES = List.of(Family.ofLayers("sig"), Family.ofLayers("att"), Family.ofOne("sbom"));

  /** What there is to carry may be large. */
  static final Duration LONGEST = Duration.ofHours(1);

  private static final int DEFAULT_JOBS = 8;
  private static final int MAX_JOBS = 64;

  static final Flag DRY_RUN = Flag.toggle("--dry-run", null, "only say what would be written");
  static final Flag JOBS =
      Flag.of("--jobs", "N", "how many requests are made at a time (default " + DEFAULT_JOBS + ")");
  static final Flag FILE =
      Flag.of("--file", "LIST", "carry what this file names, too, a pair SRC DST a line; - is standard input");
  static final Flag EXPECT =
      Flag.of("--expect", "DIGEST", "move the destination's tag if it names this, and only then").typedOnly();
  static final Flag OVERWRITE = Flag.toggle(
          "--overwrite", null, "move the destination's tag whatever it names, and replace another .sbom there")
      .typedOnly();
  static final Flag PRINT_DIGEST =
      Flag.toggle("--print-digest", null, "print nothing but REPOSITORY@DIGEST of what arrived, for scripts");

  static final List<Flag> ALL = List.of(DRY_RUN, JOBS, FILE, EXPECT, OVERWRITE, PRINT_DIGEST);

  private CarryFlags() {}

  static CopyOptions options(Arguments arguments) throws Failure {
    int jobs = arguments.number(JOBS, MAX_JOBS).orElse(DEFAULT_JOBS);
    if (jobs == 0) {
      throw Failure.unusable(arguments.source(JOBS) + " leaves nobody to do the work");
    }
    return new CopyOptions(FAMILIES, jobs, arguments.has(OVERWRITE));
  }

  static TagRule rule(Arguments arguments) throws Failure {
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

  /** Every pair, read before anything is done with any. */
  static List<Passage> passages(
      String command, Arguments arguments, Surroundings surroundings, LayoutRegistry layouts) throws Failure {
    List<String> typed = arguments.parameters();
    String help = "inkan " + command + " --help shows what it takes";
    var passages = new ArrayList<Passage>();
    if (typed.size() == 1) {
      throw Failure.unusable("it needs SRC and DST", help);
    }
    if (!typed.isEmpty()) {
      passages.add(Passage.parse(typed.get(0), typed.get(1), layouts));
    }
    Optional<String> list = arguments.value(FILE);
    if (list.isPresent()) {
      passages.addAll(Passage.read(list.get(), surroundings, layouts));
    }
    if (passages.isEmpty()) {
      throw Failure.unusable("it needs SRC and DST, or --file LIST", help);
    }
    if (passages.size() > 1 && arguments.value(EXPECT).isPresent()) {
      throw Failure.unusable("--expect names what one destination holds, and there are " + passages.size());
    }
    return passages;
  }

  /** The end of a command whose destination's tag names {@code holds}, or nothing though something was expected. */
  static Failure taken(ByTag tag, @Nullable Digest holds, Digest image, TagRule rule) {
    return Failure.of(
        Outcome.DENIED,
        tag + " " + (holds == null ? "is not there" : "names " + holds) + ", not the image, which is " + image,
        rule.expect() == null
            ? "--expect " + holds + " moves it, --overwrite moves it whatever it names"
            : "it was expected to name " + rule.expect());
  }

  /** The end of a command whose destination has one document where one only can be, and another than the source's. */
  static Failure occupied(ByTag tag) {
    return Failure.of(
        Outcome.DENIED,
        tag + " holds another document than the source's, and one tag holds one only",
        "--overwrite puts the source's in its place");
  }
}
