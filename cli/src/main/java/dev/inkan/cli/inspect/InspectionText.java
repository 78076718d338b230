package dev.inkan.cli.inspect;

import dev.inkan.cli.inspect.Node.Content;
import dev.inkan.cli.inspect.Node.Look;
import dev.inkan.cli.inspect.Node.Part;
import dev.inkan.cli.inspect.Node.Reading;
import dev.inkan.cli.inspect.Node.State;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An inspection for people: a tree by indentation, each manifest with its whole digest, at most 100 columns. */
public final class InspectionText {
  private static final int WIDTH = 100;
  private static final int LABEL = 11;

  private final Instant now;
  private final List<String> lines = new ArrayList<>();

  private InspectionText(Instant now) {
    this.now = now;
  }

  /**
   * The lines.
   *
   * @param now what ages are counted to
   */
  public static List<String> lines(Inspection inspection, Instant now) {
    var text = new InspectionText(now);
    text.lines.add(inspection.asked().toString());
    text.node(inspection.root(), 1);
    inspection.bounds().forEach(bound -> text.line(1, "cut short: " + bound));
    return List.copyOf(text.lines);
  }

  private void node(Node node, int depth) {
    line(depth, label(node), node.descriptor().digest().toString());
    line(depth, facts(node));
    if (node.content() instanceof Content.Artifact artifact) {
      parts(artifact.parts(), depth);
    }
    looks(node, depth);
    node.attached().forEach(each -> node(each, depth + 1));
    if (node.content() instanceof Content.Index index) {
      index.children().forEach(child -> node(child, depth + 1));
    }
  }

  private static String label(Node node) {
    return switch (node.content()) {
      case Content.Image ignored -> "image";
      case Content.Index ignored -> "index";
      case Content.Artifact artifact -> artifact.kind().word();
      case Content.Orphaned ignored -> "ORPHAN";
      case Content.Malformed ignored -> "MALFORMED";
      case Content.Unread ignored -> "UNREAD";
      case Content.Repeated ignored -> "as above";
    };
  }

  private String facts(Node node) {
    var facts = new ArrayList<String>();
    Platform platform = node.platform();
    if (platform != null) {
      facts.add(platform.toString());
    }
    switch (node.content()) {
      case Content.Image image -> image(facts, image, platform == null);
      case Content.Index index -> {
        facts.add(count(index.children().size(), "manifest"));
        age(facts, index.created());
      }
      case Content.Artifact artifact -> artifact(facts, artifact);
      case Content.Orphaned(String why) -> facts.add(why);
      case Content.Malformed(String why) -> facts.add(why);
      case Content.Unread(RegistryException cause) -> facts.add(cause.kind() + ": " + cause.getMessage());
      case Content.Repeated ignored -> {}
    }
    if (!node.foundAt().isEmpty()) {
      facts.add("at " + node.foundAt().stream().map(Place::label).collect(Collectors.joining(" and ")));
    }
    return String.join(", ", facts);
  }

  private void image(List<String> facts, Content.Image image, boolean namesPlatform) {
    if (namesPlatform && image.platform() != null) {
      facts.add(image.platform());
    }
    facts.add(count(image.layers(), "layer"));
    facts.add(Measure.size(image.bytes()));
    age(facts, image.created());
    if (image.fault() != null) {
      facts.add(image.fault());
    }
  }

  private void artifact(List<String> facts, Content.Artifact artifact) {
    List<String> formats = artifact.parts().stream().map(Part::format).distinct().sorted().toList();
    if (formats.isEmpty()) {
      facts.add(artifact.type() == null ? "of no type" : artifact.type().value());
    }
    facts.addAll(formats);
    if (artifact.layers() != 1) {
      facts.add(count(artifact.layers(), "layer"));
    }
    facts.add(Measure.size(artifact.bytes()));
    age(facts, artifact.created());
  }

  private static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private void age(List<String> facts, @Nullable Instant created) {
    if (created != null) {
      Duration age = Duration.between(created, now);
      facts.add(age.isNegative()
          ? "claims to be made in " + Measure.time(age.negated())
          : "claims to be " + Measure.time(age) + " old");
    }
  }

  /** Several are counted: their layers may be the same, and only the signatures beside them not. */
  private void parts(List<Part> parts, int depth) {
    for (int i = 0; i < parts.size(); i++) {
      String words = words(parts.get(i).reading());
      if (!words.isEmpty()) {
        line(depth, (parts.size() > 1 ? i + 1 + ". " : "") + words);
      }
    }
  }

  private static String words(Reading reading) {
    return switch (reading) {
      case Reading.Claimed(String type, String name) -> "says " + type + (name == null ? "" : " about " + name);
      case Reading.Announced(String type) -> type.isEmpty() ? "" : "announced as " + type;
      case Reading.Orphaned(String why) -> "ORPHAN: " + why;
      case Reading.Malformed(String why) -> "MALFORMED: " + why;
      case Reading.Unread(RegistryException cause) -> "UNREAD: " + cause.kind() + ": " + cause.getMessage();
    };
  }

  /** Where something was found stands with it; where there is nothing, only of the image itself, or it were noise. */
  private void looks(Node node, int depth) {
    if (depth == 1) {
      vain(node.looks());
    }
    for (Look look : node.looks()) {
      if (look.state() instanceof State.Unread(RegistryException cause)) {
        line(depth, "UNREAD: " + look.place() + ": " + cause.kind() + ": " + cause.getMessage());
      } else if (look.state() instanceof State.Read read) {
        read.notices().forEach(notice -> line(depth, "NOTICE: " + notice));
      }
    }
  }

  private void vain(List<Look> looks) {
    var nothing = new ArrayList<String>();
    for (Look look : looks) {
      switch (look.state()) {
        case State.Read read when read.entries() == 0 -> nothing.add(look.place().label());
        case State.Read ignored -> {}
        case State.NotOffered ignored -> line(1, look.place() + " is not offered by the registry");
        case State.Unread ignored -> {}
      }
    }
    if (!nothing.isEmpty()) {
      line(1, "nothing at " + String.join(", ", nothing));
    }
  }

  /** Words below those that a label stands in front of. */
  private void line(int depth, String words) {
    line(depth, "", words);
  }

  /** A label and words, broken between words where they would be too long for the width. */
  private void line(int depth, String label, String words) {
    String indent = "  ".repeat(depth);
    var row = new StringBuilder(indent + label + " ".repeat(Math.max(0, LABEL - label.length())) + " ");
    int empty = row.length();
    for (String word : words.split(" ", -1)) {
      if (row.length() > empty && row.length() + 1 + word.length() > WIDTH) {
        lines.add(row.toString());
        row.setLength(0);
        row.append(" ".repeat(empty));
      }
      row.append(' ').append(word);
    }
    lines.add(row.toString());
  }
}
