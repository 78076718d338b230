package dev.inkan.signer.key;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A password in memory, overwritten when it is closed. */
final class Password implements AutoCloseable {
  private static final int MAX_BYTES_PER_CHAR = 3;

  private final char[] chars;
  private final byte[] utf8;

  /** Takes over {@code chars}: they are overwritten too. */
  Password(char[] chars) {
    this.chars = chars;
    ByteBuffer room = ByteBuffer.allocate(MAX_BYTES_PER_CHAR * chars.length);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(chars), room, true);
    this.utf8 = Arrays.copyOf(room.array(), room.position());
    Arrays.fill(room.array(), (byte) 0);
  }

  char[] chars() {
    return chars;
  }

  byte[] utf8() {
    return utf8;
  }

  @Override
  public void close() {
    Arrays.fill(chars, '\0');
    Arrays.fill(utf8, (byte) 0);
  }

  @Override
  public String toString() {
    return "Password";
  }
}
