package dev.inkan.cli;

import dev.inkan.cli.CommandTable.Entry;
import java.util.List;

/** The help that lists commands, without making any. */
final class Overview {
  private static final String EXIT_CODES =
      """

      Exit codes, the same for every command; of several images the gravest (70, 2, 1, 3, 0) counts:
        0   admitted, or done
        1   denied: unsigned, wrong signer, tampered, or no such image
        2   unusable input: flags, references, files, keys, passwords
        3   undetermined: network, authentication, rate limit; retry later
        70  a bug of inkan
      """;

  private Overview() {}

  static String of(List<Entry> entries) {
    return "inkan signs container images, verifies them, and lets only properly sealed ones through.\n\n"
        + "usage: inkan COMMAND [FLAG...] [ARGUMENT...]\n\n"
        + table(entries)
        + "  help [COMMAND]      show how a command is called\n"
        + EXIT_CODES;
  }

  static String ofGroup(String group, List<Entry> entries) {
    return "usage: inkan " + group + " COMMAND [FLAG...] [ARGUMENT...]\n\n" + table(entries);
  }

  private static String table(List<Entry> entries) {
    var table = new StringBuilder();
    for (Entry entry : entries) {
      table.append("  %-18s  %s%n".formatted(entry.name(), entry.summary()));
    }
    return table.toString().replace(System.lineSeparator(), "\n");
  }
}
