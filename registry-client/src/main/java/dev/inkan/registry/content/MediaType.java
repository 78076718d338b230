package dev.inkan.registry.content;

import java.util.regex.Pattern;

/** A media type (RFC 6838 4.2 restricted names), with parameters when its text has them. Compared letter by letter. */
public record MediaType(String value) {
  private static final int MAX_LENGTH = 255;
  private static final Pattern GRAMMAR =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*+/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*+(?:;[ -~]*+)?");

  public static final MediaType OCI_MANIFEST = new MediaType("application/vnd.oci.image.manifest.v1+json");
  public static final MediaType OCI_INDEX = new MediaType("application/vnd.oci.image.index.v1+json");
  public static final MediaType OCI_CONFIG = new MediaType("application/vnd.oci.image.config.v1+json");
  public static final MediaType OCI_EMPTY = new MediaType("application/vnd.oci.empty.v1+json");
  public static final MediaType OCI_LAYER_GZIP = new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");
  public static final MediaType DOCKER_MANIFEST = new MediaType("application/vnd.docker.distribution.manifest.v2+json");
  public static final MediaType DOCKER_LIST =
      new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");

  /** Throws {@link IllegalArgumentException} when it does not follow the grammar; {@link #parse} is for input. */
  public MediaType {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("not a media type: " + Printable.quoted(value));
    }
  }

  /**
   * Reads a media type.
   *
   * @throws MalformedContent when it does not follow the grammar
   */
  public static MediaType parse(String text) throws MalformedContent {
    if (!isWellFormed(text)) {
      throw new MalformedContent("not a media type: " + Printable.quoted(text));
    }
    return new MediaType(text);
  }

  static boolean isWellFormed(String text) {
    return text.length() <= MAX_LENGTH && GRAMMAR.matcher(text).matches();
  }

  /** This type without its parameters: what {@code Content-Type} is compared by. */
  public MediaType withoutParameters() {
    int semicolon = value.indexOf(';');
    return semicolon < 0 ? this : new MediaType(value.substring(0, semicolon));
  }

  /** Whether a manifest of this type is an image manifest. */
  public boolean isImage() {
    return equals(OCI_MANIFEST) || equals(DOCKER_MANIFEST);
  }

  /** Whether a manifest of this type is an index, or a manifest list. */
  public boolean isIndex() {
    return equals(OCI_INDEX) || equals(DOCKER_LIST);
  }

  /** Whether it is of a layer that no registry has to have: it comes from its publisher (image-spec layer.md). */
  public boolean isNonDistributable() {
    return value.startsWith("application/vnd.oci.image.layer.nondistributable.")
        || value.startsWith("application/vnd.docker.image.rootfs.foreign.");
  }

  @Override
  public String toString() {
    return value;
  }
}
