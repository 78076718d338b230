package dev.inkan.verifier.trust;

import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Whom one Sigstore instance consists of (sigstore_trustroot.proto "TrustedRoot"). An empty one trusts nobody.
 *
 * @param logs transparency logs
 * @param certificateAuthorities who issue certificates for signing
 * @param certificateLogs where those certificates are logged
 * @param timestampAuthorities who say what time it is
 */
public record TrustedRoot(
    List<Log> logs,
    List<Authority> certificateAuthorities,
    List<Log> certificateLogs,
    List<Authority> timestampAuthorities) {
  public TrustedRoot {
    logs = List.copyOf(logs);
    certificateAuthorities = List.copyOf(certificateAuthorities);
    certificateLogs = List.copyOf(certificateLogs);
    timestampAuthorities = List.copyOf(timestampAuthorities);
  }

  /**
   * A log of either kind. Without a start of its validity it vouches for nothing.
   *
   * @param host of its address, which names it in what it signs
   * @param id what it calls itself: for most the SHA-256 of its key
   */
  public record Log(String host, Bytes id, VerificationKey key, Validity validity) {
    /** Whether what it said at that moment counts. */
    public boolean vouchesAt(Instant moment) {
      return validity.start() != null && validity.covers(moment);
    }
  }

  /**
   * An authority with its certificates.
   *
   * @param uri its address; two with one address are one authority
   * @param chain never empty: the issuer first, the anchor last. Of a timestamp authority the first may be its own
   */
  public record Authority(String uri, List<X509Certificate> chain, Validity validity) {
    public Authority {
      chain = List.copyOf(chain);
      if (chain.isEmpty()) {
        throw new IllegalArgumentException("an authority without a certificate");
      }
    }
  }
}
