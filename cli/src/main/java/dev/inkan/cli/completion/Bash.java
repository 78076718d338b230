package dev.inkan.cli.completion;

import dev.inkan.cli.completion.Vocabulary.Value;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import java.util.List;

/** For bash from 3.2 on, without the package bash-completion. */
final class Bash {
  private static final String HEAD =
      """
      # What bash completes for inkan. Made by: inkan completion bash

      # Those of the words $2 that start with $1.
      _inkan_words() {
        local IFS=' '
        COMPREPLY=($(compgen -W "$2" -- "$1"))
      }

      # Files, or with -d folders, whose names start with $1.
      _inkan_files() {
        local IFS=$'\\n'
        COMPREPLY=($(compgen "${2:--f}" -- "$1"))
        compopt -o filenames 2>/dev/null
      }

      _inkan() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} at=1 flags= i
        COMPREPLY=()
        # Between a flag and its value, = is a word of its own.
        if [[ $cur == '=' ]]; then
          cur=
        elif [[ $prev == '=' && COMP_CWORD -gt 2 ]]; then
          prev=${COMP_WORDS[COMP_CWORD - 2]}
        fi
        if [[ ${COMP_WORDS[1]} == help && COMP_CWORD -gt 1 ]]; then
          at=2
        fi
        local first=${COMP_WORDS[at]-} second=${COMP_WORDS[at + 1]-}
      """;
  private static final String TAIL =
      """
      }

      complete -F _inkan inkan
      """;

  private final StringBuilder script = new StringBuilder(HEAD);

  private Bash() {}

  static String script(Vocabulary vocabulary) {
    var bash = new Bash();
    bash.names(vocabulary);
    bash.line(2, "case \"$first $second\" in");
    vocabulary.usages().forEach(bash::command);
    bash.line(2, "esac");
    bash.script.append(TAIL);
    return bash.script.toString();
  }

  private void names(Vocabulary vocabulary) {
    line(2, "if [[ COMP_CWORD -eq at ]]; then");
    line(4, words(List.copyOf(vocabulary.first().keySet())));
    line(4, "return");
    line(2, "fi");
    line(2, "if [[ COMP_CWORD -eq at+1 ]]; then");
    line(4, "case $first in");
    vocabulary.groups().forEach((group, second) ->
        line(6, group + ") " + words(List.copyOf(second.keySet())) + "; return ;;"));
    line(4, "esac");
    line(2, "fi");
    line(2, "[[ at -eq 1 ]] || return");
    line(2, "for ((i = 1; i < COMP_CWORD; i++)); do");
    line(4, "if [[ ${COMP_WORDS[i]} == -- ]]; then");
    line(6, "flags=none prev=");
    line(4, "fi");
    line(2, "done");
  }

  private void command(Usage usage) {
    String name = Vocabulary.name(usage);
    line(4, name.contains(" ") ? "'" + name + "')" : "'" + name + " '*)");
    line(6, "case $prev in");
    for (Flag flag : usage.flags()) {
      if (!flag.isSwitch()) {
        line(8, String.join("|", Vocabulary.spellings(flag)) + ") " + reply(Vocabulary.value(flag)) + "; return ;;");
      }
    }
    line(6, "esac");
    line(6, "if [[ $cur == -* && -z $flags ]]; then");
    line(8, words(Vocabulary.spellings(usage)));
    line(6, "else");
    line(8, reply(Vocabulary.parameters(usage)));
    line(6, "fi");
    line(6, ";;");
  }

  private static String reply(Value value) {
    return switch (value) {
      case Value.Text ignored -> ":";
      case Value.Files ignored -> "_inkan_files \"$cur\"";
      case Value.Folders ignored -> "_inkan_files \"$cur\" -d";
      case Value.Words(List<String> words) -> words(words);
    };
  }

  private static String words(List<String> words) {
    return "_inkan_words \"$cur\" '" + String.join(" ", words) + "'";
  }

  private void line(int indent, String text) {
    script.append(" ".repeat(indent)).append(text).append('\n');
  }
}
