package dev.inkan.verifier.sigstore;

import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a signature is over. */
sealed interface Signed {

  /** Whether the key made the signature over it. */
  boolean holds(VerificationKey key, Bytes signature);

  /** Its hash by the JDK's name of the algorithm; null when that cannot be known. */
  @Nullable Bytes hash(String algorithm);

  /** A file. */
  record File(Bytes content) implements Signed {
    @Override
    public boolean holds(VerificationKey key, Bytes signature) {
      return key.verifies(content, signature);
    }

    @Override
    public Bytes hash(String algorithm) {
      return hashed(algorithm, content);
    }
  }

  /** A file of which only these hashes are known, by the JDK's names. */
  record FileHash(Map<String, Bytes> hashes) implements Signed {
    @Override
    public boolean holds(VerificationKey key, Bytes signature) {
      return key.verifiesHashed(hashes, signature);
    }

    @Override
    public @Nullable Bytes hash(String algorithm) {
      return hashes.get(algorithm);
    }
  }

  /**
   * A statement.
   *
   * @param encoding what of its envelope is signed and hashed
   */
  record Statement(Bytes payload, Bytes encoding) implements Signed {
    @Override
    public boolean holds(VerificationKey key, Bytes signature) {
      return key.verifies(encoding, signature);
    }

    @Override
    public Bytes hash(String algorithm) {
      return hashed(algorithm, encoding);
    }
  }

  /** The hash of some bytes. */
  static Bytes hashed(String algorithm, Bytes content) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(content.asReadOnlyBuffer());
      return Bytes.of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }
}
