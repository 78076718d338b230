package dev.inkan.registry.content;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A content digest as the OCI image specification writes it ({@code algorithm:encoded}, descriptor.md "Digests").
 *
 * <p>A digest of an unregistered algorithm can be carried, compared and printed, but proves nothing: {@link
 * #isSupported} is false and {@link #hasher} refuses. A registered one has exactly its length of lower-case hex, so a
 * {@code Digest} is always safe in a path.
 */
public record Digest(String algorithm, String encoded) implements Comparable<Digest> {
  private static final int MAX_LENGTH = 256;
  private static final Pattern ALGORITHM = Pattern.compile("[a-z0-9]+(?:[+._-][a-z0-9]+)*+");
  private static final Pattern ENCODED = Pattern.compile("[a-zA-Z0-9=_-]++");
  private static final Map<String, Integer> HEX_LENGTHS = Map.of("sha256", 64, "sha512", 128, "blake3", 64);
  private static final Map<String, String> HASHERS = Map.of("sha256", "SHA-256", "sha512", "SHA-512");

  /** Throws {@link IllegalArgumentException} when the parts do not follow the grammar; {@link #parse} is for input. */
  public Digest {
    String fault = fault(algorithm, encoded);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /**
   * Reads {@code algorithm:encoded}.
   *
   * @throws MalformedContent when it does not follow the grammar, or has the wrong length or case for its algorithm
   */
  public static Digest parse(String text) throws MalformedContent {
    int colon = text.indexOf(':');
    if (colon < 0 || text.length() > MAX_LENGTH) {
      throw new MalformedContent("not a digest (algorithm:hex): " + Printable.quoted(text));
    }
    String algorithm = text.substring(0, colon);
    String encoded = text.substring(colon + 1);
    String fault = fault(algorithm, encoded);
    if (fault != null) {
      throw new MalformedContent(fault + ": " + Printable.quoted(text));
    }
    return new Digest(algorithm, encoded);
  }

  /** The SHA-256 of all that is left in a stream, of any length. */
  public static Digest sha256(InputStream content) throws IOException {
    return of("sha256", content);
  }

  private static Digest of(String algorithm, InputStream content) throws IOException {
    MessageDigest hasher = hasher(algorithm);
    var chunk = new byte[64 * 1024];
    for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
      hasher.update(chunk, 0, count);
    }
    return new Digest(algorithm, HexFormat.of().formatHex(hasher.digest()));
  }

  /** The SHA-256 of {@code content}. */
  public static Digest sha256(Bytes content) {
    return of("sha256", content);
  }

  private static Digest of(String algorithm, Bytes content) {
    MessageDigest hasher = hasher(algorithm);
    hasher.update(content.asReadOnlyBuffer());
    return new Digest(algorithm, HexFormat.of().formatHex(hasher.digest()));
  }

  /** Whether content can be proven against this digest. */
  public boolean isSupported() {
    return HASHERS.containsKey(algorithm);
  }

  /** Whether {@code content} hashes to this. Throws {@link IllegalStateException} unless {@link #isSupported}. */
  public boolean matches(Bytes content) {
    return of(algorithm, content).equals(this);
  }

  /** Whether all that is left in a stream hashes to this, of whatever length. Throws as {@link #matches(Bytes)}. */
  public boolean matches(InputStream content) throws IOException {
    return of(algorithm, content).equals(this);
  }

  /** A fresh hash function of this algorithm. Throws {@link IllegalStateException} unless {@link #isSupported}. */
  public MessageDigest hasher() {
    return hasher(algorithm);
  }

  private static MessageDigest hasher(String algorithm) {
    String name = HASHERS.get(algorithm);
    if (name == null) {
      throw new IllegalStateException("cannot hash with " + algorithm);
    }
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }

  private static @Nullable String fault(String algorithm, String encoded) {
    if (!ALGORITHM.matcher(algorithm).matches() || !ENCODED.matcher(encoded).matches()) {
      return "not a digest (algorithm:hex)";
    }
    Integer length = HEX_LENGTHS.get(algorithm);
    if (length != null && (encoded.length() != length || !isLowerHex(encoded))) {
      return "a " + algorithm + " digest has " + length + " lower-case hexadecimal digits";
    }
    return null;
  }

  private static boolean isLowerHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return algorithm + ":" + encoded;
  }
}
