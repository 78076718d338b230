package dev.inkan.registry.reference;

import dev.inkan.registry.content.Printable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a name may look like (distribution-spec "Pulling manifests"; RFC 3986 3.2.2 for hosts). Each
 * method names what is wrong with a part, or returns null when nothing is.
 */
final class NameGrammar {
  /** Of {@code host/path} together; the specification's limit for what every client accepts. */
  static final int MAX_NAME = 255;

  private static final int MAX_PORT = 65_535;
  private static final Pattern LABELS =
      Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:]{2,39}(?:(?<=:)[0-9]{1,3}(?:\\.[0-9]{1,3}){3})?]");
  private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]++(?:(?:\\.|__?|-++)[a-z0-9]++)*+");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  private NameGrammar() {}

  /** A lower-case host, with a port or without. */
  static @Nullable String hostFault(String host) {
    if (host.chars().anyMatch(c -> c > 0x7e)) {
      return "the host " + Printable.quoted(host) + " has letters beyond ASCII: write it in punycode (xn--...)";
    }
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    String name = end <= 0 ? host : host.substring(0, end);
    String port = host.substring(name.length());
    if (!(name.startsWith("[") ? isIpv6(name) : LABELS.matcher(name).matches())) {
      return "not a host name: " + Printable.quoted(name);
    }
    if (!port.isEmpty() && !isPort(port.substring(1))) {
      return "the port of " + Printable.quoted(host) + " is not a number from 1 to " + MAX_PORT;
    }
    return null;
  }

  private static boolean isPort(String digits) {
    return PORT.matcher(digits).matches() && Integer.parseInt(digits) <= MAX_PORT;
  }

  /** Eight groups, or fewer with one {@code ::}; an IPv4 tail counts as two. No zone. */
  private static boolean isIpv6(String bracketed) {
    if (!IPV6.matcher(bracketed).matches()) {
      return false;
    }
    String text = bracketed.substring(1, bracketed.length() - 1);
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == 8;
    }
    int before = groups(text.substring(0, gap));
    int after = groups(text.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after <= 7;
  }

  /** The number of 16-bit groups, or a number far below zero when one of them is none. */
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    int count = 0;
    for (String group : text.split(":", -1)) {
      if (group.contains(".")) {
        count += isIpv4(group) ? 2 : -100;
      } else {
        count += group.isEmpty() || group.length() > 4 ? -100 : 1;
      }
    }
    return count;
  }

  private static boolean isIpv4(String text) {
    for (String part : text.split("\\.", -1)) {
      if (Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  /** A repository's path below its host. */
  static @Nullable String pathFault(String path) {
    for (String component : path.split("/", -1)) {
      if (!COMPONENT.matcher(component).matches()) {
        return componentFault(path, component);
      }
    }
    return null;
  }

  private static String componentFault(String path, String component) {
    if (component.isEmpty()) {
      return "an empty part in the name " + Printable.quoted(path);
    }
    if (component.chars().anyMatch(c -> c >= 'A' && c <= 'Z')) {
      return "upper-case letters in the name " + Printable.quoted(path) + ": a repository's name is lower-case";
    }
    return "not a repository's name: " + Printable.quoted(path)
        + " (lower-case letters, digits and single separators . _ - between them)";
  }

  static @Nullable String tagFault(String tag) {
    return TAG.matcher(tag).matches()
        ? null
        : "not a tag: " + Printable.quoted(tag) + " (1 to 128 letters, digits, _ . -, not starting with . or -)";
  }
}
