package dev.inkan.verifier.check;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.Envelope.Signature;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.claim.Claim;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Printable;
import dev.inkan.verifier.check.Verification.Rejected;
import dev.inkan.verifier.check.Verification.Verified;
import dev.inkan.verifier.reason.Reason;
import dev.inkan.verifier.reason.Reason.Code;
import dev.inkan.verifier.sigstore.CertificateIdentity;
import dev.inkan.verifier.sigstore.KeylessCheck;
import dev.inkan.verifier.sigstore.Proof;
import dev.inkan.verifier.trust.TrustStore;
import dev.inkan.verifier.trust.TrustedSigner;
import dev.inkan.verifier.trust.Who;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether one envelope proves that a trusted signer made the demanded claim about a digest. The order is the point:
 * first whose signature it is, over the exact signed bytes; only then what those bytes say.
 */
public final class EnvelopeCheck {
  private EnvelopeCheck() {}

  /**
   * Checks an envelope. Every trusted key is tried, whatever the envelope says whose it is: such a hint is not signed.
   *
   * @return Verified with the name of the signer whose key it was; else Rejected, by the first of: MALFORMED when it has
   *     several signatures, in whatever order, since one envelope is one signer's word in each format; when no trusted
   *     signer made it, what {@link KeylessCheck} says if somebody is trusted by certificate, else NOT_A_KEY_SIGNATURE if
   *     it came with certificates and BAD_SIGNATURE if not; MALFORMED,
   *     UNKNOWN_FORMAT or LIMIT when its payload is no claim; WRONG_CLAIM_TYPE; WRONG_CLAIM; WRONG_ANNOTATION
   */
  public static Verification check(
      Envelope envelope, Digest subject, TrustStore trust, Demand demand, Instant now) {
    if (envelope.signatures().size() != 1) {
      return rejected(Code.MALFORMED, envelope.signatures().size() + " signatures in one envelope; one is one's word");
    }
    TrustedSigner signer = null;
    Certified certified = null;
    Reason closest = null;
    for (TrustedSigner each : trust.signers()) {
      Proof proof = prove(envelope, each.who(), now);
      if (proof instanceof Proof.Proven proven) {
        signer = each;
        certified = certified(proven);
        break;
      }
      closest = closer(closest, ((Proof.Refused) proof).reason());
    }
    if (signer == null) {
      return new Rejected(closest == null ? noSigner(envelope.material()) : closest);
    }
    try {
      Claim claim = Claims.read(envelope);
      Rejected otherwise = otherwise(claim, subject, demand, "signed by " + signer.name() + ", but ");
      return otherwise == null
          ? new Verified(signer.name(), envelope.format(), claim, certified == null ? unchecked(envelope) : List.of(), certified)
          : otherwise;
    } catch (MalformedEnvelope e) {
      return new Rejected(Reason.of(e));
    }
  }

  /** Whether it is theirs. By a key there is only one reason why not, which is said when there is no other. */
  private static Proof prove(Envelope envelope, Who who, Instant now) {
    return switch (who) {
      case Who.Key(VerificationKey key) ->
          key.verifies(envelope.signedBytes(), envelope.signatures().getFirst().value())
              ? new Proof.Proven(null, List.of(), List.of())
              : new Proof.Refused(noSigner(envelope.material()));
      case Who.Identity identity -> envelope.material() instanceof Material.Certificates
          ? KeylessCheck.check(envelope, identity, now)
          : new Proof.Refused(noSigner(envelope.material()));
    };
  }

  private static @Nullable Certified certified(Proof.Proven proven) {
    CertificateIdentity identity = proven.identity();
    return identity == null
        ? null
        : new Certified(
            identity.issuer(), identity.subject(), identity.extensions(), proven.times(), proven.logs());
  }

  /** That it is somebody else's says more than what does not hold for a key, and less than what is wrong with it. */
  private static @Nullable Reason closer(@Nullable Reason one, @Nullable Reason other) {
    return one == null || (other != null && rank(other) > rank(one)) ? other : one;
  }

  private static int rank(Reason reason) {
    return switch (reason.code()) {
      case BAD_SIGNATURE, NOT_A_KEY_SIGNATURE -> 0;
      case WRONG_IDENTITY -> 2;
      default -> 1;
    };
  }

  private static Reason noSigner(Material material) {
    return switch (material) {
      case Material.PublicKeyHint ignored ->
          new Reason(Code.BAD_SIGNATURE, "no trusted key made this signature over these bytes");
      case Material.Certificates ignored ->
          new Reason(
              Code.NOT_A_KEY_SIGNATURE,
              "no trusted key made this signature; it came with a certificate, and nobody is trusted by certificate");
    };
  }

  /** What came along that this version takes no notice of; it makes nothing better or worse. */
  private static List<String> unchecked(Envelope envelope) {
    Stream<String> material =
        switch (envelope.material()) {
          case Material.PublicKeyHint ignored -> Stream.of();
          case Material.Certificates ignored -> Stream.of("certificate");
        };
    Stream<String> evidence = envelope.evidence().stream().map(one -> switch (one) {
      case Evidence.LogEntry ignored -> "log entry";
      case Evidence.Timestamp ignored -> "timestamp";
    });
    return Stream.concat(material, evidence).distinct().toList();
  }

  /** Why the claim is not the demanded one, or null when it is. */
  private static @Nullable Rejected otherwise(Claim claim, Digest subject, Demand demand, String by) {
    if (!demand.claimTypes().contains(claim.type())) {
      return rejected(
          Code.WRONG_CLAIM_TYPE, by + "it says " + Printable.quoted(claim.type()) + ", not " + demand.types());
    }
    if (!subject.isSupported()) {
      return rejected(Code.WRONG_CLAIM, by + "nothing can be proven against a digest of " + subject.algorithm());
    }
    if (!claim.isAbout(subject)) {
      return rejected(Code.WRONG_CLAIM, by + "it is not about " + subject);
    }
    Map<String, String> annotations = claim.annotations(subject);
    for (var wanted : new TreeMap<>(demand.annotations()).entrySet()) {
      if (!wanted.getValue().equals(annotations.get(wanted.getKey()))) {
        return rejected(Code.WRONG_ANNOTATION, by + annotation(wanted, annotations.get(wanted.getKey())));
      }
    }
    return null;
  }

  private static String annotation(Map.Entry<String, String> wanted, @Nullable String found) {
    return "annotation " + Printable.quoted(wanted.getKey())
        + (found == null ? " is missing" : " is " + Printable.quoted(found))
        + "; demanded is " + Printable.quoted(wanted.getValue());
  }

  private static Rejected rejected(Code code, String detail) {
    return new Rejected(new Reason(code, detail));
  }
}
