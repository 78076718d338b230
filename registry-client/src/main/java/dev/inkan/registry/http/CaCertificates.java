package dev.inkan.registry.http;

import dev.inkan.registry.content.Bytes;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificate authorities that the user trusts for TLS besides the Java runtime's. */
public record CaCertificates(List<X509Certificate> certificates) {

  public CaCertificates {
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads a PEM file with one or more certificates.
   *
   * @throws UnusableCertificate when there is none in it, or one that is not an X.509 certificate
   */
  public static CaCertificates parse(Bytes pem) throws UnusableCertificate {
    return new CaCertificates(Pem.certificates(pem));
  }
}
