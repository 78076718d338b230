package dev.inkan.signer.key;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of keys that can be made. */
public enum KeyAlgorithm {
  P256,
  P384,
  P521,
  RSA3072,
  RSA4096,
  ED25519;

  /** The name on the command line: {@code p256}. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The algorithm of that name, if there is one. */
  public static Optional<KeyAlgorithm> named(String optionName) {
    return Arrays.stream(values()).filter(a -> a.optionName().equals(optionName)).findFirst();
  }
}
