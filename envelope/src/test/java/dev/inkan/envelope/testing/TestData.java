package dev.inkan.envelope.testing;

import dev.inkan.envelope.key.MalformedKey;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The files below {@code testdata/} of the checkout. */
public final class TestData {
  private TestData() {}

  public static Path path(String name) {
    return Path.of(Objects.requireNonNull(System.getProperty("inkan.root")), "testdata").resolve(name);
  }

  public static Bytes file(String name) {
    try {
      return Bytes.of(Files.readAllBytes(path(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code testdata/keys/NAME.pub}. */
  public static VerificationKey publicKey(String name) {
    try {
      return PublicKeys.parsePem(file("keys/" + name + ".pub"));
    } catch (MalformedKey e) {
      throw new AssertionError(e);
    }
  }
}
