package dev.inkan.gate.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A test table in a resource: sections that each begin with a line {@code -- heading --}. */
public record Sections(String heading, String body) {

  public static List<Sections> read(String resource) {
    var sections = new ArrayList<Sections>();
    String heading = "";
    var body = new StringBuilder();
    for (String line : text(resource).split("\n", -1)) {
      if (line.startsWith("-- ") && line.endsWith(" --")) {
        add(sections, heading, body);
        heading = line.substring(3, line.length() - 3);
        body.setLength(0);
      } else {
        body.append(line).append('\n');
      }
    }
    add(sections, heading, body);
    return sections;
  }

  private static void add(List<Sections> to, String heading, StringBuilder body) {
    if (!heading.isEmpty()) {
      to.add(new Sections(heading, body.toString()));
    }
  }

  private static String text(String resource) {
    try (InputStream in = Sections.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return heading;
  }
}
