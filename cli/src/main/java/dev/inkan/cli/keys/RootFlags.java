package dev.inkan.cli.keys;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.registry.content.Bytes;
import dev.inkan.verifier.trust.MalformedTrustedRoot;
import dev.inkan.verifier.trust.TrustedRoot;
import dev.inkan.verifier.trust.TrustedRoots;
import dev.inkan.verifier.trust.Who;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The flags that say which Sigstore instance is trusted, and whose signature is asked for there. */
public final class RootFlags {
  public static final Flag IDENTITY = Flag.of(
          "--certificate-identity", "ID", "whom the certificate must be issued to: an e-mail address or a URI, exactly")
      .decidingTrust();
  public static final Flag ISSUER = Flag.of(
          "--certificate-oidc-issuer", "URL", "who must have vouched for that identity, exactly")
      .decidingTrust();
  public static final Flag TRUSTED_ROOT = Flag.of(
          "--trusted-root", "FILE", "the Sigstore instance to trust (default: the public-good one, as of this version)")
      .decidingTrust();
  private static final String PUBLIC_GOOD = "/dev/inkan/cli/public-good.json";
  private static final int MAX_ROOT = 4 << 20;

  private RootFlags() {}

  /**
   * Whose signature is asked for; empty when neither flag is given.
   *
   * @throws Failure UNUSABLE when only one is, since an identity means nothing without who vouches for it; or as
   *     {@link #root}
   */
  public static Optional<Who.Identity> identity(Arguments arguments, Surroundings surroundings) throws Failure {
    Optional<String> identity = arguments.value(IDENTITY);
    Optional<String> issuer = arguments.value(ISSUER);
    if (identity.isPresent() != issuer.isPresent()) {
      throw Failure.unusable("--certificate-identity and --certificate-oidc-issuer belong together");
    }
    if (identity.isPresent() && (identity.get().isBlank() || issuer.orElse("").isBlank())) {
      throw Failure.unusable("an empty --certificate-identity or --certificate-oidc-issuer would be anybody's");
    }
    return identity.isEmpty()
        ? Optional.empty()
        : Optional.of(new Who.Identity(issuer.orElseThrow(), identity.get(), root(arguments, surroundings)));
  }

  /**
   * The instance to trust.
   *
   * @throws Failure UNUSABLE when the file is not there, or is no trusted root; the built-in one is then not taken
   */
  private static TrustedRoot root(Arguments arguments, Surroundings surroundings) throws Failure {
    Optional<String> file = arguments.value(TRUSTED_ROOT);
    if (file.isEmpty()) {
      return publicGood();
    }
    try {
      return TrustedRoots.parse(surroundings.files().read("trusted root", file.get(), MAX_ROOT));
    } catch (MalformedTrustedRoot e) {
      throw Failure.unusable("the trusted root " + file.get() + " cannot be used: " + e.getMessage());
    }
  }

  /** What the root is called in a report. */
  static String rootName(Arguments arguments) {
    return arguments.value(TRUSTED_ROOT).orElse("the public-good instance");
  }

  /** The public-good instance (docs/decisions/0023). */
  private static TrustedRoot publicGood() {
    try (InputStream in = RootFlags.class.getResourceAsStream(PUBLIC_GOOD)) {
      if (in == null) {
        throw new IllegalStateException("the build has no " + PUBLIC_GOOD);
      }
      return TrustedRoots.parse(Bytes.of(in.readAllBytes()));
    } catch (MalformedTrustedRoot e) {
      throw new IllegalStateException("the built-in trusted root is none", e);
    } catch (IOException e) {
      throw new UncheckedIOException("a resource cannot be read", e);
    }
  }
}
