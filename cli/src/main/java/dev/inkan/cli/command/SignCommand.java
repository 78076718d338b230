package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.keys.KeyFlags;
import dev.inkan.cli.registry.AnyRegistry;
import dev.inkan.cli.registry.Images;
import dev.inkan.cli.registry.RegistryFlags;
import dev.inkan.cli.registry.SpokenRegistry;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.LocalFiles;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.signer.Plan;
import dev.inkan.signer.Signed;
import dev.inkan.signer.Signer;
import dev.inkan.signer.key.SigningKey;
import java.util.List;
import java.util.Map;

/** {@code inkan sign}. */
public final class SignCommand implements Command {
  private static final Flag FORMAT =
      Flag.of("--format", "FORMAT", "sigstore: a v0.3 bundle as an OCI referrer, what cosign 3 writes (default)")
          .repeated(null);
  private static final Flag ANNOTATION =
      Flag.of("--annotation", "NAME=VALUE", "what to sign besides the digest").repeated("-a");
  private static final Flag RECURSIVE =
      Flag.toggle("--recursive", "-r", "sign an index and everything that it lists, each by itself");
  private static final Flag DRY_RUN = Flag.toggle("--dry-run", null, "only say what would be written");
  private static final Flag OUTPUT_SIGNATURE =
      Flag.of("--output-signature", "FILE", "write the signature to a new file instead of publishing it");
  private static final Flag PRINT_DIGEST =
      Flag.toggle("--print-digest", null, "print nothing but REPOSITORY@DIGEST of what is signed, for scripts");

  private final Surroundings surroundings;

