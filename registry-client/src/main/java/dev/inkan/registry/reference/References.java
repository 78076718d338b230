package dev.inkan.registry.reference;

import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.reference.Repository.LocalForm;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads image names as people type them, by the rules that docker set: what stands before the first slash is a host
 * when it has a dot, a colon or an upper-case letter, or is {@code localhost}; anything else is on Docker Hub, and a
 * single word there is in {@code library/}. Nothing is guessed, repaired or converted beyond that.
 */
public final class References {
  private static final int MAX_LENGTH = 1024;
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*", Pattern.DOTALL);
  private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");
  private static final Pattern DIGEST_AS_TAG = Pattern.compile("(sha256|sha512|blake3)-[0-9a-fA-F]{32,}");
  private static final Pattern TAGGED_DIGEST = Pattern.compile(".*:(sha256|sha512|blake3):[0-9a-fA-F]+");
  private static final Map<String, String> UNSUPPORTED_PREFIXES = Map.of(
      "oci-layout:", "write oci:DIR:TAG for an OCI image layout on disk",
      "docker-daemon:", "a container engine's store is not supported: name the image in its registry",
      "containers-storage:", "a container engine's store is not supported: name the image in its registry");

  private References() {}

  /**
   * Reads {@link #parseName a name}. With a digest the tag is checked and dropped: the digest decides. With neither,
   * the tag is {@code latest}, but a layout has no such default.
   *
   * @throws MalformedReference when it is anything else; the message says which part and what to write instead
   */
  public static Reference parse(String text) throws MalformedReference {
    ImageName name = parseName(text);
    if (name.reference().isEmpty() && name.repository().isLayout()) {
      throw malformed(text, "it says which layout, but not which image of it: write " + text + ":TAG");
    }
    return name.orLatest();
  }

  /**
   * Reads {@code [host[:port]/]path[:tag][@digest]} or {@code oci:DIR[:tag][@digest]}, and likewise {@code
   * oci-archive:FILE} and {@code docker-archive:FILE}, and assumes nothing that was not typed. DIR may have any letters;
   * where its own end looks like a tag or a digest, a slash behind it says that it is none.
   *
   * @throws MalformedReference when it is anything else; the message says which part and what to write instead
   */
  public static ImageName parseName(String text) throws MalformedReference {
    LocalForm form = SCHEME.matcher(text).matches() ? null : LocalForm.of(text).orElse(null);
    if (form != null) {
      return layout(form, text);
    }
    refuseOtherForms(text);
    int at = text.indexOf('@');
    Named named = Named.split(text, at < 0 ? text : text.substring(0, at));
    if (named.tag != null) {
      refuseTag(text, named.tag);
    }
    return new ImageName(named.repository, named.tag, at < 0 ? null : digest(text, text.substring(at + 1)));
  }

  private static ImageName layout(LocalForm form, String text) throws MalformedReference {
    String rest = text.substring(form.prefix().length());
    int at = rest.lastIndexOf('@');
    Digest digest = null;
    if (at >= 0 && !isInFolder(rest, at)) {
      digest = digest(text, rest.substring(at + 1));
      if (!digest.isSupported()) {
        throw malformed(
            text,
            "behind the @, not a digest that proves anything: " + digest
                + " (a folder's name that has an @ ends with /)");
      }
      rest = rest.substring(0, at);
    }
    int colon = rest.lastIndexOf(':');
    String tag = null;
    if (colon >= 0 && !isInFolder(rest, colon)) {
      tag = rest.substring(colon + 1);
      refuseTag(text, tag);
      rest = rest.substring(0, colon);
    }
    String fault = Repository.fault(form.prefix() + rest, "");
    if (fault != null) {
      throw malformed(text, fault);
    }
    return new ImageName(Repository.local(form, rest), tag, digest);
  }

  /** Whether a character of a folder's name is followed by more of it. */
  private static boolean isInFolder(String name, int at) {
    return name.indexOf('/', at) >= 0 || name.indexOf('\\', at) >= 0;
  }

  /** Whether this is a tag of the specification's grammar. */
  public static boolean isTag(String text) {
    return NameGrammar.tagFault(text) == null;
  }

