package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.keys.RootFlags;
import dev.inkan.cli.keys.TrustFlags;
import dev.inkan.cli.registry.AnyRegistry;
import dev.inkan.cli.registry.ImageList;
import dev.inkan.cli.registry.Images;
import dev.inkan.cli.registry.RegistryFlags;
import dev.inkan.cli.registry.SpokenRegistry;
import dev.inkan.cli.report.VerdictJson;
import dev.inkan.cli.report.VerdictText;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.gate.Gate;
import dev.inkan.gate.decision.DecisionRecord;
import dev.inkan.gate.policy.Policy;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.snapshot.InlinedReader;
import dev.inkan.verifier.Verifier;
import dev.inkan.verifier.check.Demand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code inkan verify}. */
public final class VerifyCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final Flag ANNOTATION =
      Flag.of("--annotation", "NAME=VALUE", "demand that this is signed, too").repeated("-a");
  private static final Flag OUTPUT =
      Flag.of("--output", "FORM", "text or json (default text)").oneOf(List.of(TEXT, JSON));
  private static final Flag FILE =
      Flag.of("--file", "LIST", "verify what this file names, too, an image a line; - is standard input");
  private static final Flag PRINT_DIGEST = Flag.toggle(
      "--print-digest", null, "print nothing but REPOSITORY@DIGEST of what is admitted, for scripts");

  private final Surroundings surroundings;

  public VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan verify",
        "decide whether images may be used, and say why",
        "[IMAGE...]",
        0,
        Usage.ANY,
        List.of(
            new Usage.Section(
                "Flags", List.of(
                    TrustFlags.KEY,
                    TrustFlags.POLICY,
                    RootFlags.IDENTITY,
                    RootFlags.ISSUER,
                    RootFlags.TRUSTED_ROOT,
                    ANNOTATION,
                    FILE,
                    OUTPUT,
                    PRINT_DIGEST,
                    Usage.TRUST_ENV)),
            RegistryFlags.SECTION),
        List.of(
            "inkan verify --policy policy.yaml registry.example.com/app:v1",
            "inkan verify --key release.pub -a build=1234 registry.example.com/app@sha256:...",
            "inkan verify --certificate-identity me@example.com --certificate-oidc-issuer https://accounts.example.com "
                + "registry.example.com/app:v1",
            "inkan verify --policy policy.yaml --file images.txt",
            "docker run \"$(inkan verify --key release.pub --print-digest registry.example.com/app:v1)\""),
        List.of(
            "A list holds an image a line; # begins a comment. An empty one is refused, for nothing would be decided.",
            "Exit codes: 0 every image is admitted; 1 denied: unsigned, wrong signer, tampered, no such image; 2 "
            + "unusable input; 3 undetermined: what could turn the verdict could not be read, retry later. Of several "
            + "images the gravest (2, 1, 3, 0) counts."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    String output = output(arguments);
    var layouts = new LayoutRegistry(surroundings.directory());
    List<Reference> images = images(arguments, layouts);
    Map<String, String> annotations = arguments.pairs(ANNOTATION);
    Optional<Policy> policy = TrustFlags.policy(arguments, surroundings, terminal);
    if (policy.isEmpty()) {
      return Outcome.UNUSABLE;
    }
    try (AnyRegistry any = AnyRegistry.open(RegistryFlags.read(arguments, surroundings, terminal), layouts)) {
      var registry = new InlinedReader(new SpokenRegistry<>(any, terminal));
      var gate = new Gate(
          registry,
          policy.get(),
          trust -> new Verifier(registry, Formats.READ, trust, Demand.signature(annotations)));
      var records = new ArrayList<DecisionRecord>();
      for (Reference image : images) {
        records.add(gate.decide(image, surroundings.clock().instant()));
      }
      report(records, output, arguments, terminal);
      return records.stream().map(Verdicts::outcome).reduce(Outcome.DONE, Outcome::and);
    }
  }

  private List<Reference> images(Arguments arguments, LayoutRegistry layouts) throws Failure {
    var images = new ArrayList<>(Images.parse(arguments.parameters(), layouts));
    Optional<String> list = arguments.value(FILE);
    if (list.isPresent()) {
      images.addAll(ImageList.read(list.get(), surroundings, layouts));
    }
    if (images.isEmpty()) {
      throw Failure.unusable("it needs IMAGE... or --file LIST", "inkan verify --help shows what it takes");
    }
    return images;
  }

  private static String output(Arguments arguments) throws Failure {
    String output = arguments.value(OUTPUT).orElse(TEXT);
    if (List.of("sarif", "junit").contains(output)) {
      throw Failure.unusable("--output " + output + " is not in this version yet");
    }
    arguments.choice(OUTPUT);
    if (output.equals(JSON) && arguments.has(PRINT_DIGEST)) {
      throw Failure.unusable("--output json and --print-digest do not go together");
    }
    return output;
  }

  private static void report(
      List<DecisionRecord> records, String output, Arguments arguments, Terminal terminal) {
    if (output.equals(JSON)) {
      terminal.document(VerdictJson.of(
          records,
          TrustFlags.fromEnvironment(arguments).stream().map(Flag::environmentName).toList()));
      return;
    }
    for (DecisionRecord record : records) {
      if (arguments.has(PRINT_DIGEST)) {
        digestOnly(record, terminal);
      } else if (arguments.has(Usage.QUIET)) {
        terminal.result(VerdictText.headline(record));
      } else {
        VerdictText.lines(record).forEach(terminal::result);
      }
    }
  }

  private static void digestOnly(DecisionRecord record, Terminal terminal) {
    if (Verdicts.outcome(record) == Outcome.DONE) {
      terminal.result(VerdictText.name(record));
    } else {
      VerdictText.lines(record).forEach(terminal::error);
    }
  }
}
