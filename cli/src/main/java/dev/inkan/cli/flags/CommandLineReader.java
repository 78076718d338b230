package dev.inkan.cli.flags;

import dev.inkan.cli.surroundings.Failure;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads what was typed behind a command as its {@link Usage} says; nothing that it does not declare gets through. */
public final class CommandLineReader {
  private final Usage usage;
  private final Map<String, String> environment;

  public CommandLineReader(Usage usage, Map<String, String> environment) {
    this.usage = usage;
    this.environment = environment;
  }

  /** Whether help is asked for, in front of a {@code --}. */
  public static boolean asksForHelp(List<String> typed) {
    for (String word : typed) {
      if (word.equals("--")) {
        return false;
      }
      if (word.equals(Usage.HELP.name()) || word.equals(Usage.HELP.letter())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the words behind the command's name.
   *
   * @throws Failure UNUSABLE when they are not what the usage says
   */
  public Arguments read(List<String> typed) throws Failure {
    checkSwitches(typed);
    ParseResult parsed = parse(typed);
    var given = new LinkedHashMap<Flag, List<String>>();
    for (Flag flag : usage.flags()) {
      OptionSpec option = parsed.matchedOption(flag.name());
      if (option != null) {
        given.put(flag, flag.isSwitch() ? List.of("true") : nonEmpty(flag, option.stringValues()));
      }
    }
    Set<Flag> fromEnvironment = addVariables(given);
    List<String> parameters = parsed.matchedPositionalValue(0, List.<String>of());
    checkCount(parameters.size());
    return new Arguments(given, fromEnvironment, parameters);
  }

  private void checkSwitches(List<String> typed) throws Failure {
    for (Flag flag : usage.flags()) {
      for (String word : typed.subList(0, typed.contains("--") ? typed.indexOf("--") : typed.size())) {
        if (flag.isSwitch() && word.startsWith(flag.name() + "=")) {
          throw unusable(flag.name() + " takes no value");
        }
      }
    }
  }

  private ParseResult parse(List<String> typed) throws Failure {
    try {
      return new CommandLine(spec())
          .setExpandAtFiles(false)
          .setInterpolateVariables(false)
          .setAllowOptionsAsOptionParameters(false)
          .parseArgs(typed.toArray(String[]::new));
    } catch (UnmatchedArgumentException e) {
      throw unusable("there is no flag " + flagOnly(e.getUnmatched().getFirst()));
    } catch (ParameterException e) {
      throw unusable(
          switch (e) {
            case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given twice";
            case MissingParameterException missing -> name(missing.getMissing().getFirst()) + " needs a value";
            default -> name(e.getArgSpec()) + " cannot be read";
          });
    }
  }

  private static String name(@Nullable ArgSpec about) {
    return about instanceof OptionSpec option ? option.longestName() : "a flag";
  }

  /** The name without what follows it, which may be a secret that was never meant to be a flag's value. */
  private static String flagOnly(String typed) {
    int equals = typed.indexOf('=');
    String name = equals < 0 ? typed : typed.substring(0, equals);
    return name.startsWith("--") ? name : name.substring(0, Math.min(2, name.length()));
  }

  private CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(usage.name());
    for (Flag flag : usage.flags()) {
      String[] names =
          flag.letter() == null ? new String[] {flag.name()} : new String[] {flag.letter(), flag.name()};
      OptionSpec.Builder option = OptionSpec.builder(names);
      if (flag.isSwitch()) {
        option.arity("0").type(boolean.class);
      } else if (flag.times() == Flag.Times.REPEATED) {
        option.arity("1").type(List.class).auxiliaryTypes(String.class);
      } else {
        option.arity("1").type(String.class);
      }
      spec.addOption(option.build());
    }
    return spec.addPositional(PositionalParamSpec.builder()
        .index("0..*")
        .arity("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .build());
  }

  private List<String> nonEmpty(Flag flag, List<String> values) throws Failure {
    if (values.contains("")) {
      throw unusable(flag.name() + " has an empty value");
    }
    return values;
  }

  private Set<Flag> addVariables(Map<Flag, List<String>> given) throws Failure {
    boolean trusted = given.containsKey(Usage.TRUST_ENV);
    var added = new HashSet<Flag>();
    for (Flag flag : usage.flags()) {
      boolean allowed =
          switch (flag.variable()) {
            case ALLOWED -> true;
            case IF_TRUSTED -> trusted;
            case NONE -> false;
          };
      String text = environment.getOrDefault(flag.environmentName(), "");
      if (allowed && !text.isEmpty() && !given.containsKey(flag)) {
        given.put(flag, variable(flag, text));
        added.add(flag);
      }
    }
    return added;
  }

  private static List<String> variable(Flag flag, String text) throws Failure {
    if (flag.isSwitch()) {
      return switch (text) {
        case "true", "1" -> List.of("true");
        case "false", "0" -> List.of("false");
        default -> throw Failure.unusable(flag.environmentName() + " is true or false, not " + text);
      };
    }
    return flag.times() == Flag.Times.REPEATED ? Arguments.lines(text) : List.of(text);
  }

  private void checkCount(int count) throws Failure {
    if (count < usage.least()) {
      throw unusable("it needs " + usage.parameters());
    }
    if (count > usage.most()) {
      throw unusable(usage.most() == 0 ? "it takes nothing behind its flags" : "it takes no more than "
          + usage.parameters());
    }
  }

  private Failure unusable(String sentence) {
    return Failure.unusable(sentence, usage.name() + " --help shows what it takes");
  }
}
