package dev.inkan.envelope.key;

import dev.inkan.registry.content.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A signature scheme with its hash. Which of them a key may be used with is the key's to say, never the message's. */
public enum SignatureAlgorithm {
  ECDSA_SHA256("SHA-256"),
  ECDSA_SHA384("SHA-384"),
  ECDSA_SHA512("SHA-512"),
  RSA_PKCS1_SHA256("SHA-256"),
  ED25519(null),
  /** Ed25519ph, RFC 8032 5.1, without a context: over the SHA-512 of the message. */
  ED25519_PH("SHA-512");

  private final @Nullable String hash;

  SignatureAlgorithm(@Nullable String hash) {
    this.hash = hash;
  }

  /** What the message is hashed with before, by the JDK's name; empty for pure Ed25519. */
  public Optional<String> hashName() {
    return Optional.ofNullable(hash);
  }

  /** What the key's own operation is given: the hash of the message, or for pure Ed25519 the message itself. */
  public byte[] input(Bytes message) {
    if (hash == null) {
      return message.toByteArray();
    }
    try {
      // The JDK's SHA-2 uses the processor's instructions and is several times as fast as BouncyCastle's.
      MessageDigest digest = MessageDigest.getInstance(hash);
      digest.update(message.asReadOnlyBuffer());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + hash, e);
    }
  }
}
