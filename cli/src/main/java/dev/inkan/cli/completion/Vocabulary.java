package dev.inkan.cli.completion;

import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every word that a command line may have, whatever the shell. */
record Vocabulary(List<Usage> usages) {
  private static final String HELP = "help";
  private static final String HELP_MEANING = "show how a command is called";
  private static final Set<String> FILES = Set.of("FILE", "REF", "PREFIX", "LIST");

  Vocabulary {
    usages = List.copyOf(usages);
  }

  /** What a flag takes as its value, or what may stand behind all flags. */
  sealed interface Value {
    /** Text that no shell can know. */
    record Text() implements Value {}

    record Files() implements Value {}

    record Folders() implements Value {}

    record Words(List<String> words) implements Value {
      public Words {
        words = List.copyOf(words);
      }
    }
  }

  /** A command's name without the program's: {@code key generate}. */
  static String name(Usage usage) {
    return usage.name().substring(usage.name().indexOf(' ') + 1);
  }

  /** The first words with what they mean: commands, groups of commands, and help. */
  Map<String, String> first() {
    var words = new TreeMap<String, String>();
    for (Usage usage : usages) {
      String name = name(usage);
      int space = name.indexOf(' ');
      if (space < 0) {
        words.put(name, usage.summary());
      } else {
        words.merge(name.substring(0, space), name.substring(space + 1), (one, other) -> one + ", " + other);
      }
    }
    words.put(HELP, HELP_MEANING);
    return words;
  }

  /** The second words with what they mean, by their first. */
  Map<String, Map<String, String>> groups() {
    var groups = new TreeMap<String, Map<String, String>>();
    for (Usage usage : usages) {
      String[] words = name(usage).split(" ", 2);
      if (words.length == 2) {
        groups.computeIfAbsent(words[0], ignored -> new TreeMap<>()).put(words[1], usage.summary());
      }
    }
    return groups;
  }

  /** All spellings of a flag, the letter first. */
  static List<String> spellings(Flag flag) {
    return flag.letter() == null ? List.of(flag.name()) : List.of(flag.letter(), flag.name());
  }

  /** What a flag that is no switch takes. */
  static Value value(Flag flag) {
    return flag.choices().isEmpty() ? named(String.valueOf(flag.value())) : new Value.Words(flag.choices());
  }

  /** What stands behind the flags: files, or the words themselves when it is written {@code bash|zsh}. */
  static Value parameters(Usage usage) {
    String text = usage.parameters();
    return text.matches("[a-z]+(\\|[a-z]+)+") ? new Value.Words(List.of(text.split("\\|", -1))) : named(text);
  }

  private static Value named(String name) {
    if (FILES.contains(name)) {
      return new Value.Files();
    }
    return name.equals("DIR") ? new Value.Folders() : new Value.Text();
  }

  /** A text in single quotes, in which no shell sees anything but the quote itself. */
  static String quoted(String text, String quote) {
    return "'" + text.replace("'", quote) + "'";
  }

  /** All flags' spellings. */
  static List<String> spellings(Usage usage) {
    var all = new ArrayList<String>();
    usage.flags().forEach(flag -> all.addAll(spellings(flag)));
    return all;
  }
}
