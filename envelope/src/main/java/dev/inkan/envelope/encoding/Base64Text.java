package dev.inkan.envelope.encoding;

import dev.inkan.registry.content.Bytes;
import java.util.Base64;

/**
 * Base64 (RFC 4648) with one spelling for every value: padded, no white space, and the bits that padding leaves over
 * are zero. The only decoder of keys and envelopes.
 */
public final class Base64Text {
  private Base64Text() {}

  /** The standard alphabet, padded. */
  public static String encode(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /**
   * Reads the standard alphabet (RFC 4648 4).
   *
   * @throws MalformedEncoding when {@link #encode} would not write it exactly so
   */
  public static Bytes decode(String text) throws MalformedEncoding {
    return decode(text, Base64.getDecoder(), Base64.getEncoder());
  }

  /**
   * Reads either the standard or the URL-safe alphabet (RFC 4648 4, 5), as the JSON form of protocol buffers allows.
   *
   * @throws MalformedEncoding also when one text mixes the two
   */
  public static Bytes decodeEitherAlphabet(String text) throws MalformedEncoding {
    boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    return urlSafe ? decode(text, Base64.getUrlDecoder(), Base64.getUrlEncoder()) : decode(text);
  }

  private static Bytes decode(String text, Base64.Decoder decoder, Base64.Encoder encoder) throws MalformedEncoding {
    byte[] decoded;
    try {
      decoded = decoder.decode(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedEncoding("not base64", e);
    }
    // The JDK's decoder lets missing padding and left-over bits pass.
    if (!encoder.encodeToString(decoded).equals(text)) {
      throw new MalformedEncoding("not strict base64: padding is missing, or unused bits are not zero");
    }
    return Bytes.of(decoded);
  }
}
