package dev.inkan.verifier.sigstore;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.envelope.key.MalformedKey;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.SignatureAlgorithm;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.verifier.reason.Reason.Code;
import dev.inkan.verifier.sigstore.LogCheck.Logged;
import dev.inkan.verifier.sigstore.Proof.Proven;
import dev.inkan.verifier.sigstore.Proof.Refused;
import dev.inkan.verifier.sigstore.TimestampCheck.Stamped;
import dev.inkan.verifier.trust.Certificates;
import dev.inkan.verifier.trust.TrustedRoot;
import dev.inkan.verifier.trust.TrustedRoot.Authority;
import dev.inkan.verifier.trust.Who;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a signature is by whom a certificate was issued to (sigstore client specification 4.1). In this order: what
 * time it was, by timestamps; that a transparency log saw it; that the certificate was valid at all of these times, comes
 * from a trusted authority for signing code, and is in a certificate log; that its key made the signature; whom it was
 * issued to. The first that fails is the reason. What the signed bytes say is for the caller.
 */
public final class KeylessCheck {
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  private final Signed signed;
  private final Bytes signature;
  private final List<Evidence> evidence;
  private final boolean promiseIsEnough;
  private final boolean bundled;
  private final TrustedRoot root;
  private final List<Instant> times = new ArrayList<>();
  private final List<String> logs = new ArrayList<>();
  /** Why no timestamp counts; only said when there is no other time. */
  private @Nullable Finding timestampFault;

  /**
   * @param promiseIsEnough whether a log entry without a proof counts
   * @param bundled whether no anchor may be among the certificates; beside a layer there usually is one
   */
  KeylessCheck(
      Signed signed,
      Bytes signature,
      List<Evidence> evidence,
      boolean promiseIsEnough,
      boolean bundled,
      TrustedRoot root) {
    this.signed = signed;
    this.signature = signature;
    this.evidence = evidence;
    this.promiseIsEnough = promiseIsEnough;
    this.bundled = bundled;
    this.root = root;
  }

  /**
   * Checks the one signature of an envelope; its payload is not looked at.
   *
   * @param now beyond which no time counts that a service claims
   */
  public static Proof check(Envelope envelope, Who.Identity wanted, Instant now) {
    boolean file = envelope.payload().equals(envelope.signedBytes());
    var check = new KeylessCheck(
        file ? new Signed.File(envelope.payload()) : new Signed.Statement(envelope.payload(), envelope.signedBytes()),
        envelope.signatures().getFirst().value(),
        envelope.evidence(),
        !SigstoreBundle.provesLogging(envelope),
        SigstoreBundle.isBundle(envelope),
        wanted.root());
    try {
      return check.prove(envelope.material(), wanted, now);
    } catch (Finding e) {
      return new Refused(e.reason());
    }
  }

  Proven prove(Material material, Who.Identity wanted, Instant now) throws Finding {
    if (!(material instanceof Material.Certificates certificates)) {
      throw new Finding(Code.WRONG_IDENTITY, "a key signed it, and nobody says whose; asked for is " + wanted);
    }
    Bytes der = leaf(certificates);
    X509Certificate certificate = read(der);
    VerificationKey key = key(certificate);
    stamp();
    log(key, der);
    requireTime(now);
    Authority authority = requireIssued(certificate);
    if (SctCheck.count(certificate, authority.chain().getFirst(), root) == 0) {
      throw new Finding(
          Code.NOT_IN_CERTIFICATE_LOG, "no trusted certificate log vouches for the certificate that signed it");
    }
    requireSignature(signed, key, signature);
    CertificateIdentity identity = CertificateIdentity.of(certificate);
    if (!identity.issuer().equals(wanted.issuer()) || !identity.subject().equals(wanted.subject())) {
      throw new Finding(Code.WRONG_IDENTITY, "it was signed by " + identity + "; asked for is " + wanted);
    }
    return new Proven(identity, logs, times);
  }

  /** What comes behind the leaf is the signer's word; an anchor among it would be one that trusts itself. */
  private Bytes leaf(Material.Certificates certificates) throws Finding {
    for (Bytes each : certificates.chain()) {
      X509Certificate certificate = read(each);
      if (bundled && certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
        throw new Finding(Code.MALFORMED, "the bundle holds a root certificate, which only the trusted root may");
      }
    }
    return certificates.chain().getFirst();
  }

