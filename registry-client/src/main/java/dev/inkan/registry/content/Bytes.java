package dev.inkan.registry.content;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable run of bytes with the equality of its content. Its text form names the length, never the content. */
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Copies {@code value}. */
  public static Bytes of(byte[] value) {
    return new Bytes(value.clone());
  }

  /** Encodes {@code text} as UTF-8. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Joins the parts in order. */
  public static Bytes concat(Bytes... parts) {
    var joined = new byte[Math.toIntExact(Arrays.stream(parts).mapToLong(Bytes::size).sum())];
    int at = 0;
    for (Bytes part : parts) {
      System.arraycopy(part.value, 0, joined, at, part.value.length);
      at += part.value.length;
    }
    return new Bytes(joined);
  }

  /** The number of bytes. */
  public int size() {
    return value.length;
  }

  public boolean isEmpty() {
    return value.length == 0;
  }

  /** A copy. */
  public byte[] toByteArray() {
    return value.clone();
  }

  public ByteBuffer asReadOnlyBuffer() {
    return ByteBuffer.wrap(value).asReadOnlyBuffer();
  }

  public InputStream newInputStream() {
    return new ByteArrayInputStream(value);
  }

  /**
   * The text that these bytes are in UTF-8.
   *
   * @throws MalformedContent when they are not valid UTF-8; nothing is replaced
   */
  public String utf8() throws MalformedContent {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(asReadOnlyBuffer())
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedContent("not valid UTF-8", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "Bytes[" + value.length + "]";
  }
}