  public SignCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan sign",
        "make signatures and publish them beside the images",
        "IMAGE...",
        1,
        Usage.ANY,
        List.of(
            new Usage.Section(
                "Flags",
                List.of(
                    KeyFlags.PRIVATE_KEY, FORMAT, ANNOTATION, RECURSIVE, DRY_RUN, OUTPUT_SIGNATURE, PRINT_DIGEST)),
            RegistryFlags.SECTION),
        List.of(
            "inkan sign --key release.key registry.example.com/app@sha256:...",
            "inkan sign --key env://RELEASE_KEY -a build=1234 -r registry.example.com/app:v1"),
        List.of(
            "A tag is resolved once, and the digest is signed. Signing again changes nothing and says so. When what "
                + "is there cannot be read, nothing is written and the exit code is 3.",
            "The password of the key comes from INKAN_PASSWORD (or COSIGN_PASSWORD), from a terminal, or from "
                + "standard input.",
            "Exit codes: 0 signed, or signed already; 1 no such image, or one that is tampered with; 2 unusable "
                + "input; 3 could not be told or written: retry later."));
  }

  /** What all images of a run are signed with. */
  private record Work(Signer signer, SpokenRegistry<AnyRegistry> registry, Arguments arguments, Terminal terminal) {
    Map<String, String> annotations() throws Failure {
      return arguments.pairs(ANNOTATION);
    }

    boolean isRecursive() {
      return arguments.has(RECURSIVE);
    }
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    for (String format : arguments.values(FORMAT)) {
      check(arguments, format);
    }
    var layouts = new LayoutRegistry(surroundings.directory());
    List<Reference> images = Images.parse(arguments.parameters(), layouts);
    checkOutputFile(arguments, images.size());
    arguments.pairs(ANNOTATION);
    HttpRegistryOptions options = RegistryFlags.read(arguments, surroundings, terminal);
    SigningKey key = KeyFlags.open(arguments, surroundings, terminal);
    // The time counts from here: a person may take as long for a password as it takes.
    try (AnyRegistry any = AnyRegistry.open(options, layouts)) {
      var registry = new SpokenRegistry<>(any, terminal);
      var work = new Work(new Signer(key, registry, registry), registry, arguments, terminal);
      Outcome outcome = Outcome.DONE;
      for (Reference image : images) {
        outcome = outcome.and(signOne(image, work));
      }
      return outcome;
    }
  }

  private static void check(Arguments arguments, String format) throws Failure {
    if (!format.equals("sigstore")) {
      boolean known = List.of("cosign", "notary-jws", "notary-cose").contains(format);
      throw Failure.unusable(
          arguments.source(FORMAT) + " " + format + (known ? " is not in this version yet" : " is no format"),
          "the format of this version is sigstore");
    }
  }

  private void checkOutputFile(Arguments arguments, int images) throws Failure {
    if (arguments.value(OUTPUT_SIGNATURE).isEmpty()) {
      return;
    }
    String file = arguments.value(OUTPUT_SIGNATURE).get();
    for (Flag other : List.of(DRY_RUN, RECURSIVE)) {
      if (arguments.has(other)) {
        throw Failure.unusable("--output-signature and " + other.name() + " do not go together");
      }
    }
    if (images != 1) {
      throw Failure.unusable("--output-signature takes one image, for one file holds one signature");
    }
    if (surroundings.files().exists(file)) {
      throw LocalFiles.alreadyThere(file);
    }
  }

  /** Signs one of the images; the others get their turn whatever happens. */
  private Outcome signOne(Reference image, Work work) throws Failure {
    try {
      sign(image, work);
      return Outcome.DONE;
    } catch (RegistryException e) {
      Failure failure = Images.failure(e);
      work.terminal.error("inkan sign: " + image + ": " + failure.sentence());
      failure.hints().forEach(hint -> work.terminal.note("hint: " + hint));
      return failure.outcome();
    }
  }

  private void sign(Reference image, Work work) throws RegistryException, Failure {
    RawManifest subject =
        switch (image) {
          case ByTag tag -> work.registry.resolve(tag);
          case ByDigest digest -> work.registry.manifest(digest);
        };
    Repository repository = image.repository();
    Report report = new Report(image, work);
    if (work.arguments.value(OUTPUT_SIGNATURE).isPresent()) {
      String file = work.arguments.value(OUTPUT_SIGNATURE).get();
      surroundings.files().create(file, work.signer.envelope(subject.digest(), work.annotations()));
      report.written(new ByDigest(repository, subject.digest()), file);
    } else if (work.arguments.has(DRY_RUN)) {
      for (Plan plan : plans(repository, subject, work)) {
        report.planned(plan);
      }
    } else {
      for (Signed signed : signAll(repository, subject, work)) {
        report.signed(signed);
      }
    }
  }

  private List<Plan> plans(Repository repository, RawManifest subject, Work work) throws RegistryException, Failure {
    var now = surroundings.clock().instant();
    return work.isRecursive()
        ? work.signer.planTree(repository, subject, work.annotations(), now)
        : List.of(work.signer.plan(repository, subject, work.annotations(), now));
  }

  private List<Signed> signAll(Repository repository, RawManifest subject, Work work)
      throws RegistryException, Failure {
    var now = surroundings.clock().instant();
    return work.isRecursive()
        ? work.signer.signTree(repository, subject, work.annotations(), now)
        : List.of(work.signer.sign(repository, subject, work.annotations(), now));
  }

  /** Says what was done to one image. */
  private static final class Report {
    private final Reference image;
    private final Terminal terminal;
    private final boolean digestOnly;

    Report(Reference image, Work work) {
      this.image = image;
      this.terminal = work.terminal;
      this.digestOnly = work.arguments.has(PRINT_DIGEST);
    }

    void signed(Signed signed) {
      switch (signed) {
        case Signed.Published published -> {
          say("signed", published.subject());
          line("signature", published.artifact() + " (sigstore, " + published.seenAt().label() + ")");
          terminal.note(
              "cosign 1 and 2, podman, skopeo and others that look for .sig tags will not see it; cosign 3 does");
        }
        case Signed.AlreadyThere there -> {
          say("already signed", there.subject());
          line("signature", there.artifact() + " (sigstore)");
          line(
              "changed",
              there.mended() ? "it was not listed where readers look; now it is" : "nothing");
        }
      }
    }

    void planned(Plan plan) {
      switch (plan) {
        case Plan.Write write -> {
          say("would sign", write.subject());
          line("blob", write.bundle().size() + " bytes (sigstore)");
          line("manifest", write.manifest().bytes().size() + " bytes");
          line(
              "listed by",
              write.apiOffered() ? "the registry (referrers-api)" : "an index, written as well (fallback-tag)");
        }
        case Plan.Mend mend -> {
          say("would mend", mend.subject());
          line("signature", mend.manifest().digest() + " would be listed where readers look");
        }
        case Plan.Nothing nothing -> {
          say("already signed", nothing.subject());
          line("signature", nothing.artifact() + " (sigstore)");
        }
      }
    }

    void written(ByDigest subject, String file) {
      say("signed", subject.digest());
      line("signature", file + " (sigstore, not published)");
    }

    private void say(String what, Object digest) {
      terminal.result((digestOnly ? "" : what + "  ") + image.repository() + "@" + digest);
    }

    private void line(String name, String value) {
      if (!digestOnly) {
        terminal.result("  %-10s  %s".formatted(name, value));
      }
    }
  }
}
