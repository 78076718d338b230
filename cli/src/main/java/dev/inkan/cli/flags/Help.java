package dev.inkan.cli.flags;

import dev.inkan.cli.flags.Usage.Section;
import java.util.List;

/** A command's help, in plain text of at most 100 columns. */
public final class Help {
  private static final int WIDTH = 100;
  private static final int COLUMN = 34;

  private final StringBuilder text = new StringBuilder();

  private Help() {}

  /** The help of a command. */
  public static String of(Usage usage) {
    var help = new Help();
    help.line(usage.name() + ": " + usage.summary());
    help.line("");
    help.line("usage: " + usage.name() + " [FLAG...]" + (usage.parameters().isEmpty() ? "" : " ")
        + usage.parameters());
    for (Section section : usage.allSections()) {
      help.section(section);
    }
    help.examples(usage.examples());
    for (String remark : usage.remarks()) {
      help.line("");
      help.wrapped("", remark);
    }
    if (usage.parameters().contains("IMAGE")) {
      help.line("");
      help.wrapped("", "An IMAGE is HOST[:PORT]/NAME[:TAG][@DIGEST], or oci:DIR[:TAG|@DIGEST] for an OCI layout on "
          + "disk, oci-archive:FILE or docker-archive:FILE likewise for a tar archive, which is only read; with both a tag "
          + "and a digest, the digest counts.");
    }
    help.line("");
    help.wrapped("", "A flag's variable is INKAN_ and its name (INKAN_TIMEOUT for --timeout); the flag wins. "
        + "A flag marked * takes none, or, where it says whom to trust, only with --trust-env.");
    return help.text.toString();
  }

  private void section(Section section) {
    line("");
    line(section.title() + ":");
    for (Flag flag : section.flags()) {
      String left = "  " + (flag.letter() == null ? "    " : flag.letter() + ", ") + flag.name()
          + (flag.isSwitch() ? "" : " " + flag.value())
          + (flag.variable() == Flag.Variable.ALLOWED ? "" : " *");
      wrapped(left, flag.meaning() + (flag.times() == Flag.Times.REPEATED ? " (repeatable)" : ""));
    }
  }

  private void examples(List<String> examples) {
    if (!examples.isEmpty()) {
      line("");
      line("Examples:");
      examples.forEach(example -> line("  " + example));
    }
  }

  /** The left part, then the words in a column of their own behind it. */
  private void wrapped(String left, String words) {
    String indent = left.isEmpty() ? "" : " ".repeat(COLUMN);
    var row = new StringBuilder(left);
    if (!left.isEmpty() && left.length() >= COLUMN) {
      line(left);
      row.setLength(0);
    }
    row.append(" ".repeat(Math.max(0, indent.length() - row.length())));
    boolean first = true;
    for (String word : words.split(" ", -1)) {
      if (!first && row.length() + 1 + word.length() > WIDTH) {
        line(row.toString());
        row.setLength(0);
        row.append(indent);
        first = true;
      }
      row.append(first ? "" : " ").append(word);
      first = false;
    }
    line(row.toString());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
