package dev.inkan.cli.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A script taken apart; {@code testdata/scripts/README.md} says how one is written.
 *
 * @param files what lies in the working folder before the first step
 */
record Script(List<Step> steps, Map<String, String> files) {

  /** One line with what is expected of it. */
  record Step(int line, String text, List<String> input, List<String> out, List<String> err, int exit) {
    boolean isCommand() {
      return text.startsWith("$ ");
    }
  }

  Script {
    steps = List.copyOf(steps);
    files = new LinkedHashMap<>(files);
  }

  static Script parse(String text) {
    var reader = new Parser();
    text.lines().forEach(reader::line);
    reader.endStep();
    if (reader.steps.stream().noneMatch(Step::isCommand)) {
      throw new IllegalArgumentException("a script without a command proves nothing");
    }
    return new Script(reader.steps, reader.files);
  }

  private static final class Parser {
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> input = new ArrayList<>();
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private String step = "";
    private int exit;
    private int at;
    private int stepAt;
    private String file = "";

    void line(String line) {
      at++;
      if (line.matches("-- \\S+ --")) {
        file = line.substring(3, line.length() - 3);
        files.put(file, "");
      } else if (!file.isEmpty()) {
        files.merge(file, line + "\n", String::concat);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        stepOrExpectation(line);
      }
    }

    private void stepOrExpectation(String line) {
      List<String> lines =
          line.startsWith(">") ? out : line.startsWith("2>") ? err : line.startsWith("<") ? input : null;
      if (lines != null || line.startsWith("= ")) {
        if (!step.startsWith("$ ")) {
          throw new IllegalArgumentException("line " + at + ": an expectation without a command");
        }
      }
      if (lines != null) {
        String text = line.substring(line.startsWith("2>") ? 2 : 1);
        lines.add(text.startsWith(" ") ? text.substring(1) : text);
      } else if (line.startsWith("= ")) {
        exit = Integer.parseInt(line.substring(2).strip());
      } else {
        endStep();
        step = line.strip();
        stepAt = at;
      }
    }

    void endStep() {
      if (!step.isEmpty()) {
        steps.add(new Step(stepAt, step, List.copyOf(input), List.copyOf(out), List.copyOf(err), exit));
      }
      step = "";
      exit = 0;
      input.clear();
      out.clear();
      err.clear();
    }
  }
}
