package dev.inkan.gate.decision;

import static dev.inkan.gate.decision.Outcome.FAIL;
import static dev.inkan.gate.decision.Outcome.PASS;
import static dev.inkan.gate.decision.Outcome.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {

  /** policy.md 6, written out for two parts. */
  @ParameterizedTest
  @CsvSource({
    // left, right, all, any, at least 1, at least 2
    "PASS,    PASS,    PASS,    PASS,    PASS,    PASS",
    "PASS,    FAIL,    FAIL,    PASS,    PASS,    FAIL",
    "PASS,    UNKNOWN, UNKNOWN, PASS,    PASS,    UNKNOWN",
    "FAIL,    PASS,    FAIL,    PASS,    PASS,    FAIL",
    "FAIL,    FAIL,    FAIL,    FAIL,    FAIL,    FAIL",
    "FAIL,    UNKNOWN, FAIL,    UNKNOWN, UNKNOWN, FAIL",
    "UNKNOWN, PASS,    UNKNOWN, PASS,    PASS,    UNKNOWN",
    "UNKNOWN, FAIL,    FAIL,    UNKNOWN, UNKNOWN, FAIL",
    "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN"
  })
  void twoPartsCombineByTheTable(
      Outcome left, Outcome right, Outcome all, Outcome any, Outcome atLeastOne, Outcome atLeastTwo) {
    List<Outcome> parts = List.of(left, right);
    assertEquals(all, Outcome.all(parts));
    assertEquals(any, Outcome.any(parts));
    assertEquals(atLeastOne, Outcome.atLeast(1, parts));
    assertEquals(atLeastTwo, Outcome.atLeast(2, parts));
  }

  /** Unknown must mean: some ways in which it may turn out pass and others do not. Every tree of up to five leaves. */
  @Test
  void unknownIsExactlyWhatCouldStillTurnEitherWay() {
    for (int size = 1; size <= 5; size++) {
      for (List<Outcome> parts : everyListOf(size)) {
        for (int count = 1; count <= size + 1; count++) {
          assertEquals(byTryingAll(count, parts), Outcome.atLeast(count, parts), count + " of " + parts);
        }
        assertEquals(byTryingAll(size, parts), Outcome.all(parts), "all of " + parts);
        assertEquals(byTryingAll(1, parts), Outcome.any(parts), "any of " + parts);
      }
    }
  }

  private static Outcome byTryingAll(int count, List<Outcome> parts) {
    Set<Boolean> verdicts = new HashSet<>();
    int ways = 1 << parts.size();
    for (int way = 0; way < ways; way++) {
      int passed = 0;
      for (int i = 0; i < parts.size(); i++) {
        Outcome part = parts.get(i);
        passed += part == PASS || (part == UNKNOWN && (way >> i & 1) == 1) ? 1 : 0;
      }
      verdicts.add(passed >= count);
    }
    return verdicts.size() == 2 ? UNKNOWN : verdicts.contains(true) ? PASS : FAIL;
  }

  private static List<List<Outcome>> everyListOf(int size) {
    List<List<Outcome>> lists = List.of(List.of());
    for (int i = 0; i < size; i++) {
      var longer = new ArrayList<List<Outcome>>();
      for (List<Outcome> list : lists) {
        for (Outcome next : Outcome.values()) {
          var extended = new ArrayList<>(list);
          extended.add(next);
          longer.add(extended);
        }
      }
      lists = longer;
    }
    return lists;
  }

  /** A205, A219: nothing never passes by having nothing that fails. */
  @Test
  void allOfNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Outcome.all(List.of()));
    assertThrows(IllegalArgumentException.class, () -> Outcome.any(List.of()));
    assertThrows(IllegalArgumentException.class, () -> Outcome.atLeast(0, List.of(PASS)));
  }
}
