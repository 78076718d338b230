package dev.inkan.cli.command;

import dev.inkan.cli.completion.Shell;
import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Terminal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code inkan completion}. */
public final class CompletionCommand implements Command {
  private static final String SHELLS =
      Arrays.stream(Shell.values()).map(Shell::word).collect(Collectors.joining("|"));

  private final Supplier<List<Usage>> usages;

  /**
   * @param usages what every command says of itself, this one included
   */
  public CompletionCommand(Supplier<List<Usage>> usages) {
    this.usages = usages;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan completion",
        "print a script that lets a shell complete commands, flags and files",
        SHELLS,
        1,
        1,
        List.of(),
        List.of(
            "source <(inkan completion bash)                     # in ~/.bashrc",
            "source <(inkan completion zsh)                      # in ~/.zshrc, behind compinit",
            "inkan completion fish > ~/.config/fish/completions/inkan.fish"),
        List.of("Print it again after an update: it holds the commands of this version."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    String word = arguments.parameters().getFirst();
    Shell shell = Shell.named(word)
        .orElseThrow(() -> Failure.unusable("there is no script for " + word, "there is one for " + SHELLS));
    terminal.document(shell.script(usages.get()));
    return Outcome.DONE;
  }
}
