package dev.inkan.verifier.sigstore;

import dev.inkan.registry.content.Bytes;
import dev.inkan.verifier.reason.Reason.Code;
import dev.inkan.verifier.trust.Certificates;
import dev.inkan.verifier.trust.TrustedRoot;
import dev.inkan.verifier.trust.TrustedRoot.Authority;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;

/** What time a timestamp authority said it was when it saw a signature (RFC 3161). */
final class TimestampCheck {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_CERTIFICATES = 16;
  private static final Map<String, String> HASHES = Map.of(
      NISTObjectIdentifiers.id_sha256.getId(), "SHA-256",
      NISTObjectIdentifiers.id_sha384.getId(), "SHA-384",
      NISTObjectIdentifiers.id_sha512.getId(), "SHA-512");

  /** Whose word, and what it is. */
  record Stamped(Authority authority, Instant time) {}

  private TimestampCheck() {}

  /**
   * Checks a TimeStampResp over a signature.
   *
   * @throws Finding BAD_TIMESTAMP when no trusted authority said it, or not of this signature
   */
  static Stamped check(Bytes response, Bytes signature, TrustedRoot root) throws Finding {
    TimeStampToken token = token(response);
    requireAbout(token.getTimeStampInfo(), signature);
    Instant time = token.getTimeStampInfo().getGenTime().toInstant();
    Finding last = bad("is by an authority that is not trusted");
    for (Authority authority : root.timestampAuthorities()) {
      for (X509Certificate signer : signers(token, authority)) {
        try {
          requireSignedBy(token, signer);
          requireChain(signer, authority, time);
          return new Stamped(authority, time);
        } catch (Finding e) {
          last = e;
        }
      }
    }
    throw last;
  }

  private static TimeStampToken token(Bytes response) throws Finding {
    if (response.size() > MAX_BYTES) {
      throw bad("has " + response.size() + " bytes; at most " + MAX_BYTES + " are read");
    }
    try {
      var read = new TimeStampResponse(response.toByteArray());
      boolean granted = read.getStatus() == PKIStatus.GRANTED || read.getStatus() == PKIStatus.GRANTED_WITH_MODS;
      TimeStampToken token = read.getTimeStampToken();
      if (granted && token != null) {
        return token;
      }
    } catch (TSPException | IOException | RuntimeException e) {
      // BouncyCastle's parsers throw unchecked for some encodings.
      throw bad("cannot be read");
    }
    throw bad("was not granted");
  }

  private static void requireAbout(TimeStampTokenInfo info, Bytes signature) throws Finding {
    String hash = HASHES.get(info.getMessageImprintAlgOID().getId());
    if (hash == null) {
      throw bad("is over a hash that is not accepted");
    }
    if (!Bytes.of(info.getMessageImprintDigest()).equals(Signed.hashed(hash, signature))) {
      throw bad("is about another signature");
    }
  }

  /** The authority's own certificate when the root has it; else those that come along and may be it. */
  private static List<X509Certificate> signers(TimeStampToken token, Authority authority) throws Finding {
    X509Certificate first = authority.chain().getFirst();
    if (first.getBasicConstraints() < 0) {
      return List.of(first);
    }
    var signers = new ArrayList<X509Certificate>();
    for (X509CertificateHolder each : token.getCertificates().getMatches(null)) {
      if (signers.size() < MAX_CERTIFICATES && token.getSID().match(each)) {
        try {
          signers.add(Certificates.read(Bytes.of(each.getEncoded())));
        } catch (CertificateException | IOException e) {
          throw bad("comes with a certificate that cannot be read");
        }
      }
    }
    return signers;
  }

  /** RFC 3161 2.3, RFC 5816: by this certificate, which is for this and nothing else; its attributes included. */
  private static void requireSignedBy(TimeStampToken token, X509Certificate signer) throws Finding {
    if (token.toCMSSignedData().getSignerInfos().size() != 1) {
      throw bad("has not exactly one signer");
    }
    if (signer.getBasicConstraints() >= 0) {
      throw bad("is signed by a certificate authority's key");
    }
    try {
      SignerInformationVerifier verifier = new JcaSimpleSignerInfoVerifierBuilder().build(signer);
      token.validate(verifier);
    } catch (TSPException | OperatorCreationException | RuntimeException e) {
      throw bad("is by an authority that is not trusted, or was altered");
    }
  }

  private static void requireChain(X509Certificate signer, Authority authority, Instant time) throws Finding {
    List<X509Certificate> chain = authority.chain();
    List<X509Certificate> above =
        signer.equals(chain.getFirst()) && chain.size() > 1 ? chain.subList(1, chain.size()) : chain;
    String fault = ChainCheck.fault(signer, above, authority.validity(), time);
    if (fault != null) {
      throw bad("is by an authority that is not trusted then: " + fault);
    }
  }

  private static Finding bad(String what) {
    return new Finding(Code.BAD_TIMESTAMP, "the timestamp " + what);
  }
}
