package dev.inkan.verifier.trust;

import dev.inkan.registry.content.Bytes;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Reads X.509 certificates (RFC 5280). */
public final class Certificates {
  /** Fulcio's have 2 KiB. */
  private static final int MAX_BYTES = 64 * 1024;

  private Certificates() {}

  /** Throws {@link CertificateException} when the bytes are not exactly one certificate in DER. */
  public static X509Certificate read(Bytes der) throws CertificateException {
    if (der.size() > MAX_BYTES) {
      throw new CertificateException("a certificate of " + der.size() + " bytes; at most " + MAX_BYTES + " are read");
    }
    try {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(
              new ByteArrayInputStream(der.toByteArray()));
      // Whatever else stands there, or is spelled another way, is not what was signed.
      if (!Bytes.of(certificate.getEncoded()).equals(der)) {
        throw new CertificateException("not one certificate in DER, and nothing behind it");
      }
      return certificate;
    } catch (RuntimeException e) {
      // The JDK's parser throws such for some encodings.
      throw new CertificateException("a certificate that cannot be read", e);
    }
  }
}
