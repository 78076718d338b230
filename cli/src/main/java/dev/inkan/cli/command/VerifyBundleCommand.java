package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.keys.ArtifactFile;
import dev.inkan.cli.keys.KeyReference;
import dev.inkan.cli.keys.PublicKeyFiles;
import dev.inkan.cli.keys.RootFlags;
import dev.inkan.cli.keys.TrustFlags;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.registry.content.Bytes;
import dev.inkan.verifier.reason.Reason;
import dev.inkan.verifier.sigstore.Artifact;
import dev.inkan.verifier.sigstore.BundleCheck;
import dev.inkan.verifier.sigstore.CertificateIdentity;
import dev.inkan.verifier.sigstore.Proof;
import dev.inkan.verifier.trust.Who;
import java.util.List;
import java.util.Optional;

/** {@code inkan verify-bundle}; the flags are those of the sigstore-conformance client protocol. */
public final class VerifyBundleCommand implements Command {
  private static final Flag BUNDLE = Flag.of("--bundle", "FILE", "the Sigstore bundle that lies beside the file");

  private final Surroundings surroundings;

  public VerifyBundleCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan verify-bundle",
        "decide whether a Sigstore bundle proves who signed a file, without asking anybody",
        "FILE|sha256:DIGEST",
        1,
        1,
        List.of(
            new Usage.Section(
                "Flags",
                List.of(
                    BUNDLE,
                    RootFlags.IDENTITY,
                    RootFlags.ISSUER,
                    TrustFlags.KEY,
                    RootFlags.TRUSTED_ROOT,
                    Usage.TRUST_ENV))),
        List.of(
            "inkan verify-bundle --bundle app.tar.sigstore.json --certificate-identity me@example.com "
                + "--certificate-oidc-issuer https://accounts.example.com app.tar",
            "inkan verify-bundle --bundle app.tar.sigstore.json --key release.pub app.tar"),
        List.of(
            "A name that is a file's is the file, whatever it looks like. Nothing is asked over the network: what is "
                + "trusted is --trusted-root, or the public-good instance as it was when this version was made.",
            "Exit codes: 0 it is proven; 1 it is not; 2 unusable input."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    String name = arguments.parameters().getFirst();
    String bundle = arguments.value(BUNDLE)
        .orElseThrow(() -> Failure.unusable("it needs --bundle FILE", "inkan verify-bundle --help shows what it takes"));
    Who who = who(arguments);
    for (Flag flag : TrustFlags.fromEnvironment(arguments)) {
      terminal.note("whom to trust comes from " + flag.environmentName());
    }
    Artifact artifact = ArtifactFile.read(name, surroundings);
    Bytes content = surroundings.files().read("bundle", bundle, new SigstoreBundle().maxBytes());
    Proof proof = proof(content, artifact, who);
    return report(name, artifact, proof, terminal);
  }

  private Who who(Arguments arguments) throws Failure {
    Optional<String> key = arguments.value(TrustFlags.KEY);
    Optional<Who.Identity> identity = RootFlags.identity(arguments, surroundings);
    if (key.isPresent() == identity.isPresent()) {
      throw Failure.unusable(
          key.isPresent()
              ? "--key and --certificate-identity do not go together"
              : "nobody is trusted: give --key REF, or --certificate-identity with --certificate-oidc-issuer");
    }
    return key.isPresent()
        ? new Who.Key(PublicKeyFiles.read(KeyReference.parse(key.get()), surroundings))
        : identity.orElseThrow();
  }

  private Proof proof(Bytes bundle, Artifact artifact, Who who) {
    try {
      return BundleCheck.check(SigstoreBundle.openFile(bundle), artifact, who, surroundings.clock().instant());
    } catch (MalformedEnvelope e) {
      return new Proof.Refused(Reason.of(e));
    }
  }

  private static Outcome report(String name, Artifact artifact, Proof proof, Terminal terminal) {
    return switch (proof) {
      case Proof.Proven proven -> {
        terminal.result("PROVEN  " + name);
        line(terminal, "digest", artifact.digest().toString());
        CertificateIdentity identity = proven.identity();
        line(terminal, "signed by", identity == null ? "the key" : identity.toString());
        if (identity != null) {
          identity.extensions().forEach((extension, value) -> terminal.detail(extension + ": " + value));
        }
        proven.times().forEach(time -> line(terminal, "signed at", time.toString()));
        proven.logs().forEach(log -> line(terminal, "logged by", log));
        yield Outcome.DONE;
      }
      case Proof.Refused refused -> {
        terminal.result("NOT PROVEN  " + name);
        line(terminal, "digest", artifact.digest().toString());
        line(terminal, "because", refused.reason().detail() + " (" + refused.reason().code() + ")");
        yield Outcome.DENIED;
      }
    };
  }

  private static void line(Terminal terminal, String label, String text) {
    terminal.result("  " + label + " ".repeat(Math.max(1, 12 - label.length())) + text);
  }
}
