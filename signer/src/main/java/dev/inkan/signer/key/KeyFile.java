package dev.inkan.signer.key;

import dev.inkan.envelope.encoding.DerReader;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.envelope.encoding.Pem;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Printable;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads private key files: PEM with one key in it, plain (PKCS#8, SEC 1, PKCS#1), encrypted by OpenSSL (PKCS#8 with
 * PBES2) or by cosign.
 */
public final class KeyFile {
  /** The label that cosign has written since 2023, and we write. */
  static final String SIGSTORE = "ENCRYPTED SIGSTORE PRIVATE KEY";

  private static final String SEC1 = "EC PRIVATE KEY";

  private KeyFile() {}

  /**
   * Reads a private key.
   *
   * @param passwords asked only when the key is encrypted; the password is overwritten after use
   * @throws UnusableKey when the file is anything else (a public key, a certificate, cut off, several keys, ...), the
   *     password is wrong, or the key is not one that we accept; each with its own sentence
   */
  public static SigningKey read(Bytes file, PasswordSource passwords) throws UnusableKey {
    if (!file.isEmpty() && file.asReadOnlyBuffer().get(0) == DerReader.SEQUENCE && !Pem.isIn(file)) {
      throw new UnusableKey("a key in DER: convert it to PEM with \"openssl pkey -inform DER -in OLD -out NEW\"");
    }
    Pem.Block block;
    try {
      block = onlyKey(Pem.read(file));
    } catch (MalformedEncoding e) {
      throw new UnusableKey("not a private key: " + e.getMessage(), e);
    }
    try {
      return read(block, passwords);
    } catch (MalformedEncoding e) {
      throw new UnusableKey("the private key is damaged: " + e.getMessage(), e);
    }
  }

  /** OpenSSL puts the curve's parameters in front of a SEC 1 key, which names the curve itself. */
  private static Pem.Block onlyKey(List<Pem.Block> blocks) throws UnusableKey {
    var keys = new ArrayList<>(blocks);
    if (keys.size() == 2 && keys.getLast().label().equals(SEC1)) {
      keys.removeIf(block -> block.label().equals("EC PARAMETERS"));
    }
    if (keys.size() > 1) {
      throw new UnusableKey("the file holds " + keys.size() + " PEM blocks; keep one key in one file");
    }
    return keys.getFirst();
  }

  private static SigningKey read(Pem.Block block, PasswordSource passwords) throws UnusableKey, MalformedEncoding {
    return switch (block.label()) {
      case "PRIVATE KEY" -> PrivateKeys.pkcs8(block.content());
      case SEC1 -> PrivateKeys.sec1(block.content());
      case "RSA PRIVATE KEY" -> PrivateKeys.pkcs1(block.content());
      case "ENCRYPTED PRIVATE KEY" -> decrypted(
          Pbes2.decrypt(block.content(), passwords).orElseThrow(KeyFile::wrongPassword));
      case SIGSTORE, "ENCRYPTED COSIGN PRIVATE KEY" -> PrivateKeys.pkcs8(
          CosignEncryption.decrypt(block.content(), passwords).orElseThrow(KeyFile::wrongPassword));
      default -> throw noPrivateKey(block.label());
    };
  }

  /** PBES2 has no tag: a wrong password now and then decrypts to something, which is then no key. */
  private static SigningKey decrypted(Bytes pkcs8) throws UnusableKey {
    try {
      return PrivateKeys.pkcs8(pkcs8);
    } catch (MalformedEncoding e) {
      UnusableKey wrong = wrongPassword();
      wrong.addSuppressed(e);
      throw wrong;
    }
  }

  private static UnusableKey wrongPassword() {
    return new UnusableKey("wrong password for the private key");
  }

  private static UnusableKey noPrivateKey(String label) {
    String found = "the file holds " + Printable.quoted(label) + ", where a private key belongs";
    if (label.endsWith("PUBLIC KEY")) {
      return new UnusableKey(found + ": it is the .key file that signs, not the .pub file");
    }
    if (label.equals("OPENSSH PRIVATE KEY")) {
      return new UnusableKey(found + ": convert a copy of it with \"ssh-keygen -p -m PKCS8 -f COPY\"");
    }
    return new UnusableKey(found);
  }
}
