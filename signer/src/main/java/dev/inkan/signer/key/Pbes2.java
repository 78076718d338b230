package dev.inkan.signer.key;

import dev.inkan.envelope.encoding.DerReader;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.registry.content.Bytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * Encrypted PKCS#8 (RFC 5958 3) under PBES2 (RFC 8018 6.2): PBKDF2 or scrypt, then AES-CBC, as OpenSSL writes it. The
 * cost is bounded, for the file says what opening it costs (CVE-2026-15055).
 */
final class Pbes2 {
  private static final String PBES2 = "1.2.840.113549.1.5.13";
  private static final String PBKDF2 = "1.2.840.113549.1.5.12";
  private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";
  private static final String DEFAULT_PRF = "PBKDF2WithHmacSHA1";
  private static final Map<String, String> PRFS = Map.of(
      "1.2.840.113549.2.7", DEFAULT_PRF,
      "1.2.840.113549.2.9", "PBKDF2WithHmacSHA256",
      "1.2.840.113549.2.10", "PBKDF2WithHmacSHA384",
      "1.2.840.113549.2.11", "PBKDF2WithHmacSHA512");
  private static final Map<String, Integer> AES_CBC = Map.of(
      "2.16.840.1.101.3.4.1.2", 16,
      "2.16.840.1.101.3.4.1.22", 24,
      "2.16.840.1.101.3.4.1.42", 32);
  private static final int MAX_ITERATIONS = 10_000_000;
  /** Of N*r*p; times 128 that is the memory in bytes, here 256 MiB. */
  private static final int MAX_SCRYPT_COST = 1 << 21;
  private static final int BLOCK = 16;
  private static final String CONVERT = "; convert it with \"openssl pkcs8 -topk8 -in OLD -out NEW\"";

  /** Derives a key of that many bytes. */
  private interface Kdf {
    byte[] key(Password password, int size) throws GeneralSecurityException;
  }

  private Pbes2() {}

  /**
   * Decrypts an EncryptedPrivateKeyInfo; empty when the password is wrong, as far as the padding tells: one wrong
   * password of 256 gives bytes that are no key.
   *
   * @throws UnusableKey when it is encrypted in another way, or at a cost beyond the bound
   */
  static Optional<Bytes> decrypt(Bytes der, PasswordSource passwords) throws UnusableKey, MalformedEncoding {
    DerReader file = DerReader.of(der);
    DerReader info = file.sequence();
    file.end();
    DerReader scheme = info.sequence();
    if (!scheme.oid().equals(PBES2)) {
      throw new UnusableKey("the key is encrypted in an outdated way (PBES1 or PKCS#12)" + CONVERT);
    }
    DerReader parameters = scheme.sequence();
    Kdf kdf = kdf(parameters.sequence());
    DerReader cipher = parameters.sequence();
    Integer keySize = AES_CBC.get(cipher.oid());
    if (keySize == null) {
      throw new UnusableKey("the key is encrypted with another cipher than AES-CBC" + CONVERT);
    }
    Bytes iv = cipher.octetString();
    Bytes ciphertext = info.octetString();
    info.end();
    if (iv.size() != BLOCK || ciphertext.isEmpty() || ciphertext.size() % BLOCK != 0) {
      throw new MalformedEncoding("ciphertext of the wrong length");
    }
    try (var password = new Password(passwords.password())) {
      return decrypt(kdf.key(password, keySize), iv, ciphertext);
    } catch (GeneralSecurityException e) {
      throw new UnusableKey("the key cannot be decrypted on this Java runtime: " + e.getMessage(), e);
    }
  }

  private static Optional<Bytes> decrypt(byte[] key, Bytes iv, Bytes ciphertext) throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
    aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv.toByteArray()));
    Arrays.fill(key, (byte) 0);
    try {
      return Optional.of(Bytes.of(aes.doFinal(ciphertext.toByteArray())));
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      return Optional.empty();
    }
  }

  private static Kdf kdf(DerReader algorithm) throws UnusableKey, MalformedEncoding {
    String oid = algorithm.oid();
    return switch (oid) {
      case PBKDF2 -> pbkdf2(algorithm.sequence());
      case SCRYPT -> scrypt(algorithm.sequence());
      default -> throw new UnusableKey("the key's password is stretched in an unknown way (" + oid + ")" + CONVERT);
    };
  }

  private static Kdf pbkdf2(DerReader parameters) throws UnusableKey, MalformedEncoding {
    Bytes salt = salt(parameters);
    int iterations = parameters.smallInteger();
    if (parameters.nextIs(DerReader.INTEGER)) {
      parameters.smallInteger();
    }
    String prf = parameters.nextIs(DerReader.SEQUENCE) ? PRFS.get(parameters.sequence().oid()) : DEFAULT_PRF;
    parameters.end();
    if (prf == null) {
      throw new UnusableKey("the key's password is stretched with an unknown hash" + CONVERT);
    }
    if (iterations < 1 || iterations > MAX_ITERATIONS) {
      throw tooCostly(iterations + " iterations of PBKDF2, at most " + MAX_ITERATIONS);
    }
    return (password, size) -> {
      var spec = new PBEKeySpec(password.chars(), salt.toByteArray(), iterations, size * 8);
      try {
        return SecretKeyFactory.getInstance(prf).generateSecret(spec).getEncoded();
      } finally {
        spec.clearPassword();
      }
    };
  }

  private static Kdf scrypt(DerReader parameters) throws UnusableKey, MalformedEncoding {
    Bytes salt = salt(parameters);
    long n = parameters.smallInteger();
    long r = parameters.smallInteger();
    long p = parameters.smallInteger();
    if (parameters.nextIs(DerReader.INTEGER)) {
      parameters.smallInteger();
    }
    parameters.end();
    // RFC 7914 6: N is a power of two above 1 and below 2^(16r).
    if (Math.min(n - 1, Math.min(r, p)) < 1 || Long.bitCount(n) != 1 || (r == 1 && n >= 1 << 16)) {
      throw new MalformedEncoding("impossible scrypt parameters");
    }
    if (n * r > MAX_SCRYPT_COST || n * r * p > MAX_SCRYPT_COST) {
      throw tooCostly("scrypt with N=" + n + ", r=" + r + ", p=" + p + ", at most N*r*p=" + MAX_SCRYPT_COST);
    }
    return (password, size) ->
        SCrypt.generate(password.utf8(), salt.toByteArray(), (int) n, (int) r, (int) p, size);
  }

  private static Bytes salt(DerReader parameters) throws MalformedEncoding {
    Bytes salt = parameters.octetString();
    if (salt.isEmpty()) {
      throw new MalformedEncoding("an empty salt");
    }
    return salt;
  }

  private static UnusableKey tooCostly(String what) {
    return new UnusableKey("the key asks for " + what + " are run for a key file; it is not opened");
  }
}
