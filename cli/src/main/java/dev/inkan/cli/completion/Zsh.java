package dev.inkan.cli.completion;

import dev.inkan.cli.completion.Vocabulary.Value;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import java.util.List;
import java.util.Map;

/** For zsh, sourced or as the file {@code _inkan} in a folder of fpath. */
final class Zsh {
  private static final String HEAD =
      """
      #compdef inkan
      # What zsh completes for inkan. Made by: inkan completion zsh

      _inkan() {
        local helping= name
        local -a names
        if [[ $words[2] == help ]] && (( CURRENT > 2 )); then
          helping=yes
          shift words
          (( CURRENT-- ))
        fi
      """;
  private static final String AFTER_NAME =
      """
        [[ -z $helping ]] || return
        shift words
        (( CURRENT-- ))
      """;
  private static final String TAIL =
      """
      }

      if [[ $funcstack[1] == _inkan ]]; then
        _inkan "$@"
      else
        compdef _inkan inkan
      fi
      """;

  private final StringBuilder script = new StringBuilder(HEAD);

  private Zsh() {}

  static String script(Vocabulary vocabulary) {
    var zsh = new Zsh();
    zsh.names(2, 2, vocabulary.first());
    zsh.line(2, "name=$words[2]");
    zsh.line(2, "case $name in");
    vocabulary.groups().forEach(zsh::group);
    zsh.line(2, "esac");
    zsh.script.append(AFTER_NAME);
    zsh.line(2, "case $name in");
    vocabulary.usages().forEach(zsh::command);
    zsh.line(2, "esac");
    zsh.script.append(TAIL);
    return zsh.script.toString();
  }

  private void names(int indent, int position, Map<String, String> names) {
    line(indent, "if (( CURRENT == " + position + " )); then");
    line(indent + 2, "names=(");
    names.forEach((name, meaning) -> line(indent + 4, quoted(name + ":" + meaning)));
    line(indent + 2, ")");
    line(indent + 2, "_describe command names");
    line(indent + 2, "return");
    line(indent, "fi");
  }

  private void group(String group, Map<String, String> names) {
    line(4, group + ")");
    names(6, 3, names);
    line(6, "name=\"$name $words[3]\"");
    line(6, "shift words");
    line(6, "(( CURRENT-- ))");
    line(6, ";;");
  }

  private void command(Usage usage) {
    line(4, quoted(Vocabulary.name(usage)) + ")");
    line(6, "_arguments -s -S \\");
    for (Flag flag : usage.flags()) {
      for (String spelling : Vocabulary.spellings(flag)) {
        line(8, quoted(specification(flag, spelling)) + " \\");
      }
    }
    String parameters = "*:" + escaped(usage.parameters()) + ":" + action(Vocabulary.parameters(usage));
    line(8, usage.most() == 0 ? "&& return" : quoted(parameters));
    line(6, ";;");
  }

  /** As _arguments wants it: {@code (-a --all)-a[meaning]:VALUE:action}. */
  private static String specification(Flag flag, String spelling) {
    String times =
        flag.times() == Flag.Times.REPEATED ? "*" : "(" + String.join(" ", Vocabulary.spellings(flag)) + ")";
    String joint = flag.isSwitch() ? "" : spelling.startsWith("--") ? "=" : "+";
    String value =
        flag.isSwitch() ? "" : ":" + escaped(String.valueOf(flag.value())) + ":" + action(Vocabulary.value(flag));
    return times + spelling + joint + "[" + escaped(flag.meaning()) + "]" + value;
  }

  private static String action(Value value) {
    return switch (value) {
      case Value.Text ignored -> " ";
      case Value.Files ignored -> "_files";
      case Value.Folders ignored -> "_files -/";
      case Value.Words(List<String> words) -> "(" + String.join(" ", words) + ")";
    };
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\[\\]:\\\\]", "\\\\$0");
  }

  private static String quoted(String text) {
    return Vocabulary.quoted(text, "'\\''");
  }

  private void line(int indent, String text) {
    script.append(" ".repeat(indent)).append(text).append('\n');
  }
}
