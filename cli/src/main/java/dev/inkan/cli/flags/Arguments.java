package dev.inkan.cli.flags;

import dev.inkan.cli.surroundings.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was given to a command, from the command line or from the variables that stand in for flags. */
public final class Arguments {
  private final Map<Flag, List<String>> given;
  private final Set<Flag> fromEnvironment;
  private final List<String> parameters;

  Arguments(Map<Flag, List<String>> given, Set<Flag> fromEnvironment, List<String> parameters) {
    this.given = new LinkedHashMap<>(given);
    this.fromEnvironment = Set.copyOf(fromEnvironment);
    this.parameters = List.copyOf(parameters);
  }

  /** What stands behind the flags. */
  public List<String> parameters() {
    return parameters;
  }

  /** Whether a switch is on. */
  public boolean has(Flag flag) {
    return value(flag).map("true"::equals).orElse(false);
  }

  /** The value of a flag that is given once. */
  public Optional<String> value(Flag flag) {
    return values(flag).stream().findFirst();
  }

  /** All values of a flag, in order. */
  public List<String> values(Flag flag) {
    return given.getOrDefault(flag, List.of());
  }

  /** Whether the environment gave it. */
  public boolean isFromEnvironment(Flag flag) {
    return fromEnvironment.contains(flag);
  }

  /** Where a flag's value came from, as an error calls it. */
  public String source(Flag flag) {
    return isFromEnvironment(flag) ? flag.environmentName() : flag.name();
  }

  /** The flags that the environment gave, in the order of their declaration. */
  public List<Flag> fromEnvironment() {
    return given.keySet().stream().filter(fromEnvironment::contains).toList();
  }

  /**
   * A length of time, {@code [0-9]+(ms|s|m|h|d|w)}.
   *
   * @throws Failure when the value is something else
   */
  public Optional<Duration> duration(Flag flag) throws Failure {
    Optional<String> text = value(flag);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(DurationText.parse(text.get())
        .orElseThrow(() -> Failure.unusable(
            source(flag) + " is not a length of time: " + text.get(),
            "write a whole number and a unit, one of ms, s, m, h, d, w: 30s")));
  }

  /**
   * A whole number.
   *
   * @throws Failure when the value is something else, or more than {@code most}
   */
  public Optional<Integer> number(Flag flag, int most) throws Failure {
    Optional<String> text = value(flag);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.get().matches("[0-9]{1,9}") || Integer.parseInt(text.get()) > most) {
      throw Failure.unusable(source(flag) + " is not a whole number from 0 to " + most + ": " + text.get());
    }
    return Optional.of(Integer.parseInt(text.get()));
  }

  /**
   * One of the flag's few words.
   *
   * @throws Failure when it is none of them
   */
  public String choice(Flag flag) throws Failure {
    String word = value(flag).orElse(flag.choices().getFirst());
    if (!flag.choices().contains(word)) {
      throw Failure.unusable(
          source(flag) + " is one of " + String.join(", ", flag.choices()) + ", not " + word);
    }
    return word;
  }

  /**
   * Pairs {@code NAME=VALUE}, in order.
   *
   * @throws Failure when one is no pair, or a name stands twice
   */
  public Map<String, String> pairs(Flag flag) throws Failure {
    var pairs = new LinkedHashMap<String, String>();
    for (String text : values(flag)) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw Failure.unusable(source(flag) + " is not NAME=VALUE: " + text);
      }
      if (pairs.putIfAbsent(text.substring(0, equals), text.substring(equals + 1)) != null) {
        throw Failure.unusable(source(flag) + " names " + text.substring(0, equals) + " twice");
      }
    }
    return pairs;
  }

  static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    text.lines().filter(line -> !line.isEmpty()).forEach(lines::add);
    return lines;
  }
}
