package dev.inkan.verifier.check;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.Envelope.Signature;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.claim.Claim;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Printable;
import dev.inkan.verifier.check.Reason.Code;
import dev.inkan.verifier.check.Verification.Rejected;
import dev.inkan.verifier.check.Verification.Verified;
import dev.inkan.verifier.trust.TrustStore;
import dev.inkan.verifier.trust.TrustedSigner;
import java.util.Map;
import java.util.TreeMap;
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
   * @return Verified with the name of the signer whose key it was; else Rejected, by the first of: NOT_A_KEY_SIGNATURE
   *     when it came with certificates; MALFORMED when it has several signatures, in whatever order, since one envelope
   *     is one signer's word in each format; BAD_SIGNATURE when no trusted key made it; MALFORMED, UNKNOWN_FORMAT or
   *     LIMIT when its payload is no claim; WRONG_CLAIM_TYPE; WRONG_CLAIM; WRONG_ANNOTATION
   */
  public static Verification check(Envelope envelope, Digest subject, TrustStore trust, Demand demand) {
    if (envelope.material() instanceof Material.Certificates) {
      return rejected(Code.NOT_A_KEY_SIGNATURE, "it is signed with a certificate, and only keys are trusted");
    }
    if (envelope.signatures().size() != 1) {
      return rejected(Code.MALFORMED, envelope.signatures().size() + " signatures in one envelope; one is one's word");
    }
    TrustedSigner signer = signer(envelope, envelope.signatures().getFirst(), trust);
    if (signer == null) {
      return rejected(Code.BAD_SIGNATURE, "no trusted key made this signature over these bytes");
    }
    try {
      return claimed(Claims.read(envelope), subject, demand, signer, envelope.format());
    } catch (MalformedEnvelope e) {
      return new Rejected(Reason.of(e));
    }
  }

  private static @Nullable TrustedSigner signer(Envelope envelope, Signature signature, TrustStore trust) {
    for (TrustedSigner signer : trust.signers()) {
      if (signer.key().verifies(envelope.signedBytes(), signature.value())) {
        return signer;
      }
    }
    return null;
  }

  private static Verification claimed(
      Claim claim, Digest subject, Demand demand, TrustedSigner signer, String format) {
    String by = "signed by " + signer.name() + ", but ";
    if (!claim.type().equals(demand.claimType())) {
      return rejected(
          Code.WRONG_CLAIM_TYPE,
          by + "it says " + Printable.quoted(claim.type()) + ", not " + Printable.quoted(demand.claimType()));
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
    return new Verified(signer.name(), format, claim);
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
