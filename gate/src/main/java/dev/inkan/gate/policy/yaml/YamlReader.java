package dev.inkan.gate.policy.yaml;

import dev.inkan.gate.policy.yaml.YamlNode.Entry;
import dev.inkan.gate.policy.yaml.YamlNode.Kind;
import dev.inkan.gate.policy.yaml.YamlNode.Mapping;
import dev.inkan.gate.policy.yaml.YamlNode.Scalar;
import dev.inkan.gate.policy.yaml.YamlNode.Sequence;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/**
 * Reads one YAML 1.2 document with one meaning only: no anchors, aliases, tags, merge keys, directives, second
 * document, duplicate or compound names; at most {@link #MAX_BYTES} bytes and {@link #MAX_DEPTH} levels. Built on the
 * parser's events, so that nothing can be constructed, expanded or resolved behind our back.
 */
public final class YamlReader {
  public static final int MAX_BYTES = 1 << 20;
  public static final int MAX_DEPTH = 32;

  private static final CoreScalarResolver CORE_SCHEMA = new CoreScalarResolver(false);

  private final Iterator<Event> events;

  private YamlReader(Iterator<Event> events) {
    this.events = events;
  }

  /**
   * Reads the document.
   *
   * @throws YamlFault when the bytes are not exactly that, with the place; also when there is no document in them
   */
  public static YamlNode read(Bytes bytes) throws YamlFault {
    if (bytes.size() > MAX_BYTES) {
      throw new YamlFault(Spot.START, "the file has " + bytes.size() + " bytes, more than the bound of " + MAX_BYTES);
    }
    String text = utf8(bytes);
    try {
      var settings = LoadSettings.builder().setCodePointLimit(MAX_BYTES).build();
      return new YamlReader(new Parse(settings).parseString(text).iterator()).document();
    } catch (MarkedYamlEngineException e) {
      throw new YamlFault(spot(e.getProblemMark().orElse(null)), notYaml(e.getProblem()), e);
    } catch (ReaderException e) {
      throw new YamlFault(spot(text, e.getPosition()), notYaml("a character that YAML does not allow"), e);
    } catch (YamlEngineException e) {
      throw new YamlFault(Spot.START, notYaml("it cannot be parsed"), e);
    }
  }

  private static String utf8(Bytes bytes) throws YamlFault {
    try {
      return bytes.utf8();
    } catch (MalformedContent e) {
      throw new YamlFault(Spot.START, "the file is not valid UTF-8; save it as UTF-8", e);
    }
  }

  private static String notYaml(@Nullable String problem) {
    return "this is not YAML: " + Printable.text(Objects.requireNonNullElse(problem, "it cannot be parsed"));
  }

  private YamlNode document() throws YamlFault {
    events.next(); // the start of the stream
    if (!(events.next() instanceof DocumentStartEvent start)) {
      throw new YamlFault(Spot.START, "the file is empty; a policy has at least apiVersion, kind, metadata and rules");
    }
    if (start.getSpecVersion().isPresent() || !start.getTags().isEmpty()) {
      throw new YamlFault(spot(start), "a policy has no YAML directives; remove the lines that begin with %");
    }
    YamlNode root = node(events.next(), 1);
    events.next(); // the end of the document
    Event after = events.next();
    if (after instanceof DocumentStartEvent) {
      throw new YamlFault(spot(after), "a second document begins here; a policy file holds exactly one");
    }
    return root;
  }

  private YamlNode node(Event event, int depth) throws YamlFault {
    if (depth > MAX_DEPTH) {
      throw new YamlFault(spot(event), "nested more than " + MAX_DEPTH + " levels deep");
    }
    refuseTricks(event);
    if (event instanceof ScalarEvent scalar) {
      return new Scalar(spot(event), scalar.getValue(), kind(scalar));
    }
    return event instanceof MappingStartEvent ? mapping(event, depth) : sequence(event, depth);
  }

  private static void refuseTricks(Event event) throws YamlFault {
    if (event instanceof AliasEvent) {
      throw new YamlFault(spot(event), "an alias (*name); write the value out, a policy is read as it stands");
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      throw new YamlFault(spot(event), "an anchor (&name); remove it, a policy is read as it stands");
    }
    boolean tagged =
        (event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
            || (event instanceof CollectionStartEvent start && start.getTag().isPresent());
    if (tagged) {
      throw new YamlFault(spot(event), "a tag (!name); remove it, and quote the value if it is meant as text");
    }
  }

  private Sequence sequence(Event start, int depth) throws YamlFault {
    var items = new ArrayList<YamlNode>();
    for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
      items.add(node(next, depth + 1));
    }
    return new Sequence(spot(start), items);
  }

  private Mapping mapping(Event start, int depth) throws YamlFault {
    List<Entry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
      Scalar name = name(node(next, depth + 1));
      if (!seen.add(name.text())) {
        throw new YamlFault(name.spot(), Printable.quoted(name.text()) + " stands here twice; keep one");
      }
      entries.add(new Entry(name, node(events.next(), depth + 1)));
    }
    return new Mapping(spot(start), entries);
  }

  private static Scalar name(YamlNode node) throws YamlFault {
    if (!(node instanceof Scalar name)) {
      throw new YamlFault(node.spot(), "a list or mapping stands where a name is expected");
    }
    if (name.text().equals("<<")) {
      throw new YamlFault(node.spot(), "a merge key (<<); write the values out, a policy is read as it stands");
    }
    if (name.kind() != Kind.TEXT) {
      throw new YamlFault(
          node.spot(), Printable.quoted(name.text()) + " is no text, where a name is expected; quote it");
    }
    return name;
  }

  private static Kind kind(ScalarEvent scalar) {
    Tag tag = CORE_SCHEMA.resolve(scalar.getValue(), scalar.isPlain());
    if (tag.equals(Tag.INT)) {
      return Kind.WHOLE_NUMBER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return Kind.FRACTION;
    }
    if (tag.equals(Tag.BOOL)) {
      return Kind.TRUTH_VALUE;
    }
    return tag.equals(Tag.NULL) ? Kind.NOTHING : Kind.TEXT;
  }

  private static Spot spot(Event event) {
    return spot(event.getStartMark().orElse(null));
  }

  private static Spot spot(@Nullable Mark mark) {
    return mark == null ? Spot.START : new Spot(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Spot spot(String text, int position) {
    int end = Math.min(position, text.codePointCount(0, text.length()));
    String before = text.substring(0, text.offsetByCodePoints(0, end));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Spot(line, before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1);
  }
}
