package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.registry.AnyRegistry;
import dev.inkan.cli.registry.Images;
import dev.inkan.cli.registry.RegistryFlags;
import dev.inkan.cli.registry.SpokenRegistry;
import dev.inkan.cli.report.SigningText;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.envelope.simplesigning.SimpleSigning;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.signer.Attacher;
import dev.inkan.signer.Signed;
import dev.inkan.signer.UnusableSignature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code inkan attach}. */
public final class AttachCommand implements Command {
  /** Of RSA with 4096 bits it has 684 characters. */
  private static final int MAX_SIGNATURE = 1 << 14;
  private static final Flag SIGNATURE = Flag.of(
      "--signature", "FILE", "a Sigstore bundle; or, with --payload, a signature in base64 for the .sig tag");
  private static final Flag PAYLOAD =
      Flag.of("--payload", "FILE", "what the signature in base64 is over, byte for byte");
  private static final Flag PRINT_DIGEST =
      Flag.toggle("--print-digest", null, "print nothing but REPOSITORY@DIGEST, for scripts");

  private final Surroundings surroundings;

  public AttachCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan attach",
        "publish a signature that was made elsewhere",
        "IMAGE",
        1,
        1,
        List.of(new Usage.Section("Flags", List.of(SIGNATURE, PAYLOAD, PRINT_DIGEST)), RegistryFlags.SECTION),
        List.of(
            "inkan attach --signature app.sigstore.json registry.example.com/app@sha256:...",
            "inkan attach --signature app.sig --payload app.json registry.example.com/app@sha256:..."),
        List.of(
            "The files are what sign --output-signature writes, or cosign --bundle, --output-signature and "
                + "--output-payload. They are published byte for byte, and read back. Attaching again changes nothing.",
            "What is signed must be about that very image. Whose signature it is, is not looked at here: verify does "
                + "that.",
            "Exit codes: 0 attached, or attached already; 1 no such image, or one that is tampered with; 2 unusable "
                + "input, such as a signature of another image; 3 could not be told or written: retry later."));
  }

  /** What is to be attached: a bundle when there is no payload. */
  private record Files(String name, Bytes signature, @Nullable Bytes payload) {
    Signed attach(Attacher attacher, Reference image, RawManifest subject, Surroundings surroundings)
        throws RegistryException, UnusableSignature {
      return payload == null
          ? attacher.bundle(image.repository(), subject, signature, surroundings.clock().instant())
          : attacher.simpleSigning(image.repository(), subject, payload, signature);
    }
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    var layouts = new LayoutRegistry(surroundings.directory());
    Reference image = Images.parse(arguments.parameters(), layouts).getFirst();
    Files files = read(arguments);
    try (AnyRegistry any = AnyRegistry.open(RegistryFlags.read(arguments, surroundings, terminal), layouts)) {
      var registry = new SpokenRegistry<>(any, terminal);
      RawManifest subject =
          switch (image) {
            case ByTag tag -> registry.resolve(tag);
            case ByDigest digest -> registry.manifest(digest);
          };
      Signed signed = files.attach(new Attacher(registry, registry), image, subject, surroundings);
      new SigningText("attached", image.repository(), terminal, arguments.has(PRINT_DIGEST))
          .signed(List.of(signed));
      return Outcome.DONE;
    } catch (RegistryException e) {
      throw Images.failure(e);
    } catch (UnusableSignature e) {
      throw Failure.unusable(files.name() + ": " + e.getMessage());
    }
  }

  private Files read(Arguments arguments) throws Failure {
    String name = arguments
        .value(SIGNATURE)
        .orElseThrow(() -> Failure.unusable(
            "no signature is given", "--signature FILE names it; sign --output-signature makes one"));
    if (arguments.value(PAYLOAD).isEmpty()) {
      return new Files(
          name, surroundings.files().read("signature", name, new SigstoreBundle().maxBytes()), null);
    }
    Bytes signature = decode(name, surroundings.files().read("signature", name, MAX_SIGNATURE));
    String payload = arguments.value(PAYLOAD).get();
    return new Files(
        name, signature, surroundings.files().read("payload", payload, new SimpleSigning().maxBytes()));
  }

  /** Other tools end the line. */
  private static Bytes decode(String name, Bytes file) throws Failure {
    try {
      return Base64Text.decode(file.utf8().strip());
    } catch (MalformedContent | MalformedEncoding e) {
      throw Failure.unusable(
          name + " is no signature in base64: " + e.getMessage(), "a bundle is attached without --payload");
    }
  }
}
