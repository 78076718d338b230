package dev.inkan.cli.flags;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as it is typed: {@code [0-9]+(ms|s|m|h|d|w)}. */
final class DurationText {
  private static final Pattern GRAMMAR = Pattern.compile("([0-9]{1,10})(ms|s|m|h|d|w)");

  private DurationText() {}

  static Optional<Duration> parse(String text) {
    Matcher match = GRAMMAR.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(match.group(1));
    return Optional.of(
        switch (match.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          case "d" -> Duration.ofDays(count);
          default -> Duration.ofDays(Math.multiplyExact(count, 7L));
        });
  }
}
