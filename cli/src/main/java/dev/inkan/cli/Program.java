package dev.inkan.cli;

import dev.inkan.cli.CommandTable.Entry;
import dev.inkan.cli.command.Command;
import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.CommandLineReader;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Help;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.cli.surroundings.Terminal.Volume;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole program for one set of words: finds the command, runs it, and turns whatever happens into an exit code. */
public final class Program {
  private final Surroundings surroundings;
  private final CommandTable table;

  public Program(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.table = new CommandTable(surroundings);
  }

  /** Runs what was typed and returns the exit code. Never throws. */
  public int run(List<String> typed) {
    var terminal = new Terminal(surroundings.out(), surroundings.err(), Volume.NORMAL);
    Outcome outcome;
    try {
      outcome = choose(typed, terminal);
    } catch (Failure failure) {
      outcome = tell(terminal, "inkan", failure);
    } catch (RuntimeException | Error bug) {
      outcome = Bug.report(terminal, bug, typed.contains("-v") || typed.contains("--verbose"));
    }
    if (!terminal.flush()) {
      terminal.error("inkan: standard output took not all of the result: it is closed, or its disk is full");
      outcome = outcome.and(Outcome.UNUSABLE);
    }
    return outcome.code();
  }

  private Outcome choose(List<String> typed, Terminal terminal) throws Failure {
    String first = typed.isEmpty() ? "" : typed.getFirst();
    return switch (first) {
      case "" -> {
        terminal.error("usage: inkan COMMAND [FLAG...] [ARGUMENT...]; inkan help lists the commands");
        yield Outcome.UNUSABLE;
      }
      case "--version" -> start(List.of("version"), terminal);
      case "help", "--help", "-h" -> help(typed.subList(1, typed.size()), terminal);
      default -> start(typed, terminal);
    };
  }

  private Outcome help(List<String> about, Terminal terminal) throws Failure {
    if (about.isEmpty()) {
      terminal.document(Overview.of(table.entries()));
      return Outcome.DONE;
    }
    Chosen chosen = find(about);
    terminal.document(
        chosen.entry == null
            ? Overview.ofGroup(chosen.name, table.group(chosen.name))
            : Help.of(chosen.entry.command().get().usage()));
    return Outcome.DONE;
  }

  private Outcome start(List<String> typed, Terminal terminal) throws Failure {
    Chosen chosen = find(typed);
    boolean asksForHelp = CommandLineReader.asksForHelp(chosen.rest);
    if (asksForHelp) {
      return help(List.of(chosen.name.split(" ")), terminal);
    }
    if (chosen.entry == null) {
      throw Failure.unusable(
          chosen.name + " needs a second word", "inkan " + chosen.name + " --help lists them");
    }
    return run(chosen.entry.command().get(), chosen.rest, terminal);
  }

  private Outcome run(Command command, List<String> words, Terminal plain) {
    Usage usage = command.usage();
    Terminal terminal = plain;
    try {
      Arguments arguments = new CommandLineReader(usage, surroundings.environment()).read(words);
      terminal = plain.at(volume(arguments));
      for (Flag flag : arguments.fromEnvironment()) {
        terminal.detail(flag.name() + " comes from " + flag.environmentName());
      }
      return command.run(arguments, terminal);
    } catch (Failure failure) {
      return tell(terminal, usage.name(), failure);
    }
  }

  private static Volume volume(Arguments arguments) throws Failure {
    boolean quiet = arguments.has(Usage.QUIET);
    boolean verbose = arguments.has(Usage.VERBOSE);
    if (quiet && verbose) {
      boolean quietIsTyped = !arguments.isFromEnvironment(Usage.QUIET);
      if (quietIsTyped != arguments.isFromEnvironment(Usage.VERBOSE)) {
        throw Failure.unusable(arguments.source(Usage.QUIET) + " and " + arguments.source(Usage.VERBOSE)
            + " do not go together");
      }
      return quietIsTyped ? Volume.QUIET : Volume.VERBOSE;
    }
    return verbose ? Volume.VERBOSE : quiet ? Volume.QUIET : Volume.NORMAL;
  }

  private static Outcome tell(Terminal terminal, String name, Failure failure) {
    terminal.error(name + ": " + failure.sentence());
    failure.hints().forEach(hint -> terminal.note("hint: " + hint));
    return failure.outcome();
  }

  /** A command, or a group of commands when {@code entry} is null, and the words behind its name. */
  private record Chosen(String name, @Nullable Entry entry, List<String> rest) {}

  private Chosen find(List<String> typed) throws Failure {
    String one = typed.getFirst();
    String two = typed.size() < 2 ? one : one + " " + typed.get(1);
    for (String name : List.of(two, one)) {
      var entry = table.find(name);
      if (entry.isPresent()) {
        return new Chosen(name, entry.get(), typed.subList(name.equals(one) ? 1 : 2, typed.size()));
      }
    }
    if (CommandTable.isPlanned(two) || CommandTable.isPlanned(one)) {
      throw Failure.unusable(
          (CommandTable.isPlanned(two) ? two : one) + " is not in this version yet", "inkan help lists what is");
    }
    if (!table.group(one).isEmpty() && (typed.size() < 2 || two.startsWith(one + " -"))) {
      return new Chosen(one, null, typed.subList(1, typed.size()));
    }
    throw Failure.unusable(
        one.startsWith("-") ? "the command comes first, its flags behind it" : "there is no command " + two,
        "inkan help lists the commands");
  }
}
