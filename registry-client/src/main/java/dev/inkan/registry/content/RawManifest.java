package dev.inkan.registry.content;

/**
 * A manifest's exact bytes and the descriptor that they were proven against: size first, then digest. What is pushed
 * again, hashed or signed is always these bytes, never a re-serialised form.
 */
public record RawManifest(Descriptor descriptor, Bytes bytes) {

  /** Throws {@link IllegalArgumentException} when the bytes are not provably what the descriptor says. */
  public RawManifest {
    Digest digest = descriptor.digest();
    if (descriptor.size() != bytes.size() || !digest.isSupported() || !digest.matches(bytes)) {
      throw new IllegalArgumentException("the bytes are not those of " + descriptor.digest());
    }
  }

  /** Describes bytes of our own making. */
  public static RawManifest of(MediaType mediaType, Bytes bytes) {
    return new RawManifest(Descriptor.of(mediaType, bytes), bytes);
  }

  public Digest digest() {
    return descriptor.digest();
  }

  public MediaType mediaType() {
    return descriptor.mediaType();
  }

  /**
   * What the bytes say.
   *
   * @throws MalformedContent see {@link Manifest#parse}
   */
  public Manifest parse() throws MalformedContent {
    return Manifest.parse(this);
  }
}
