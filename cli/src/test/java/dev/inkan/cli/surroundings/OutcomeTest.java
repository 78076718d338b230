package dev.inkan.cli.surroundings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  @Test
  void ofSeveralTheGravestCounts() {
    List<Outcome> fromGravest =
        List.of(Outcome.BUG, Outcome.UNUSABLE, Outcome.DENIED, Outcome.UNDETERMINED, Outcome.DONE);
    assertEquals(List.of(70, 2, 1, 3, 0), fromGravest.stream().map(Outcome::code).toList());
    for (int graver = 0; graver < fromGravest.size(); graver++) {
      for (int other = graver; other < fromGravest.size(); other++) {
        assertEquals(fromGravest.get(graver), fromGravest.get(graver).and(fromGravest.get(other)));
        assertEquals(fromGravest.get(graver), fromGravest.get(other).and(fromGravest.get(graver)));
      }
    }
  }
}
