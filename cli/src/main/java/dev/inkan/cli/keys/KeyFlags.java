package dev.inkan.cli.keys;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.signer.key.KeyFile;
import dev.inkan.signer.key.SigningKey;
import dev.inkan.signer.key.UnusableKey;

/** The flag that names a private key, and the key that it names. */
public final class KeyFlags {
  public static final Flag PRIVATE_KEY =
      Flag.of("--key", "REF", "the private key: a file (PEM, encrypted or not), or env://NAME");

  private KeyFlags() {}

  /**
   * Opens the private key that is named; asks for its password when it is encrypted.
   *
   * @throws Failure UNUSABLE when none is named, or it cannot be used
   */
  public static SigningKey open(Arguments arguments, Surroundings surroundings, Terminal terminal) throws Failure {
    String text = arguments
        .value(PRIVATE_KEY)
        .orElseThrow(() -> Failure.unusable(
            "no key is given", "--key FILE names the private key; inkan key generate makes one"));
    KeyReference reference = KeyReference.parse(text);
    var pem = reference.read(surroundings);
    try {
      SigningKey key = KeyFile.read(pem, new Passwords(surroundings, terminal));
      reference.warnWhenOthersMayRead(surroundings, terminal);
      terminal.detail("key: " + reference.shown() + " (" + key.publicKey().algorithm() + ", "
          + key.publicKey().fingerprint() + ")");
      return key;
    } catch (UnusableKey e) {
      throw Failure.unusable(reference.shown() + ": " + e.getMessage());
    }
  }
}
