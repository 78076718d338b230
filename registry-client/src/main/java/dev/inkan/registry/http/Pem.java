package dev.inkan.registry.http;

import dev.inkan.registry.content.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The blocks of a PEM file (RFC 7468), text around them skipped. */
final class Pem {
  private static final int MAX_SIZE = 1024 * 1024;
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";

  /** One block: its label, and its bytes. */
  record Block(String label, Bytes der) {}

  private Pem() {}

  static List<Block> blocks(Bytes pem) throws UnusableCertificate {
    if (pem.size() > MAX_SIZE) {
      throw new UnusableCertificate("more than " + MAX_SIZE + " bytes of PEM");
    }
    String text = new String(pem.toByteArray(), StandardCharsets.ISO_8859_1);
    var blocks = new ArrayList<Block>();
    for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
      blocks.add(block(text, at + BEGIN.length()));
    }
    return blocks;
  }

  private static Block block(String text, int labelAt) throws UnusableCertificate {
    int labelEnd = text.indexOf(DASHES, labelAt);
    String label = labelEnd < 0 ? "" : text.substring(labelAt, labelEnd);
    int end = labelEnd < 0 ? -1 : text.indexOf("-----END " + label + DASHES, labelEnd);
    if (end < 0) {
      throw new UnusableCertificate("a PEM block without its END line");
    }
    String body = text.substring(labelEnd + DASHES.length(), end).replaceAll("\\s", "");
    try {
      return new Block(label, Bytes.of(Base64.getDecoder().decode(body)));
    } catch (IllegalArgumentException e) {
      throw new UnusableCertificate("a PEM block that is not base64");
    }
  }

  /** All certificates of the file. Throws when there is none. */
  static List<X509Certificate> certificates(Bytes pem) throws UnusableCertificate {
    var certificates = new ArrayList<X509Certificate>();
    for (Block block : blocks(pem)) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(certificate(block.der()));
      }
    }
    if (certificates.isEmpty()) {
      throw new UnusableCertificate("no PEM block CERTIFICATE in it");
    }
    return certificates;
  }

  private static X509Certificate certificate(Bytes der) throws UnusableCertificate {
    try {
      var factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der.toByteArray()));
    } catch (CertificateException e) {
      throw new UnusableCertificate("a block CERTIFICATE that is no X.509 certificate", e);
    }
  }
}
