package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.keys.KeyFlags;
import dev.inkan.cli.registry.AnyRegistry;
import dev.inkan.cli.registry.Images;
import dev.inkan.cli.registry.RegistryFlags;
import dev.inkan.cli.registry.SpokenRegistry;
import dev.inkan.cli.report.SigningText;
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
import dev.inkan.signer.Intent;
import dev.inkan.signer.SignatureStyle;
import dev.inkan.signer.Signed;
import dev.inkan.signer.Signer;
import dev.inkan.signer.key.SigningKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code inkan sign}. */
public final class SignCommand implements Command {
  private static final Flag ANNOTATION =
      Flag.of("--annotation", "NAME=VALUE", "what to sign besides the digest").repeated("-a");
  private static final Flag RECURSIVE =
      Flag.toggle("--recursive", "-r", "sign an index and everything that it lists, each by itself");
  private static final Flag DRY_RUN = Flag.toggle("--dry-run", null, "only say what would be written");
  private static final Flag IDENTITY = Flag.of(
      "--sign-container-identity",
      "NAME",
      "what to call the image in a signature of --format cosign (default: as it is named here, with its tag)");
  private static final Flag OUTPUT_SIGNATURE =
      Flag.of("--output-signature", "FILE", "write the signature to a new file instead of publishing it");
  private static final Flag OUTPUT_PAYLOAD = Flag.of(
      "--output-payload", "FILE", "with --format cosign and --output-signature: write what is signed to a new file");
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
                    KeyFlags.PRIVATE_KEY,
                    SignFormats.FLAG,
                    ANNOTATION,
                    RECURSIVE,
                    IDENTITY,
                    DRY_RUN,
                    OUTPUT_SIGNATURE,
                    OUTPUT_PAYLOAD,
                    PRINT_DIGEST)),
            RegistryFlags.SECTION),
        List.of(
            "inkan sign --key release.key registry.example.com/app@sha256:...",
            "inkan sign --key env://RELEASE_KEY -a build=1234 -r registry.example.com/app:v1",
            "inkan sign --key release.key --format sigstore --format cosign registry.example.com/app:v1"),
        List.of(
            "A tag is resolved once, and the digest is signed. Signing again changes nothing and says so. When what "
                + "is there cannot be read, nothing is written and the exit code is 3.",
            "A signature of --format cosign names the image: by its tag when it is signed by tag, which is what podman, "
                + "skopeo and CRI-O ask for by default, without one when by digest.",
            "The password of the key comes from INKAN_PASSWORD (or COSIGN_PASSWORD), from a terminal, or from "
                + "standard input.",
            "Exit codes: 0 signed, or signed already; 1 no such image, or one that is tampered with; 2 unusable "
                + "input; 3 could not be told or written: retry later."));
  }

  /** What all images of a run are signed with. */
  private record Work(
      SignFormats formats,
      List<SignatureStyle> styles,
      SpokenRegistry<AnyRegistry> registry,
      Arguments arguments,
      Terminal terminal,
      Set<Reference> written) {
    boolean isRecursive() {
      return arguments.has(RECURSIVE);
    }

    Signer signer() {
      return new Signer(styles, registry, registry);
    }
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    SignFormats formats = SignFormats.read(arguments);
    var layouts = new LayoutRegistry(surroundings.directory());
    List<Reference> images = Images.parse(arguments.parameters(), layouts);
    checkName(arguments, formats, images);
    checkOutputFiles(arguments, formats, images.size());
    arguments.pairs(ANNOTATION);
    HttpRegistryOptions options = RegistryFlags.read(arguments, surroundings, terminal);
    SigningKey key = KeyFlags.open(arguments, surroundings, terminal);
    // The time counts from here: a person may take as long for a password as it takes.
    try (AnyRegistry any = AnyRegistry.open(options, layouts)) {
      var registry = new SpokenRegistry<>(any, terminal);
      var work = new Work(
          formats, formats.styles(key, registry), registry, arguments, terminal, new LinkedHashSet<>());
      Outcome outcome = Outcome.DONE;
      for (Reference image : images) {
        outcome = outcome.and(signOne(image, work));
      }
      sayWhoWillNotSee(work);
      return outcome;
    }
  }

  private static void checkName(Arguments arguments, SignFormats formats, List<Reference> images) throws Failure {
    Optional<String> name = arguments.value(IDENTITY);
    if (name.isEmpty()) {
      checkNamed(formats, images);
      return;
    }
    if (!formats.signName()) {
      throw Failure.unusable(arguments.source(IDENTITY) + " needs --format cosign: no other format signs a name");
    }
    if (images.size() != 1) {
      throw Failure.unusable(arguments.source(IDENTITY) + " takes one image, for one name is one image's");
    }
    if (name.get().isBlank()) {
      throw Failure.unusable(arguments.source(IDENTITY) + " is empty");
    }
  }

  /** A folder's name is no image's. */
  private static void checkNamed(SignFormats formats, List<Reference> images) throws Failure {
    for (Reference image : images) {
      if (formats.signName() && image.repository().isLayout()) {
        throw Failure.unusable(
            "a signature of --format cosign names the image, and " + image.repository() + " has no name",
            "--sign-container-identity HOST/REPOSITORY:TAG says what it will be called");
      }
    }
  }

  private void checkOutputFiles(Arguments arguments, SignFormats formats, int images) throws Failure {
    boolean payload = arguments.value(OUTPUT_PAYLOAD).isPresent();
    if (arguments.value(OUTPUT_SIGNATURE).isEmpty()) {
      if (payload) {
        throw Failure.unusable("--output-payload needs --output-signature");
      }
      return;
    }
    for (Flag other : List.of(DRY_RUN, RECURSIVE)) {
      if (arguments.has(other)) {
        throw Failure.unusable("--output-signature and " + other.name() + " do not go together");
      }
    }
    if (images != 1 || formats.names().size() != 1) {
      throw Failure.unusable("--output-signature takes one image"
          + (images == 1 ? " in one format" : "") + ", for one file holds one signature");
    }
    if (payload != formats.signName()) {
      throw Failure.unusable(
          payload
              ? "--output-payload needs --format cosign: a bundle holds what is signed"
              : "--output-signature with --format cosign needs --output-payload FILE: both are needed to verify");
    }
    for (Flag file : List.of(OUTPUT_SIGNATURE, OUTPUT_PAYLOAD)) {
      if (arguments.value(file).isPresent() && surroundings.files().exists(arguments.value(file).get())) {
        throw LocalFiles.alreadyThere(arguments.value(file).get());
      }
    }
  }

  private static void sayWhoWillNotSee(Work work) {
    if (work.written.isEmpty()) {
      return;
    }
    work.formats.blindSpot().ifPresent(work.terminal::note);
    boolean nameless = work.written.stream().anyMatch(ByDigest.class::isInstance);
    if (work.formats.signName() && nameless && work.arguments.value(IDENTITY).isEmpty()) {
      work.terminal.note("podman, skopeo and CRI-O accept a name without a tag only where their policy says "
          + "matchRepository: sign by tag, or with --sign-container-identity NAME:TAG, for the others");
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
    var intent = new Intent(
        work.arguments.pairs(ANNOTATION), imageName(image, work.arguments), surroundings.clock().instant());
    var text = new SigningText("signed", repository, work.terminal, work.arguments.has(PRINT_DIGEST));
    if (work.arguments.value(OUTPUT_SIGNATURE).isPresent()) {
      String file = work.arguments.value(OUTPUT_SIGNATURE).get();
      write(work.styles.getFirst().detached(subject.digest(), intent), file, work.arguments);
      text.written(subject.digest(), work.styles.getFirst().format(), file);
    } else if (work.arguments.has(DRY_RUN)) {
      text.planned(
          work.isRecursive()
              ? work.signer().planTree(repository, subject, intent)
              : work.signer().plan(repository, subject, intent));
    } else {
      List<Signed> signed =
          work.isRecursive()
              ? work.signer().signTree(repository, subject, intent)
              : work.signer().sign(repository, subject, intent);
      text.signed(signed);
      if (signed.stream().anyMatch(Signed.Published.class::isInstance)) {
        work.written.add(image);
      }
    }
  }

  /** As containers/image does it: by tag with the tag, which its default rule asks for. */
  private static String imageName(Reference image, Arguments arguments) {
    return arguments.value(IDENTITY).orElseGet(() -> switch (image) {
      case ByTag tag -> tag.repository() + ":" + tag.tag();
      case ByDigest digest -> digest.repository().toString();
    });
  }

  /** Both files or none. */
  private void write(SignatureStyle.Detached detached, String file, Arguments arguments) throws Failure {
    surroundings.files().create(file, detached.signature());
    if (detached.payload().isPresent() && arguments.value(OUTPUT_PAYLOAD).isPresent()) {
      try {
        surroundings.files().create(arguments.value(OUTPUT_PAYLOAD).get(), detached.payload().get());
      } catch (Failure e) {
        surroundings.files().delete(file);
        throw e;
      }
    }
  }
}
