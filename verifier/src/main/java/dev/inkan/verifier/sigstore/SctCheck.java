package dev.inkan.verifier.sigstore;

import dev.inkan.registry.content.Bytes;
import dev.inkan.verifier.reason.Reason.Code;
import dev.inkan.verifier.trust.TrustedRoot;
import dev.inkan.verifier.trust.TrustedRoot.Log;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extension;

/** That a certificate is in trusted certificate logs (RFC 6962 3.2, 3.3): by the timestamps that it holds itself. */
final class SctCheck {
  private static final String SCT_LIST = "1.3.6.1.4.1.11129.2.4.2";
  private static final int MAX = 32;
  private static final int EXTENSIONS = 3;

  /** One of them; {@code extensions} are part of what is signed. */
  private record Sct(Bytes log, long timestamp, Bytes extensions, Bytes signature) {}

  private SctCheck() {}

  /**
   * How many trusted logs vouch for the certificate.
   *
   * @param issuer whose key is part of what a log signs
   * @throws Finding BAD_CERTIFICATE when what it holds cannot be read
   */
  static int count(X509Certificate certificate, X509Certificate issuer, TrustedRoot root) throws Finding {
    byte[] list = certificate.getExtensionValue(SCT_LIST);
    if (list == null) {
      return 0;
    }
    Set<Bytes> logs = new HashSet<>();
    try {
      byte[] unlogged = withoutScts(certificate);
      Bytes issuerKey = MerkleProof.sha256(Bytes.of(issuer.getPublicKey().getEncoded()));
      for (Sct sct : parse(ASN1OctetString.getInstance(ASN1OctetString.getInstance(list).getOctets()).getOctets())) {
        for (Log log : root.certificateLogs()) {
          if (log.id().equals(sct.log())
              && log.vouchesAt(Instant.ofEpochMilli(sct.timestamp()))
              && log.key().verifies(signedData(sct, issuerKey, unlogged), sct.signature())) {
            logs.add(log.key().spki());
          }
        }
      }
    } catch (IOException | CertificateEncodingException | RuntimeException e) {
      throw new Finding(Code.BAD_CERTIFICATE, "what certificate logs say in the certificate cannot be read");
    }
    return logs.size();
  }

  private static List<Sct> parse(byte[] encoded) throws IOException {
    try {
      ByteBuffer list = ByteBuffer.wrap(take(ByteBuffer.wrap(encoded)));
      var scts = new ArrayList<Sct>();
      while (list.hasRemaining()) {
        ByteBuffer one = ByteBuffer.wrap(take(list));
        byte version = one.get();
        var log = new byte[32];
        one.get(log);
        long timestamp = one.getLong();
        Bytes extensions = Bytes.of(take(one));
        // Which algorithm it says it is: the log's key alone decides.
        one.getShort();
        byte[] signature = take(one);
        if (one.hasRemaining() || scts.size() == MAX) {
          throw new IOException("trailing bytes, or too many");
        }
        if (version == 0 && timestamp >= 0) {
          scts.add(new Sct(Bytes.of(log), timestamp, extensions, Bytes.of(signature)));
        }
      }
      return scts;
    } catch (BufferUnderflowException e) {
      throw new IOException("cut", e);
    }
  }

  private static byte[] take(ByteBuffer from) {
    var bytes = new byte[from.getShort() & 0xffff];
    from.get(bytes);
    return bytes;
  }

  /** RFC 6962 3.2, "digitally-signed struct", of a precertificate. */
  private static Bytes signedData(Sct sct, Bytes issuerKey, byte[] unlogged) throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(new byte[] {0, 0});
    out.write(ByteBuffer.allocate(Long.BYTES).putLong(sct.timestamp()).array());
    out.write(new byte[] {0, 1});
    out.write(issuerKey.toByteArray());
    out.write(new byte[] {(byte) (unlogged.length >> 16), (byte) (unlogged.length >> 8), (byte) unlogged.length});
    out.write(unlogged);
    int length = sct.extensions().size();
    out.write(new byte[] {(byte) (length >> 8), (byte) length});
    out.write(sct.extensions().toByteArray());
    return Bytes.of(out.toByteArray());
  }

  /** What was signed before the logs answered: the certificate's inner part without their answers. */
  private static byte[] withoutScts(X509Certificate certificate) throws IOException, CertificateEncodingException {
    var elements = new ASN1EncodableVector();
    for (var element : ASN1Sequence.getInstance(certificate.getTBSCertificate())) {
      if (element instanceof ASN1TaggedObject tagged && tagged.getTagNo() == EXTENSIONS) {
        var kept = new ASN1EncodableVector();
        for (var extension : ASN1Sequence.getInstance(tagged, true)) {
          if (!Extension.getInstance(extension).getExtnId().getId().equals(SCT_LIST)) {
            kept.add(extension);
          }
        }
        elements.add(new DERTaggedObject(true, EXTENSIONS, new DERSequence(kept)));
      } else {
        elements.add(element);
      }
    }
    return new DERSequence(elements).getEncoded("DER");
  }
}
