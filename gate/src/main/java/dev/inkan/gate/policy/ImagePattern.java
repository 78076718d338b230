package dev.inkan.gate.policy;

import dev.inkan.registry.content.Printable;
import dev.inkan.registry.reference.MalformedReference;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.References;
import dev.inkan.registry.reference.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which images a rule is about: {@code HOST/PATH[:TAG]}, or {@code **} alone for every image on every host.
 *
 * <ul>
 *   <li>HOST is literal, with its port if it has one; {@code host} and {@code host:443} are two. {@code *.host} is
 *       every host below that one, at any depth, and not that one itself. Docker Hub is {@code docker.io}.
 *   <li>In PATH, {@code *} is any run of characters inside one segment; {@code **} is a whole segment and stands for
 *       any number of them, none included, but at the end for at least one: {@code h/a/**} is what lies below
 *       {@code h/a}.
 *   <li>TAG narrows the rule for names with a tag. A name by digest has no tag, so it cannot escape a rule by its tag.
 * </ul>
 *
 * <p>An OCI layout on disk ({@code oci:DIR}) is matched by {@code **} alone: a folder's name says nothing about whose
 * images it holds.
 *
 * <p>Names are compared fully expanded and letter by letter, host with host and segment with segment. Deciding takes
 * time in proportion to the length of pattern times name at most, whatever both contain.
 */
public final class ImagePattern {
  private static final int MAX_LENGTH = 512;
  private static final String ANY_DEPTH = "**";
  /** A component of a name, with {@code *} as one more letter: what fits this can match, what does not never can. */
  private static final Pattern SEGMENT = Pattern.compile("[a-z0-9*]++(?:(?:\\.|__?|-++)[a-z0-9*]++)*+");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_*][A-Za-z0-9_.*-]{0,127}");

  private final String text;
  private final @Nullable String host;
  private final boolean below;
  private final List<List<Wildcard>> runs;
  private final @Nullable Wildcard tag;

  private ImagePattern(
      String text, @Nullable String host, boolean below, List<List<Wildcard>> runs, @Nullable Wildcard tag) {
    this.text = text;
    this.host = host;
    this.below = below;
    this.runs = runs;
    this.tag = tag;
  }

  /** Every image on every host. */
  public static ImagePattern everything() {
    return new ImagePattern(ANY_DEPTH, null, false, List.of(), null);
  }

  /**
   * Reads a pattern.
   *
   * @throws MalformedPattern when it is none, or could never match any name
   */
  public static ImagePattern parse(String text) throws MalformedPattern {
    if (text.equals(ANY_DEPTH)) {
      return everything();
    }
    refuseForeign(text);
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    boolean below = host.startsWith("*.");
    String literal = below ? host.substring(2) : host;
    refuseForeignHost(host, literal, below);
    String name = expanded(literal, below);
    if (slash < 0) {
      throw new MalformedPattern("the pattern names a host but no repository; write " + text + "/** for all of it");
    }
    String path = text.substring(slash + 1);
    int colon = path.indexOf(':');
    Wildcard tag = colon < 0 ? null : tag(path.substring(colon + 1));
    List<String> segments = new ArrayList<>(List.of((colon < 0 ? path : path.substring(0, colon)).split("/", -1)));
    refuseSegments(segments);
    boolean single = segments.size() == 1 && !segments.getFirst().equals(ANY_DEPTH);
    if (single && !below && name.equals(Repository.DOCKER_HUB)) {
      segments.addFirst("library");
    }
    return new ImagePattern(text, name, below, runs(segments), tag);
  }

  private static void refuseForeign(String text) throws MalformedPattern {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new MalformedPattern("a pattern has 1 to " + MAX_LENGTH + " characters");
    }
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new MalformedPattern(
          "a pattern is printable ASCII without spaces; write an international host name in its xn-- form");
    }
    if (text.contains("://")) {
      throw new MalformedPattern("a pattern begins with the host; leave out what stands before and with ://");
    }
    if (text.indexOf('@') >= 0) {
      throw new MalformedPattern("a pattern names repositories and tags; a digest is proven, not matched: drop the @");
    }
  }

  private static void refuseForeignHost(String host, String literal, boolean below) throws MalformedPattern {
    boolean isHost = below || host.indexOf('.') >= 0 || host.indexOf(':') >= 0 || host.equals("localhost");
    if (!isHost || literal.indexOf('*') >= 0) {
      throw new MalformedPattern(
          "the pattern has no literal host; write registry.example.com/NAME, *.example.com/NAME, docker.io/NAME, "
              + "or ** alone");
    }
    if (!literal.equals(literal.toLowerCase(Locale.ROOT))) {
      throw new MalformedPattern("a host is written in lower case, as names are compared");
    }
  }

  /** The host as references spell it, for Docker Hub has several names; judged by a host that it stands for. */
  private static String expanded(String literal, boolean below) throws MalformedPattern {
    String lowest = below ? "x." : "";
    try {
      return References.parseRepository(lowest + literal + "/a/b").host().substring(lowest.length());
    } catch (MalformedReference e) {
      throw new MalformedPattern(
          Printable.quoted(literal) + " is not a host, such as registry.example.com or registry.example.com:5000");
    }
  }

  private static Wildcard tag(String tag) throws MalformedPattern {
    if (!TAG.matcher(tag).matches() || tag.contains(ANY_DEPTH)) {
      throw new MalformedPattern("after : stands a tag of letters, digits, '_', '.', '-', and '*' for any run of them");
    }
    return Wildcard.of(tag);
  }

  private static void refuseSegments(List<String> segments) throws MalformedPattern {
    String before = "";
    for (String segment : segments) {
      if (!SEGMENT.matcher(segment).matches()) {
        throw new MalformedPattern(
            "\"" + segment + "\" is no part of a repository's name: lower-case letters, digits, '.', '_', '-' and '*'");
      }
      if (segment.contains(ANY_DEPTH) && !segment.equals(ANY_DEPTH)) {
        throw new MalformedPattern("** stands alone between slashes; write * for a run of characters in a segment");
      }
      if (segment.equals(ANY_DEPTH) && before.equals(ANY_DEPTH)) {
        throw new MalformedPattern("**/** says no more than **; write it once");
      }
      before = segment;
    }
  }

  private static List<List<Wildcard>> runs(List<String> segments) {
    if (segments.getLast().equals(ANY_DEPTH)) {
      segments.add("*");
    }
    List<List<Wildcard>> runs = new ArrayList<>(List.of(new ArrayList<>()));
    for (String segment : segments) {
      if (segment.equals(ANY_DEPTH)) {
        runs.add(new ArrayList<>());
      } else {
        runs.getLast().add(Wildcard.of(segment));
      }
    }
    return runs;
  }

  /** Whether the rule is about this name. */
  public boolean matches(Reference reference) {
    if (host == null) {
      return true;
    }
    return matches(reference.repository())
        && switch (reference) {
          case ByTag named -> tag == null || tag.matches(named.tag());
          case ByDigest ignored -> true;
        };
  }

  private boolean matches(Repository repository) {
    if (repository.isLayout()) {
      return false;
    }
    boolean hostMatches =
        below ? repository.host().endsWith("." + host) : repository.host().equals(host);
    return hostMatches && matches(List.of(repository.path().split("/", -1)));
  }

  private boolean matches(List<String> names) {
    List<Wildcard> first = runs.getFirst();
    List<Wildcard> last = runs.getLast();
    if (runs.size() == 1) {
      return names.size() == first.size() && matchesAt(first, names, 0);
    }
    int end = names.size() - last.size();
    int at = first.size();
    if (at > end || !matchesAt(first, names, 0) || !matchesAt(last, names, end)) {
      return false;
    }
    for (List<Wildcard> run : runs.subList(1, runs.size() - 1)) {
      while (at + run.size() <= end && !matchesAt(run, names, at)) {
        at++;
      }
      if (at + run.size() > end) {
        return false;
      }
      at += run.size();
    }
    return true;
  }

  private static boolean matchesAt(List<Wildcard> run, List<String> names, int from) {
    for (int i = 0; i < run.size(); i++) {
      if (!run.get(i).matches(names.get(from + i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImagePattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The pattern as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
