package dev.inkan.verifier.sigstore;

import dev.inkan.verifier.trust.TrustedRoot.Authority;
import dev.inkan.verifier.trust.Validity;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a certificate comes from an authority (RFC 5280 6.1), at a moment at which every one of the chain is valid. */
final class ChainCheck {
  private ChainCheck() {}

  /**
   * Null when it does; else why not, for a person.
   *
   * @param chain of the authority, from the issuer to the anchor
   */
  static @Nullable String fault(
      X509Certificate certificate, List<X509Certificate> chain, Validity validity, Instant at) {
    if (!validity.covers(at)) {
      return "the authority is trusted from " + validity + ", which " + at + " is not in";
    }
    // The anchor's own dates are not part of path validation (CVE-2026-24122).
    for (X509Certificate each : chain) {
      if (at.isBefore(each.getNotBefore().toInstant()) || at.isAfter(each.getNotAfter().toInstant())) {
        return "a certificate of the authority is not valid at " + at;
      }
    }
    var path = new ArrayList<X509Certificate>();
    path.add(certificate);
    path.addAll(chain.subList(0, chain.size() - 1));
    try {
      var parameters = new PKIXParameters(Set.of(new TrustAnchor(chain.getLast(), null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
      return null;
    } catch (CertPathValidatorException e) {
      return e.getReason() == CertPathValidatorException.BasicReason.EXPIRED
              || e.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID
          ? "the certificate is not valid at " + at
          : "it does not chain to the authority";
    } catch (GeneralSecurityException | RuntimeException e) {
      return "it does not chain to the authority";
    }
  }

  /** Of an authority of the trusted root as it stands there. */
  static @Nullable String fault(X509Certificate certificate, Authority authority, Instant at) {
    return fault(certificate, authority.chain(), authority.validity(), at);
  }
}
