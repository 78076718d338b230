package dev.inkan.cli.flags;

import java.util.ArrayList;
import java.util.List;

/**
 * All that can be said of how to call a command.
 *
 * @param name the whole name: {@code inkan key generate}
 * @param summary what it does, in a few words
 * @param parameters what stands behind the flags, as help calls it: {@code IMAGE...}
 * @param least how many parameters it needs
 * @param most how many it takes
 * @param sections its flags under their titles
 * @param examples what a user would type
 * @param remarks further paragraphs of help, such as exit codes of its own
 */
public record Usage(
    String name,
    String summary,
    String parameters,
    int least,
    int most,
    List<Section> sections,
    List<String> examples,
    List<String> remarks) {

  /** Any number of parameters. */
  public static final int ANY = Integer.MAX_VALUE;

  public static final Flag HELP = Flag.toggle("--help", "-h", "show this help").typedOnly();
  public static final Flag QUIET = Flag.toggle("--quiet", "-q", "say nothing but results, warnings and errors");
  public static final Flag VERBOSE =
      Flag.toggle("--verbose", "-v", "say also what was used: files, credentials, variables, requests");
  public static final Flag TRUST_ENV = Flag.toggle(
          "--trust-env", null, "let variables name whom to trust as well; those that did are listed in the result")
      .typedOnly();

  /** Flags under one title. */
  public record Section(String title, List<Flag> flags) {
    public Section {
      flags = List.copyOf(flags);
    }
  }

  public Usage {
    sections = List.copyOf(sections);
    examples = List.copyOf(examples);
    remarks = List.copyOf(remarks);
  }

  /** Every flag, the ones that all commands have included. */
  public List<Flag> flags() {
    var flags = new ArrayList<Flag>();
    for (Section section : allSections()) {
      flags.addAll(section.flags());
    }
    return List.copyOf(flags);
  }

  List<Section> allSections() {
    var all = new ArrayList<>(sections);
    all.add(new Section("Every command", List.of(QUIET, VERBOSE, HELP)));
    return all;
  }
}
