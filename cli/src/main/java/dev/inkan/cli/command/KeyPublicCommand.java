package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.keys.KeyFlags;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.envelope.key.PublicKeys;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.signer.key.SigningKey;
import java.util.List;

/** {@code inkan key public}. */
public final class KeyPublicCommand implements Command {
  private final Surroundings surroundings;

  public KeyPublicCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan key public",
        "print the public half of a private key, as PEM",
        "",
        0,
        0,
        List.of(new Usage.Section("Flags", List.of(KeyFlags.PRIVATE_KEY))),
        List.of("inkan key public --key release.key > release.pub"),
        List.of("The password of an encrypted key comes from INKAN_PASSWORD (or COSIGN_PASSWORD), from a terminal, or "
            + "from standard input."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    SigningKey key = KeyFlags.open(arguments, surroundings, terminal);
    try {
      terminal.document(PublicKeys.writePem(key.publicKey()).utf8());
      return Outcome.DONE;
    } catch (MalformedContent e) {
      throw new IllegalStateException("PEM is ASCII", e);
    }
  }
}
