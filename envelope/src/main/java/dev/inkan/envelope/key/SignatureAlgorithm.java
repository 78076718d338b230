package dev.inkan.envelope.key;

/** A signature scheme with its hash. Which of them a key may be used with is the key's to say, never the message's. */
public enum SignatureAlgorithm {
  ECDSA_SHA256,
  ECDSA_SHA384,
  ECDSA_SHA512,
  RSA_PKCS1_SHA256,
  ED25519,
  /** Ed25519ph, RFC 8032 5.1: over the SHA-512 of the message. */
  ED25519_PH
}
