package dev.inkan.verifier.sigstore;

import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.bundle.Dsse;
import dev.inkan.envelope.bundle.FileBundle;
import dev.inkan.envelope.bundle.FileBundle.Content;
import dev.inkan.envelope.claim.Claim;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.envelope.key.MalformedKey;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.SignatureAlgorithm;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Printable;
import dev.inkan.verifier.check.Reason;
import dev.inkan.verifier.check.Reason.Code;
import dev.inkan.verifier.sigstore.LogCheck.Logged;
import dev.inkan.verifier.sigstore.Proof.Proven;
import dev.inkan.verifier.sigstore.Proof.Refused;
import dev.inkan.verifier.sigstore.TimestampCheck.Stamped;
import dev.inkan.verifier.sigstore.TrustedRoot.Authority;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a Sigstore bundle proves that a certain signer signed a file (sigstore client specification 4.1). In this
 * order: what time it was, by timestamps; that a transparency log saw it; that the certificate was valid at all of these
 * times, comes from a trusted authority for signing code, and is in a certificate log; that its key made the signature;
 * that what it signed is about the file; whom it was issued to. The first that fails is the reason.
 */
public final class BundleCheck {
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  private final FileBundle bundle;
  private final Signed signed;
  private final Bytes signature;
  private final TrustedRoot root;
  private final List<Instant> times = new ArrayList<>();
  private final List<String> logs = new ArrayList<>();
  /** Why no timestamp counts; only said when there is no other time. */
  private @Nullable Finding timestampFault;

  private BundleCheck(FileBundle bundle, Artifact artifact, TrustedRoot root) {
    this.bundle = bundle;
    this.root = root;
    switch (bundle.content()) {
      case Content.Statement statement -> {
        signed = new Signed.Statement(statement.dsse());
        signature = statement.dsse().signature().value();
      }
      case Content.Message message -> {
        signed = switch (artifact) {
          case Artifact.Content file -> new Signed.File(file.bytes());
          case Artifact.Hashed known -> new Signed.FileHash(known.hashes());
        };
        signature = message.signature();
      }
    }
  }

  /**
   * Checks a bundle.
   *
   * @param now beyond which no time counts that a service claims
   */
  public static Proof check(FileBundle bundle, Artifact artifact, Signer signer, TrustedRoot root, Instant now) {
    try {
      var check = new BundleCheck(bundle, artifact, root);
      CertificateIdentity identity = switch (signer) {
        case Signer.Key key -> check.byKey(key.key());
        case Signer.Identity wanted -> check.byIdentity(wanted, now);
      };
      check.requireAbout(artifact);
      return new Proven(identity, check.logs, check.times);
    } catch (Finding e) {
      return new Refused(e.reason());
    }
  }

  /** A trusted key is enough; what a log or an authority says besides makes it neither better nor worse. */
  private @Nullable CertificateIdentity byKey(VerificationKey key) throws Finding {
    if (bundle.material() instanceof Material.Certificates) {
      throw new Finding(Code.NOT_A_KEY_SIGNATURE, "it came with a certificate, and a key's signature is asked for");
    }
    requireSignature(key);
    return null;
  }

  private CertificateIdentity byIdentity(Signer.Identity wanted, Instant now) throws Finding {
    if (!(bundle.material() instanceof Material.Certificates certificates)) {
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
    requireSignature(key);
    CertificateIdentity identity = CertificateIdentity.of(certificate);
    if (!wanted.is(identity)) {
      throw new Finding(Code.WRONG_IDENTITY, "it was signed by " + identity + "; asked for is " + wanted);
    }
    return identity;
  }

  /** What comes behind the leaf is the signer's word; an anchor among it would be one that trusts itself. */
  private static Bytes leaf(Material.Certificates certificates) throws Finding {
    for (Bytes each : certificates.chain()) {
      X509Certificate certificate = read(each);
      if (certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
        throw new Finding(Code.MALFORMED, "the bundle holds a root certificate, which only the trusted root may");
      }
    }
    return certificates.chain().getFirst();
  }

  private static X509Certificate read(Bytes der) throws Finding {
    try {
      return Certificates.read(der);
    } catch (CertificateException e) {
      throw new Finding(Code.MALFORMED, "the bundle holds something that is no certificate");
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
    for (Evidence evidence : bundle.evidence()) {
      if (evidence instanceof Evidence.Timestamp timestamp) {
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
    var check = new LogCheck(signed, signature, key, certificate, true, bundle.takesPromises());
    Finding last = new Finding(Code.NOT_LOGGED, "it has no entry of a transparency log");
    var logged = new ArrayList<Instant>();
    for (Evidence evidence : bundle.evidence()) {
      if (evidence instanceof Evidence.LogEntry entry) {
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

  private void requireSignature(VerificationKey key) throws Finding {
    if (bundle.content() instanceof Content.Message message) {
      requireHint(message);
    }
    if (!signed.holds(key, signature)) {
      requireHashes(key);
      throw new Finding(Code.BAD_SIGNATURE, "the key did not make this signature over these bytes");
    }
  }

  /** What is known of the file must be enough to say no. */
  private void requireHashes(VerificationKey key) throws Finding {
    for (SignatureAlgorithm scheme : key.schemes()) {
      if (signed instanceof Signed.FileHash && scheme.hashName().map(signed::hash).isEmpty()) {
        throw new Finding(
            Code.LIMIT, "a signature by a key of " + key.algorithm() + " is checked against the whole file, not its digest");
      }
    }
  }

  /** A digest that the bundle says besides must be the file's: a bundle of two minds is none. */
  private void requireHint(Content.Message message) throws Finding {
    if (message.digest().isEmpty()) {
      return;
    }
    String algorithm = switch (message.algorithm()) {
      case "SHA2_256" -> "SHA-256";
      case "SHA2_384" -> "SHA-384";
      case "SHA2_512" -> "SHA-512";
      default -> throw new Finding(
          Code.UNKNOWN_FORMAT, "a digest of algorithm " + Printable.quoted(message.algorithm()) + " in the bundle");
    };
    Bytes hash = signed.hash(algorithm);
    if (hash != null && !hash.equals(message.digest())) {
      throw new Finding(Code.WRONG_CLAIM, "the bundle says that it is about another file");
    }
  }

  private void requireAbout(Artifact artifact) throws Finding {
    if (!(bundle.content() instanceof Content.Statement statement)) {
      return;
    }
    try {
      Dsse dsse = statement.dsse();
      Claim claim = Claims.read(bundle.envelope(dsse));
      if (!claim.isAbout(artifact.digest())) {
        throw new Finding(Code.WRONG_CLAIM, "the statement is not about " + artifact.digest());
      }
    } catch (MalformedEnvelope e) {
      Reason reason = Reason.of(e);
      throw new Finding(reason.code(), reason.detail());
    }
  }
}
