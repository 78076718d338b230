package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.keys.Passwords;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.LocalFiles;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.envelope.key.MalformedKey;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.signer.key.KeyAlgorithm;
import dev.inkan.signer.key.KeyGenerator;
import dev.inkan.signer.key.KeyGenerator.KeyFiles;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/** {@code inkan key generate}. */
public final class KeyGenerateCommand implements Command {
  private static final List<String> ALGORITHMS =
      Arrays.stream(KeyAlgorithm.values()).map(KeyAlgorithm::optionName).toList();
  private static final Flag ALGORITHM = Flag.of(
          "--algorithm", "NAME", String.join(", ", ALGORITHMS) + " (default " + ALGORITHMS.getFirst() + ")")
      .oneOf(ALGORITHMS);
  private static final Flag PREFIX =
      Flag.of("--output-key-prefix", "PREFIX", "what the two files' names start with (default inkan)");

  private final Surroundings surroundings;

  public KeyGenerateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan key generate",
        "make a key pair: PREFIX.key, which signs, and PREFIX.pub, which verifies",
        "",
        0,
        0,
        List.of(new Usage.Section("Flags", List.of(ALGORITHM, PREFIX))),
        List.of("inkan key generate --output-key-prefix release",
            "INKAN_PASSWORD= inkan key generate --algorithm ed25519"),
        List.of("PREFIX.key is encrypted as cosign does it, so that cosign reads it, and only its owner may read it. "
            + "Its password comes from INKAN_PASSWORD (or COSIGN_PASSWORD), from a terminal, or from standard "
            + "input. A file that is there already is never overwritten."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    KeyAlgorithm algorithm = KeyAlgorithm.named(arguments.choice(ALGORITHM)).orElseThrow();
    String prefix = arguments.value(PREFIX).orElse("inkan");
    String privateName = prefix + ".key";
    String publicName = prefix + ".pub";
    LocalFiles files = surroundings.files();
    for (String name : List.of(privateName, publicName)) {
      if (files.exists(name)) {
        throw LocalFiles.alreadyThere(name);
      }
    }
    char[] password = new Passwords(surroundings, terminal).forNewKey();
    if (password.length == 0) {
      terminal.note("the password is empty: whoever reads " + privateName + " can sign with it");
    }
    KeyFiles made = new KeyGenerator(new SecureRandom()).generate(algorithm, password);
    write(files, privateName, publicName, made);
    terminal.result("private key  " + privateName + " (" + algorithm.optionName() + ", encrypted)");
    terminal.result("public key   " + publicName + " (" + fingerprint(made) + ")");
    return Outcome.DONE;
  }

  /** Both or none. */
  private static void write(LocalFiles files, String privateName, String publicName, KeyFiles made) throws Failure {
    files.createSecret(privateName, made.privatePem());
    try {
      files.create(publicName, made.publicPem());
    } catch (Failure failure) {
      files.delete(privateName);
      throw failure;
    }
  }

  private static String fingerprint(KeyFiles made) {
    try {
      return PublicKeys.parsePem(made.publicPem()).fingerprint().toString();
    } catch (MalformedKey e) {
      throw new IllegalStateException("a key of our own making is not readable", e);
    }
  }
}
