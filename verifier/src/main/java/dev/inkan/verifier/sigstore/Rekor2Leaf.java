package dev.inkan.verifier.sigstore;

import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * What Rekor v2 must have logged (rekor-tiles pkg/types/hashedrekord), built from what is being checked and not read
 * from the bundle: the canonical JSON (RFC 8785) of a {@code hashedrekord} 0.0.2.
 */
final class Rekor2Leaf {

  /** How a key is described there, and what it signs the hash of. */
  private record Scheme(String details, String hashName, String hash) {}

  private Rekor2Leaf() {}

  /**
   * Every leaf that it can be.
   *
   * @param signer the certificate, or the key's SubjectPublicKeyInfo, in DER
   */
  static List<Bytes> of(Signed signed, Bytes signature, VerificationKey key, Bytes signer, boolean certificate) {
    var leaves = new ArrayList<Bytes>();
    for (Scheme scheme : schemes(key.algorithm())) {
      Bytes hash = signed.hash(scheme.hash());
      if (hash != null) {
        String who = certificate ? "x509Certificate" : "publicKey";
        leaves.add(Bytes.utf8("{\"apiVersion\":\"0.0.2\",\"kind\":\"hashedrekord\",\"spec\":{\"hashedRekordV002\":"
            + "{\"data\":{\"algorithm\":\"" + scheme.hashName() + "\",\"digest\":\"" + Base64Text.encode(hash)
            + "\"},\"signature\":{\"content\":\"" + Base64Text.encode(signature)
            + "\",\"verifier\":{\"keyDetails\":\"" + scheme.details() + "\",\"" + who + "\":{\"rawBytes\":\""
            + Base64Text.encode(signer) + "\"}}}}}}"));
      }
    }
    return leaves;
  }

  /** sigstore_common.proto "PublicKeyDetails". */
  private static List<Scheme> schemes(String algorithm) {
    return switch (algorithm) {
      case "p256" -> List.of(new Scheme("PKIX_ECDSA_P256_SHA_256", "SHA2_256", "SHA-256"));
      case "p384" -> List.of(
          new Scheme("PKIX_ECDSA_P384_SHA_384", "SHA2_384", "SHA-384"),
          new Scheme("PKIX_ECDSA_P384_SHA_256", "SHA2_256", "SHA-256"));
      case "p521" -> List.of(
          new Scheme("PKIX_ECDSA_P521_SHA_512", "SHA2_512", "SHA-512"),
          new Scheme("PKIX_ECDSA_P521_SHA_256", "SHA2_256", "SHA-256"));
      case "ed25519" -> List.of(new Scheme("PKIX_ED25519_PH", "SHA2_512", "SHA-512"));
      default -> List.of(
          new Scheme("PKIX_RSA_PKCS1V15_" + algorithm.substring(3) + "_SHA256", "SHA2_256", "SHA-256"));
    };
  }
}
