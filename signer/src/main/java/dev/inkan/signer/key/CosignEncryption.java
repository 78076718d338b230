package dev.inkan.signer.key;

import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.StrictJson;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * The encryption of cosign's key files: JSON with scrypt and NaCl's secretbox (go-securesystemslib "encrypted"). Just
 * the three costs that cosign knows are accepted: the file says what opening it costs, and nobody has vouched for it.
 */
final class CosignEncryption {
  /** What is written: cosign's own default. */
  private static final Cost COST = new Cost(65536, 8, 1);

  private static final Set<Cost> COSTS = Set.of(new Cost(32768, 8, 1), COST, new Cost(131072, 8, 1));
  private static final int SALT_SIZE = 32;
  private static final String KDF = "scrypt";
  private static final String CIPHER = "nacl/secretbox";

  private record Cost(long n, long r, long p) {}

  private CosignEncryption() {}

  /** Encrypts a PKCS#8 key. */
  static Bytes encrypt(Bytes plaintext, Password password, SecureRandom random) {
    Bytes salt = random(SALT_SIZE, random);
    Bytes nonce = random(SecretBox.NONCE_SIZE, random);
    byte[] key = derive(COST, salt, password);
    Bytes box = SecretBox.seal(key, nonce, plaintext);
    Arrays.fill(key, (byte) 0);
    Map<String, JsonValue> params = new LinkedHashMap<>();
    params.put("N", JsonNumber.of(COST.n));
    params.put("r", JsonNumber.of(COST.r));
    params.put("p", JsonNumber.of(COST.p));
    Map<String, JsonValue> kdf = new LinkedHashMap<>();
    kdf.put("name", new JsonString(KDF));
    kdf.put("params", new JsonObject(params));
    kdf.put("salt", text(salt));
    Map<String, JsonValue> cipher = new LinkedHashMap<>();
    cipher.put("name", new JsonString(CIPHER));
    cipher.put("nonce", text(nonce));
    Map<String, JsonValue> file = new LinkedHashMap<>();
    file.put("kdf", new JsonObject(kdf));
    file.put("cipher", new JsonObject(cipher));
    file.put("ciphertext", text(box));
    return JsonText.compact(new JsonObject(file));
  }

  /**
   * Decrypts a key file's content; empty when the password is wrong.
   *
   * @throws UnusableKey when it is damaged, or encrypted in another way or at another cost
   */
  static Optional<Bytes> decrypt(Bytes content, PasswordSource passwords) throws UnusableKey {
    try {
      JsonObject file = StrictJson.parseObject(content, "key");
      JsonObject kdf = file.object("kdf");
      JsonObject cipher = file.object("cipher");
      if (!kdf.string("name").equals(KDF) || !cipher.string("name").equals(CIPHER)) {
        throw new UnusableKey("the key is encrypted in a way that cosign does not use either");
      }
      JsonObject params = kdf.object("params");
      Cost cost = new Cost(
          params.required("N").asLong("N"), params.required("r").asLong("r"), params.required("p").asLong("p"));
      if (!COSTS.contains(cost)) {
        throw new UnusableKey("the key asks for scrypt at a cost that cosign never chooses; it is not opened");
      }
      Bytes salt = bytes(kdf, "salt", SALT_SIZE);
      Bytes nonce = bytes(cipher, "nonce", SecretBox.NONCE_SIZE);
      return open(cost, salt, nonce, Base64Text.decode(file.string("ciphertext")), passwords);
    } catch (MalformedContent | MalformedEncoding e) {
      throw new UnusableKey("the encrypted key is damaged: " + e.getMessage(), e);
    }
  }

  private static Optional<Bytes> open(Cost cost, Bytes salt, Bytes nonce, Bytes box, PasswordSource passwords)
      throws UnusableKey {
    try (var password = new Password(passwords.password())) {
      byte[] key = derive(cost, salt, password);
      Optional<Bytes> plaintext = SecretBox.open(key, nonce, box);
      Arrays.fill(key, (byte) 0);
      return plaintext;
    }
  }

  private static byte[] derive(Cost cost, Bytes salt, Password password) {
    return SCrypt.generate(
        password.utf8(), salt.toByteArray(), (int) cost.n, (int) cost.r, (int) cost.p, SecretBox.KEY_SIZE);
  }

  private static Bytes bytes(JsonObject json, String name, int size) throws MalformedContent, MalformedEncoding {
    Bytes bytes = Base64Text.decode(json.string(name));
    if (bytes.size() != size) {
      throw new MalformedContent("\"" + name + "\" has " + bytes.size() + " bytes instead of " + size);
    }
    return bytes;
  }

  private static Bytes random(int size, SecureRandom random) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private static JsonString text(Bytes bytes) {
    return new JsonString(Base64Text.encode(bytes));
  }
}
