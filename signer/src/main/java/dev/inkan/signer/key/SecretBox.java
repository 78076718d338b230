package dev.inkan.signer.key;

import dev.inkan.registry.content.Bytes;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** NaCl's secretbox: XSalsa20 and Poly1305, the tag in front. */
final class SecretBox {
  static final int KEY_SIZE = 32;
  static final int NONCE_SIZE = 24;
  private static final int TAG_SIZE = 16;

  private SecretBox() {}

  static Bytes seal(byte[] key, Bytes nonce, Bytes plaintext) {
    var cipher = new XSalsa20Engine();
    byte[] tagKey = start(cipher, key, nonce);
    byte[] box = new byte[TAG_SIZE + plaintext.size()];
    cipher.processBytes(plaintext.toByteArray(), 0, plaintext.size(), box, TAG_SIZE);
    System.arraycopy(tag(tagKey, box), 0, box, 0, TAG_SIZE);
    return Bytes.of(box);
  }

  /** What was sealed; empty when this key and nonce did not seal exactly this box. Decrypts nothing before it knows. */
  static Optional<Bytes> open(byte[] key, Bytes nonce, Bytes sealed) {
    byte[] box = sealed.toByteArray();
    if (box.length < TAG_SIZE) {
      return Optional.empty();
    }
    var cipher = new XSalsa20Engine();
    byte[] tagKey = start(cipher, key, nonce);
    // In constant time: how far a guess agrees must not show.
    if (!MessageDigest.isEqual(tag(tagKey, box), Arrays.copyOf(box, TAG_SIZE))) {
      return Optional.empty();
    }
    byte[] plaintext = new byte[box.length - TAG_SIZE];
    cipher.processBytes(box, TAG_SIZE, plaintext.length, plaintext, 0);
    return Optional.of(Bytes.of(plaintext));
  }

  /** The tag's key is the first 32 bytes of the key stream; the message takes what follows. */
  private static byte[] start(XSalsa20Engine cipher, byte[] key, Bytes nonce) {
    cipher.init(true, new ParametersWithIV(new KeyParameter(key), nonce.toByteArray()));
    byte[] tagKey = new byte[KEY_SIZE];
    cipher.processBytes(new byte[KEY_SIZE], 0, KEY_SIZE, tagKey, 0);
    return tagKey;
  }

  private static byte[] tag(byte[] tagKey, byte[] box) {
    var poly1305 = new Poly1305();
    poly1305.init(new KeyParameter(tagKey));
    poly1305.update(box, TAG_SIZE, box.length - TAG_SIZE);
    byte[] tag = new byte[TAG_SIZE];
    poly1305.doFinal(tag, 0);
    return tag;
  }
}
