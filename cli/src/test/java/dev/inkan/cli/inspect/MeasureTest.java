package dev.inkan.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "1048524, 1023.9 KiB",
    "1048575, 1.0 MiB",
    "31666995, 30.2 MiB",
    "2147483648, 2.0 GiB",
    "1099511627776, 1.0 TiB",
    "9223372036854775807, 8388608.0 TiB",
  })
  void sizesHaveTheUnitThatKeepsThemShort(long bytes, String text) {
    assertEquals(text, Measure.size(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 seconds",
    "PT1S, 1 second",
    "PT119S, 119 seconds",
    "PT2M, 2 minutes",
    "PT2H, 2 hours",
    "PT47H59M, 47 hours",
    "P2D, 2 days",
    "P60D, 60 days",
    "P61D, 2 months",
    "P700D, 22 months",
    "P740D, 2 years",
  })
  void timesHaveTheUnitThatLeavesAtLeastTwo(Duration time, String text) {
    assertEquals(text, Measure.time(time));
  }
}
