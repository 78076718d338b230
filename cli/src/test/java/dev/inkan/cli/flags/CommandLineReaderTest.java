package dev.inkan.cli.flags;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineReaderTest {
  private static final Flag KEY = Flag.of("--key", "REF", "the key").decidingTrust();
  private static final Flag TIMEOUT = Flag.of("--timeout", "DURATION", "how long");
  private static final Flag RETRIES = Flag.of("--retries", "N", "how often");
  private static final Flag OUTPUT =
      Flag.of("--output", "FORM", "text or json").oneOf(List.of("text", "json"));
  private static final Flag ANNOTATION = Flag.of("--annotation", "K=V", "a pair").repeated("-a");
  private static final Flag RECURSIVE = Flag.toggle("--recursive", "-r", "children, too");
  private static final Usage USAGE = new Usage(
      "inkan try",
      "try things",
      "IMAGE...",
      1,
      2,
      List.of(new Usage.Section(
          "Flags", List.of(KEY, TIMEOUT, RETRIES, OUTPUT, ANNOTATION, RECURSIVE, Usage.TRUST_ENV))),
      List.of(),
      List.of());

  private static Arguments read(Map<String, String> environment, String... words) throws Failure {
    return new CommandLineReader(USAGE, environment).read(List.of(words));
  }

  private static String refusal(Map<String, String> environment, String... words) {
    Failure failure = assertThrows(Failure.class, () -> read(environment, words));
    assertEquals(Outcome.UNUSABLE, failure.outcome());
    return failure.sentence();
  }

  @Test
  void flagsAndParametersMayStandInAnyOrder() throws Failure {
    Arguments arguments = read(Map.of(), "one", "-r", "--key", "a.pub", "two", "-a", "x=1", "--annotation=y=2=3");
    assertEquals(List.of("one", "two"), arguments.parameters());
    assertTrue(arguments.has(RECURSIVE));
    assertEquals("a.pub", arguments.value(KEY).orElseThrow());
    assertEquals(Map.of("x", "1", "y", "2=3"), arguments.pairs(ANNOTATION));
  }

  @Test
  void behindTwoDashesEverythingIsAParameter() throws Failure {
    assertEquals(List.of("-r", "--key"), read(Map.of(), "--", "-r", "--key").parameters());
    assertFalse(CommandLineReader.asksForHelp(List.of("--", "--help")));
    assertTrue(CommandLineReader.asksForHelp(List.of("one", "-h")));
  }

  @Test
  void noFileIsReadForAWordThatStartsWithAnAt() throws Failure {
    assertEquals(List.of("@/etc/passwd"), read(Map.of(), "@/etc/passwd").parameters());
  }

  @Test
  void noVariableIsPutIntoAWord() throws Failure {
    assertEquals("${env:HOME}", read(Map.of(), "--key", "${env:HOME}", "x").value(KEY).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "x --nonsense, there is no flag --nonsense",
    "x --nonsense=secret, there is no flag --nonsense",
    "x --ke a, there is no flag --ke",
    "x -zsecret, there is no flag -z",
    "x --key, --key needs a value",
    "x --key --timeout 3s, --key needs a value",
    "x --key a --key b, --key is given twice",
    "x -r -r, --recursive is given twice",
    "x --recursive=true, --recursive takes no value",
    "x --key=, --key has an empty value",
    "'', it needs IMAGE...",
    "x y z, it takes no more than IMAGE...",
  })
  void aWrongCallIsRefusedByName(String words, String sentence) {
    assertEquals(sentence, refusal(Map.of(), words.isEmpty() ? new String[0] : words.split(" ")));
  }

  @Test
  void aVariableStandsInForAFlagAndTheFlagWins() throws Failure {
    Map<String, String> environment =
        Map.of("INKAN_TIMEOUT", "3s", "INKAN_RECURSIVE", "1", "INKAN_ANNOTATION", "a=1\nb=2\n");
    Arguments arguments = read(environment, "x");
    assertEquals(Duration.ofSeconds(3), arguments.duration(TIMEOUT).orElseThrow());
    assertTrue(arguments.has(RECURSIVE));
    assertEquals(Map.of("a", "1", "b", "2"), arguments.pairs(ANNOTATION));
    assertEquals(List.of(TIMEOUT, ANNOTATION, RECURSIVE), arguments.fromEnvironment());
    Arguments typed = read(environment, "x", "--timeout", "4s");
    assertEquals(Duration.ofSeconds(4), typed.duration(TIMEOUT).orElseThrow());
    assertEquals(List.of(ANNOTATION, RECURSIVE), typed.fromEnvironment());
  }

  /** A269. */
  @Test
  void whomToTrustDoesNotSilentlyComeFromTheEnvironment() throws Failure {
    Map<String, String> environment = Map.of("INKAN_KEY", "theirs.pub", "INKAN_TRUST_ENV", "true");
    assertTrue(read(environment, "x").value(KEY).isEmpty());
    Arguments trusting = read(environment, "x", "--trust-env");
    assertEquals("theirs.pub", trusting.value(KEY).orElseThrow());
    assertEquals(List.of(KEY), trusting.fromEnvironment());
    assertEquals("ours.pub", read(environment, "x", "--trust-env", "--key", "ours.pub").value(KEY).orElseThrow());
  }

  @Test
  void aSwitchInTheEnvironmentIsTrueOrFalse() throws Failure {
    assertFalse(read(Map.of("INKAN_RECURSIVE", "false"), "x").has(RECURSIVE));
    assertFalse(read(Map.of("INKAN_RECURSIVE", ""), "x").has(RECURSIVE));
    assertEquals("INKAN_RECURSIVE is true or false, not yes", refusal(Map.of("INKAN_RECURSIVE", "yes"), "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "0ms, 0", "250ms, 250", "3s, 3000", "2m, 120000", "1h, 3600000", "1d, 86400000", "2w, 1209600000",
    "999999999w, 604799999395200000"
  })
  void aDurationIsANumberAndAUnit(String text, long millis) throws Failure {
    assertEquals(millis, read(Map.of(), "x", "--timeout", text).duration(TIMEOUT).orElseThrow().toMillis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "s", "3 s", "3S", "-3s", "+3s", "3.5s", "1m30s", "PT3S", "99999999999s", "٣s", "3s\n"})
  void anythingElseIsNoDuration(String text) throws Failure {
    Arguments arguments = read(Map.of(), "x", "--timeout=" + text);
    Failure failure = assertThrows(Failure.class, () -> arguments.duration(TIMEOUT));
    assertEquals("--timeout is not a length of time: " + text, failure.sentence());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.0", "", "x", "11", "1e3", "99999999999"})
  void aNumberIsWholeAndInRange(String text) throws Failure {
    if (!text.isEmpty()) {
      Arguments arguments = read(Map.of(), "x", "--retries=" + text);
      assertThrows(Failure.class, () -> arguments.number(RETRIES, 10));
    }
    assertEquals(10, read(Map.of(), "x", "--retries=10").number(RETRIES, 10).orElseThrow());
  }

  @Test
  void aFaultInAVariableNamesTheVariable() throws Failure {
    Arguments arguments = read(Map.of("INKAN_TIMEOUT", "soon"), "x");
    Failure failure = assertThrows(Failure.class, () -> arguments.duration(TIMEOUT));
    assertEquals("INKAN_TIMEOUT is not a length of time: soon", failure.sentence());
  }

  @Test
  void aChoiceIsOneOfItsWords() throws Failure {
    assertEquals("text", read(Map.of(), "x").choice(OUTPUT));
    assertEquals("json", read(Map.of(), "x", "--output=json").choice(OUTPUT));
    Arguments arguments = read(Map.of(), "x", "--output=xml");
    Failure failure = assertThrows(Failure.class, () -> arguments.choice(OUTPUT));
    assertEquals("--output is one of text, json, not xml", failure.sentence());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "=x"})
  void aPairHasANameAndAnEqualsSign(String text) throws Failure {
    Arguments arguments = read(Map.of(), "x", "-a", text);
    assertThrows(Failure.class, () -> arguments.pairs(ANNOTATION));
  }

  @Test
  void aNameStandsOnceAmongPairs() throws Failure {
    Arguments arguments = read(Map.of(), "x", "-a", "k=1", "-a", "k=1");
    assertThrows(Failure.class, () -> arguments.pairs(ANNOTATION));
  }

  @Test
  void helpShowsEveryFlagInLinesOfAHundredColumns() {
    String help = Help.of(USAGE);
    for (Flag flag : USAGE.flags()) {
      assertTrue(help.contains(flag.name()), flag.name());
    }
    assertTrue(help.lines().allMatch(line -> line.length() <= 100), help);
    assertTrue(help.contains("  -a, --annotation K=V            a pair (repeatable)\n"), help);
    assertTrue(help.contains("      --key REF *                 the key\n"), help);
  }
}
