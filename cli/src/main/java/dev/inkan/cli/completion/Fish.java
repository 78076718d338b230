package dev.inkan.cli.completion;

import dev.inkan.cli.completion.Vocabulary.Value;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import java.util.List;
import java.util.Map;

/** For fish from 3.0 on. */
final class Fish {
  private static final String HEAD =
      """
      # What fish completes for inkan. Made by: inkan completion fish

      # The words in front of the cursor, without the program and help.
      function __inkan_typed
          set -l typed (commandline -opc)
          set -e typed[1]
          if test "$typed[1]" = help
              set -e typed[1]
          end
          printf '%s\\n' $typed
      end

      # Whether exactly these words were typed.
      function __inkan_next
          set -l typed (__inkan_typed)
          test "$typed" = "$argv"
      end

      # Whether these words were typed first.
      function __inkan_after
          set -l typed (__inkan_typed)
          string match -q -- "$argv *" "$typed "
      end

      complete -c inkan -f
      """;

  private final StringBuilder script = new StringBuilder(HEAD);

  private Fish() {}

  static String script(Vocabulary vocabulary) {
    var fish = new Fish();
    fish.names("", vocabulary.first());
    vocabulary.groups().forEach((group, names) -> fish.names(" " + group, names));
    vocabulary.usages().forEach(fish::command);
    return fish.script.toString();
  }

  private void names(String after, Map<String, String> names) {
    names.forEach((name, meaning) -> line("'__inkan_next" + after + "' -a " + name + " -d " + quoted(meaning)));
  }

  private void command(Usage usage) {
    String condition = "'__inkan_after " + Vocabulary.name(usage) + "'";
    for (Flag flag : usage.flags()) {
      String letter = flag.letter();
      line(condition
          + (letter == null ? "" : " -s " + letter.substring(1))
          + " -l " + flag.name().substring(2)
          + (flag.isSwitch() ? "" : takes(Vocabulary.value(flag)))
          + " -d " + quoted(flag.meaning()));
    }
    switch (Vocabulary.parameters(usage)) {
      case Value.Text ignored -> {}
      case Value.Files ignored -> line(condition + " -F");
      case Value.Folders ignored -> line(condition + " -a '(__fish_complete_directories)'");
      case Value.Words(List<String> words) -> line(condition + " -a " + quoted(String.join(" ", words)));
    }
  }

  private static String takes(Value value) {
    return switch (value) {
      case Value.Text ignored -> " -x";
      case Value.Files ignored -> " -r -F";
      case Value.Folders ignored -> " -x -a '(__fish_complete_directories)'";
      case Value.Words(List<String> words) -> " -x -a " + quoted(String.join(" ", words));
    };
  }

  private static String quoted(String text) {
    return Vocabulary.quoted(text.replace("\\", "\\\\"), "\\'");
  }

  private void line(String text) {
    script.append("complete -c inkan -n ").append(text).append('\n');
  }
}
