package dev.inkan.registry.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** {@code Retry-After} (RFC 9110 10.2.3), in seconds or as a date. */
final class RetryAfter {
  private static final int MAX_DIGITS = 18;

  private RetryAfter() {}

  /**
   * How long the server asks to wait, or null when it does not say so intelligibly. A date is compared with the
   * answer's own {@code Date}, so that nobody's clock matters; one in the past is no wait.
   */
  static @Nullable Duration parse(@Nullable String value, @Nullable String date) {
    if (value == null) {
      return null;
    }
    String text = value.strip();
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return text.length() > MAX_DIGITS ? Duration.ofSeconds(Long.MAX_VALUE) : Duration.ofSeconds(Long.parseLong(text));
    }
    if (date == null) {
      return null;
    }
    try {
      Duration wait = Duration.between(instant(date.strip()), instant(text));
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static ZonedDateTime instant(String text) {
    return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
  }
}
