package dev.inkan.cli.surroundings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A password on standard input: its first line, of at most 4,096 bytes of UTF-8. */
public final class SecretLine {
  private static final int MAX_BYTES = 4096;

  private final InputStream in;

  public SecretLine(InputStream in) {
    this.in = in;
  }

  /**
   * Reads it; to be wiped by the caller. Empty when the input has ended.
   *
   * @throws Failure UNUSABLE when it is longer, not UTF-8, or cannot be read
   */
  public Optional<char[]> read() throws Failure {
    var line = new byte[MAX_BYTES];
    int length = 0;
    try {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      for (; next >= 0 && next != '\n'; next = in.read()) {
        if (length == MAX_BYTES) {
          throw Failure.unusable("the password on standard input has more than " + MAX_BYTES + " bytes");
        }
        line[length++] = (byte) next;
      }
      if (length > 0 && line[length - 1] == '\r') {
        length--;
      }
      return Optional.of(decode(line, length));
    } catch (IOException e) {
      throw Failure.unusable("standard input cannot be read");
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }

  private static char[] decode(byte[] line, int length) throws Failure {
    try {
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length));
      var password = new char[decoded.remaining()];
      decoded.get(password);
      Arrays.fill(decoded.array(), '\0');
      return password;
    } catch (CharacterCodingException e) {
      throw Failure.unusable("the password on standard input is not UTF-8");
    }
  }
}
