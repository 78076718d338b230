package dev.inkan.registry.http;

import dev.inkan.registry.content.Bytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** The certificate chain and private key that this client shows to a registry that asks for them. */
public final class ClientIdentity {
  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private ClientIdentity(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  /**
   * Reads a PEM file of certificates, the client's own first, and a PEM file with its unencrypted PKCS#8 key.
   *
   * @throws UnusableCertificate when either cannot be read, or the key is not the certificate's
   */
  public static ClientIdentity parse(Bytes chainPem, Bytes keyPem) throws UnusableCertificate {
    List<X509Certificate> chain = Pem.certificates(chainPem);
    PublicKey own = chain.get(0).getPublicKey();
    PrivateKey key = key(keyPem, own.getAlgorithm());
    if (!fits(key, own)) {
      throw new UnusableCertificate("the client key is not the key of the first client certificate");
    }
    return new ClientIdentity(chain, key);
  }

  private static PrivateKey key(Bytes pem, String algorithm) throws UnusableCertificate {
    for (Pem.Block block : Pem.blocks(pem)) {
      if (block.label().equals("PRIVATE KEY")) {
        return decode(block.der(), algorithm);
      }
      if (block.label().endsWith("PRIVATE KEY")) {
        throw new UnusableCertificate("a client key in a block " + block.label()
            + "; convert it with: openssl pkcs8 -topk8 -nocrypt");
      }
    }
    throw new UnusableCertificate("no PEM block PRIVATE KEY in it");
  }

  private static PrivateKey decode(Bytes der, String algorithm) throws UnusableCertificate {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der.toByteArray()));
    } catch (GeneralSecurityException e) {
      // Without the cause, which could quote the key.
      throw new UnusableCertificate("the client key is no PKCS#8 key of the certificate's kind, " + algorithm);
    }
  }

  private static boolean fits(PrivateKey key, PublicKey own) throws UnusableCertificate {
    try {
      var signature = Signature.getInstance(
          switch (own.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> own.getAlgorithm();
          });
      signature.initSign(key);
      signature.update(own.getEncoded());
      byte[] proof = signature.sign();
      signature.initVerify(own);
      signature.update(own.getEncoded());
      return signature.verify(proof);
    } catch (GeneralSecurityException e) {
      throw new UnusableCertificate("the client key cannot sign");
    }
  }

  X509Certificate[] chain() {
    return chain.toArray(X509Certificate[]::new);
  }

  PrivateKey key() {
    return key;
  }

  @Override
  public String toString() {
    return "ClientIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
