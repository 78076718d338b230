package dev.inkan.signer.testing;

import dev.inkan.envelope.key.MalformedKey;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.signer.key.KeyFile;
import dev.inkan.signer.key.SigningKey;
import dev.inkan.signer.key.UnusableKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/** The files below {@code testdata/} of the checkout. */
public final class TestData {
  /** Of every encrypted key there but one. */
  public static final String PASSWORD = "correct horse";

  private TestData() {}

  public static Bytes file(String name) {
    Path root = Path.of(Objects.requireNonNull(System.getProperty("inkan.root")));
    try {
      return Bytes.of(Files.readAllBytes(root.resolve("testdata").resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(String name) {
    return new String(file(name).toByteArray(), StandardCharsets.US_ASCII);
  }

  /** What is in the one PEM block of a file, by a reader that is not ours. */
  public static Bytes der(String name) {
    return Bytes.of(Base64.getMimeDecoder().decode(text(name).replaceAll("-----[A-Z0-9 ]+-----", "")));
  }

  /** {@code testdata/keys/NAME.pub}. */
  public static VerificationKey publicKey(String name) {
    try {
      return PublicKeys.parsePem(file("keys/" + name + ".pub"));
    } catch (MalformedKey e) {
      throw new AssertionError(e);
    }
  }

  /** {@code testdata/keys/NAME.pkcs8.key}. */
  public static SigningKey signingKey(String name) {
    try {
      return KeyFile.read(file("keys/" + name + ".pkcs8.key"), () -> {
        throw new AssertionError("a plain key needs no password");
      });
    } catch (UnusableKey e) {
      throw new AssertionError(e);
    }
  }
}