  /**
   * Reads {@code [host[:port]/]path}.
   *
   * @throws MalformedReference when it is anything else, a tag, a digest or a layout included
   */
  public static Repository parseRepository(String text) throws MalformedReference {
    if (LocalForm.of(text).isPresent() && !SCHEME.matcher(text).matches()) {
      throw malformed(text, "a registry's repository is named here, not a layout on disk");
    }
    refuseOtherForms(text);
    if (text.indexOf('@') >= 0) {
      throw malformed(text, "a repository is named without a digest here");
    }
    Named named = Named.split(text, text);
    if (named.tag != null) {
      throw malformed(text, "a repository is named without a tag here");
    }
    return named.repository;
  }

  /** {@code name} of {@code text} as what it names. */
  private record Named(Repository repository, @Nullable String tag) {

    static Named split(String text, String name) throws MalformedReference {
      if (name.startsWith("[") && name.indexOf('/') < 0) {
        throw malformed(text, "a host without a repository's name behind it");
      }
      int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
      String untagged = colon < 0 ? name : name.substring(0, colon);
      String tag = colon < 0 ? null : name.substring(colon + 1);
      if (IMAGE_ID.matcher(untagged).matches()) {
        throw malformed(text, "64 hexadecimal digits are an image's id: write REPOSITORY@sha256:...");
      }
      return new Named(repository(text, untagged), tag);
    }

    private static Repository repository(String text, String name) throws MalformedReference {
      int slash = name.indexOf('/');
      String first = slash < 0 ? "" : name.substring(0, slash);
      String host = isHost(first) ? lowerCase(first) : Repository.DOCKER_HUB;
      String path = isHost(first) ? name.substring(slash + 1) : name;
      if (Repository.DOCKER_HUB_NAMES.contains(host)) {
        host = Repository.DOCKER_HUB;
        path = path.contains("/") ? path : "library/" + path;
      }
      String fault = Repository.fault(host, path);
      if (fault != null) {
        throw malformed(text, fault);
      }
      return new Repository(host, path);
    }

    private static boolean isHost(String first) {
      return first.equals("localhost")
          || first.startsWith("[")
          || first.chars().anyMatch(c -> c == '.' || c == ':' || c > 0x7e || (c >= 'A' && c <= 'Z'));
    }

    /** Of ASCII only, so that no other letter turns into one. */
    private static String lowerCase(String host) {
      return host.chars().allMatch(c -> c < 0x80) ? host.toLowerCase(Locale.ROOT) : host;
    }
  }

  private static void refuseOtherForms(String text) throws MalformedReference {
    if (text.isEmpty()) {
      throw new MalformedReference("an image's name is empty");
    }
    if (text.length() > MAX_LENGTH) {
      throw malformed(text, "longer than " + MAX_LENGTH + " characters");
    }
    if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw malformed(text, "white space or control characters in it");
    }
    Matcher scheme = SCHEME.matcher(text);
    if (scheme.matches()) {
      throw malformed(text, "write it without " + scheme.group(1) + "://, as HOST/PATH:TAG");
    }
    for (var prefix : UNSUPPORTED_PREFIXES.entrySet()) {
      if (text.startsWith(prefix.getKey())) {
        throw malformed(text, prefix.getValue());
      }
    }
  }

  private static void refuseTag(String text, String tag) throws MalformedReference {
    if (TAGGED_DIGEST.matcher(text).matches()) {
      throw malformed(text, "write @ instead of : before a digest");
    }
    String fault = NameGrammar.tagFault(tag);
    if (fault != null) {
      throw malformed(text, fault);
    }
    if (DIGEST_AS_TAG.matcher(tag).matches()) {
      throw malformed(
          text,
          "a tag of this form holds what hangs on an image, not an image: write @"
              + tag.replaceFirst("-", ":")
              + " for the image itself");
    }
  }

  private static Digest digest(String text, String digest) throws MalformedReference {
    if (digest.indexOf('@') >= 0) {
      throw malformed(text, "more than one @");
    }
    try {
      return Digest.parse(digest);
    } catch (MalformedContent e) {
      throw malformed(text, "behind the @, " + e.getMessage());
    }
  }

  private static MalformedReference malformed(String text, String detail) {
    return new MalformedReference(Printable.quoted(text) + " is not an image's name: " + detail);
  }
}
