package dev.inkan.cli.completion;

import dev.inkan.cli.flags.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The shells that we write scripts for. */
public enum Shell {
  BASH,
  ZSH,
  FISH;

  /** What the command line calls it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The shell of that name. */
  public static Optional<Shell> named(String word) {
    return Arrays.stream(values()).filter(shell -> shell.word().equals(word)).findFirst();
  }

  /** The script for this shell that completes these commands. The same commands give the same script. */
  public String script(List<Usage> usages) {
    var commands = new Vocabulary(usages);
    return switch (this) {
      case BASH -> Bash.script(commands);
      case ZSH -> Zsh.script(commands);
      case FISH -> Fish.script(commands);
    };
  }
}
