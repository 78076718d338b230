package dev.inkan.cli.keys;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.gate.policy.Policy;
import dev.inkan.gate.policy.PolicyException;
import dev.inkan.verifier.trust.TrustedSigner;
import dev.inkan.verifier.trust.Who;
import java.util.List;
import java.util.Optional;

/** The flags that say whom a deciding command trusts. */
public final class TrustFlags {
  public static final Flag KEY = Flag.of(
          "--key", "REF", "require a signature by this public key: a file (PEM), or env://NAME")
      .decidingTrust();
  public static final Flag POLICY = Flag.of("--policy", "FILE", "require what this policy says").decidingTrust();

  private TrustFlags() {}

  /**
   * Whom to trust; empty when a policy is refused, which was said then.
   *
   * @throws Failure UNUSABLE when nobody is trusted, both flags are given, or a key cannot be used
   */
  public static Optional<Policy> policy(Arguments arguments, Surroundings surroundings, Terminal terminal)
      throws Failure {
    Optional<String> key = arguments.value(KEY);
    Optional<String> policy = arguments.value(POLICY);
    Optional<Who.Identity> identity = RootFlags.identity(arguments, surroundings);
    requireOne(arguments, surroundings, key.isPresent(), policy.isPresent(), identity.isPresent());
    for (Flag flag : fromEnvironment(arguments)) {
      terminal.note("whom to trust comes from " + flag.environmentName());
    }
    if (identity.isPresent()) {
      Who.Identity who = identity.get();
      terminal.detail("trust: certificates of " + who + " by " + RootFlags.rootName(arguments));
      return Optional.of(Policy.requiring(new TrustedSigner(who.subject(), who)));
    }
    if (key.isPresent()) {
      KeyReference reference = KeyReference.parse(key.get());
      VerificationKey trusted = PublicKeyFiles.read(reference, surroundings);
      terminal.detail("trust: the key " + reference.shown() + " (" + trusted.algorithm() + ", "
          + trusted.fingerprint() + ")");
      return Optional.of(Policy.requiring(new TrustedSigner(reference.name(), trusted)));
    }
    try {
      Policy read = PolicyFile.read(policy.orElseThrow(), surroundings);
      terminal.detail("policy: " + policy.get() + " (" + read.name() + ", " + read.digest() + ")");
      return Optional.of(read);
    } catch (PolicyException e) {
      terminal.error(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static void requireOne(
      Arguments arguments, Surroundings surroundings, boolean key, boolean policy, boolean identity) throws Failure {
    if (key && policy) {
      throw Failure.unusable(arguments.source(KEY) + " and " + arguments.source(POLICY) + " do not go together");
    }
    if (identity && (key || policy)) {
      throw Failure.unusable(
          arguments.source(RootFlags.IDENTITY) + " and " + arguments.source(key ? KEY : POLICY) + " do not go together");
    }
    if (!key && !policy && !identity) {
      throw nobodyTrusted(surroundings);
    }
  }

  private static Failure nobodyTrusted(Surroundings surroundings) {
    boolean inEnvironment = List.of(KEY, POLICY, RootFlags.IDENTITY).stream()
        .anyMatch(flag -> !surroundings.environment().getOrDefault(flag.environmentName(), "").isEmpty());
    return Failure.unusable(
        "nobody is trusted: give --policy FILE, --key REF, or --certificate-identity with --certificate-oidc-issuer",
        inEnvironment
            ? "INKAN_KEY, INKAN_POLICY and INKAN_CERTIFICATE_IDENTITY count only with --trust-env"
            : "an image that nobody trusted has signed cannot be told from any other");
  }

  /** The flags of trust that the environment gave. */
  public static List<Flag> fromEnvironment(Arguments arguments) {
    return arguments.fromEnvironment().stream()
        .filter(flag -> flag.variable() == Flag.Variable.IF_TRUSTED)
        .toList();
  }
}