  private static X509Certificate read(Bytes der) throws Finding {
    try {
      return Certificates.read(der);
    } catch (CertificateException e) {
      throw new Finding(Code.MALFORMED, "what should be a certificate is none");
    }
  }

  private static VerificationKey key(X509Certificate certificate) throws Finding {
    try {
      return PublicKeys.parseDer(Bytes.of(certificate.getPublicKey().getEncoded()));
    } catch (MalformedKey e) {
      throw new Finding(Code.BAD_CERTIFICATE, "the certificate is for " + e.getMessage());
    }
  }

  private void stamp() {
    Finding last = null;
    for (Evidence each : evidence) {
      if (each instanceof Evidence.Timestamp timestamp) {
        try {
          Stamped stamped = TimestampCheck.check(timestamp.der(), signature, root);
          times.add(stamped.time());
        } catch (Finding e) {
          last = e;
        }
      }
    }
    if (times.isEmpty() && last != null) {
      timestampFault = last;
    }
  }

  private void log(VerificationKey key, Bytes certificate) throws Finding {
    var check = new LogCheck(signed, signature, key, certificate, true, promiseIsEnough);
    Finding last = new Finding(Code.NOT_LOGGED, "it has no entry of a transparency log");
    var logged = new ArrayList<Instant>();
    for (Evidence each : evidence) {
      if (each instanceof Evidence.LogEntry entry) {
        try {
          Logged one = check.check(entry, root, List.copyOf(times));
          if (!logs.contains(one.log().host())) {
            logs.add(one.log().host());
          }
          if (one.time() != null) {
            logged.add(one.time());
          }
        } catch (Finding e) {
          last = e;
        }
      }
    }
    if (logs.isEmpty()) {
      throw last;
    }
    times.addAll(logged);
  }

  private void requireTime(Instant now) throws Finding {
    if (times.isEmpty()) {
      throw timestampFault != null
          ? timestampFault
          : new Finding(Code.NO_TRUSTED_TIME, "nobody who is trusted says when it was signed");
    }
    for (Instant time : times) {
      if (time.isAfter(now)) {
        throw new Finding(Code.NO_TRUSTED_TIME, "it is said to be signed at " + time + ", which is in the future");
      }
    }
  }

  /** At every time that somebody trusted says it was signed. */
  private Authority requireIssued(X509Certificate certificate) throws Finding {
    for (Instant time : times) {
      if (time.isBefore(certificate.getNotBefore().toInstant())
          || time.isAfter(certificate.getNotAfter().toInstant())) {
        throw new Finding(
            Code.OUTSIDE_VALIDITY,
            "it was signed at " + time + "; the certificate is valid from " + certificate.getNotBefore().toInstant()
                + " to " + certificate.getNotAfter().toInstant());
      }
    }
    String last = "the trusted root has no certificate authority";
    for (Authority authority : root.certificateAuthorities()) {
      String fault = null;
      for (Instant time : times) {
        fault = fault == null ? ChainCheck.fault(certificate, authority, time) : fault;
      }
      if (fault == null) {
        requireCodeSigning(certificate);
        return authority;
      }
      last = fault;
    }
    throw new Finding(Code.BAD_CERTIFICATE, "no trusted authority issued the certificate: " + last);
  }

  private static void requireCodeSigning(X509Certificate certificate) throws Finding {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      if (purposes == null || !purposes.contains(CODE_SIGNING) || certificate.getBasicConstraints() >= 0) {
        throw new Finding(Code.BAD_CERTIFICATE, "the certificate is not one for signing code");
      }
    } catch (CertificateException e) {
      throw new Finding(Code.BAD_CERTIFICATE, "the certificate does not say what it is for");
    }
  }

  static void requireSignature(Signed signed, VerificationKey key, Bytes signature) throws Finding {
    if (!signed.holds(key, signature)) {
      requireHashes(signed, key);
      throw new Finding(Code.BAD_SIGNATURE, "the key did not make this signature over these bytes");
    }
  }

  /** What is known of the file must be enough to say no. */
  private static void requireHashes(Signed signed, VerificationKey key) throws Finding {
    for (SignatureAlgorithm scheme : key.schemes()) {
      if (signed instanceof Signed.FileHash && scheme.hashName().map(signed::hash).isEmpty()) {
        throw new Finding(
            Code.LIMIT, "a signature by a key of " + key.algorithm() + " is checked against the whole file, not its digest");
      }
    }
  }
}
