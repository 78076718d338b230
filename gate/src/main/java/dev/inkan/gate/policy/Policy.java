package dev.inkan.gate.policy;

import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference;
import dev.inkan.verifier.trust.TrustStore;
import dev.inkan.verifier.trust.TrustedSigner;
import dev.inkan.verifier.trust.Who;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is trusted, and what is enough. Every rule that matches an image applies to it.
 *
 * @param version of the text, from 1, or null when it has none
 * @param expires the moment from which on the policy says nothing any more, or null
 */
public record Policy(
    String name,
    @Nullable Integer version,
    @Nullable Instant expires,
    NoMatch noMatch,
    TrustStore signers,
    List<Rule> rules) {

  /** Throws {@link IllegalArgumentException} without rules, with two of one name, or with an undefined signer. */
  public Policy {
    rules = List.copyOf(rules);
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("a policy without rules");
    }
    Set<String> defined = signers.signers().stream().map(TrustedSigner::name).collect(Collectors.toSet());
    var names = new HashSet<String>();
    for (Rule rule : rules) {
      if (!names.add(rule.name()) || !defined.containsAll(rule.signatures().signers())) {
        throw new IllegalArgumentException("rule " + rule.name() + " stands twice or names an undefined signer");
      }
    }
  }

  /**
   * Asks for a signature by this one signer, whatever the image is called: what {@code verify --key} and
   * {@code --certificate-identity} mean.
   */
  public static Policy requiring(TrustedSigner signer) {
    String name = signer.who() instanceof Who.Key ? "key" : "identity";
    var rule = new Rule(name, List.of(ImagePattern.everything()), new Requirement.Signer(signer.name()));
    return new Policy(name, null, null, NoMatch.DENY, new TrustStore(List.of(signer)), List.of(rule));
  }

  /** The rules that are about this image, in the order of the file. */
  public List<Rule> matching(Reference reference) {
    return rules.stream().filter(rule -> rule.matches(reference)).toList();
  }

  /** Whether the policy still says something at {@code now}. */
  public boolean isInForce(Instant now) {
    return expires == null || now.isBefore(expires);
  }

  /**
   * Identifies what the policy means, key material included: equal for files that differ in comments or spelling only,
   * another one when a key file has changed. The SHA-256 of {@link PolicyJson}.
   */
  public Digest digest() {
    return Digest.sha256(PolicyJson.bytes(this));
  }
}
