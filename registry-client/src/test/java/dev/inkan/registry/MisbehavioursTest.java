package dev.inkan.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/misbehaviours.md says of every misbehaviour which test shows what comes of it. */
class MisbehavioursTest {
  private static final Path ROOT = Path.of(System.getProperty("inkan.root"));
  private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
  /** Rows that no test shows. This number only ever becomes smaller. */
  private static final int NOT_YET = 1;

  /** Number, what it does, what comes of it, and by which tests. */
  private static List<String[]> rows() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/misbehaviours.md")).stream()
        .filter(line -> line.matches("\\| [0-9]+ \\|.*"))
        .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
        .toList();
  }

  @Test
  void everyRowIsThereOnceAndWhole() throws Exception {
    assertEquals(
        IntStream.rangeClosed(1, 62).mapToObj(String::valueOf).toList(), rows().stream().map(row -> row[0]).toList());
    for (String[] row : rows()) {
      assertEquals(4, row.length, row[0]);
      assertFalse(row[1].isBlank() || row[2].isBlank(), row[0]);
    }
  }

  @Test
  void everyTestThatIsNamedExists() throws Exception {
    for (String[] row : rows()) {
      Matcher named = NAMED.matcher(row[3]);
      while (named.find()) {
        assertTrue(
            sources(named.group(1)).stream().anyMatch(source -> hasTest(source, named.group(2))),
            "row " + row[0] + ": there is no test " + named.group());
      }
    }
  }

  private static boolean hasTest(String source, String name) {
    int method = source.indexOf("\n  void " + name + "(");
    String before = method < 0 ? "" : source.substring(source.lastIndexOf("\n  }\n", method) + 1, method);
    return before.contains("@Test") || before.contains("@ParameterizedTest");
  }

  @Test
  void noRowIsWithoutATestButThoseThatAreKnown() throws Exception {
    List<String[]> without = rows().stream().filter(row -> !NAMED.matcher(row[3]).find()).toList();
    assertTrue(without.stream().allMatch(row -> row[3].equals("not yet")), "a row has neither a test nor \"not yet\"");
    assertEquals(NOT_YET, without.size());
  }

  /** Several modules may have a test class of one name. */
  private static List<String> sources(String name) throws IOException {
    var sources = new ArrayList<String>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.filter(each -> Files.isDirectory(each.resolve("src/test/java"))).toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
          for (Path file : files.filter(each -> each.endsWith(name + ".java")).toList()) {
            sources.add(Files.readString(file));
          }
        }
      }
    }
    return sources;
  }
}
