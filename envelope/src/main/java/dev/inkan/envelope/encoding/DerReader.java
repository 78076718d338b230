package dev.inkan.envelope.encoding;

import dev.inkan.registry.content.Bytes;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Reads the Distinguished Encoding Rules (X.690 10) element by element, and refuses everything else that the Basic
 * rules allow: indefinite or padded lengths, padded integers, unused bits. So two different encodings are never one
 * value.
 */
public final class DerReader {
  public static final int INTEGER = 0x02;
  public static final int BIT_STRING = 0x03;
  public static final int OCTET_STRING = 0x04;
  public static final int NULL = 0x05;
  public static final int OBJECT_IDENTIFIER = 0x06;
  public static final int SEQUENCE = 0x30;

  private static final int MAX_LENGTH_BYTES = 3;
  private static final int MAX_OID_BYTES = 32;
  private static final int MAX_ARC = 1 << 24;

  private final byte[] in;
  private final int end;
  private int at;

  private DerReader(byte[] in, int at, int end) {
    this.in = in;
    this.at = at;
    this.end = end;
  }

  /** Reads {@code der} from its first byte. */
  public static DerReader of(Bytes der) {
    return new DerReader(der.toByteArray(), 0, der.size());
  }

  /** Whether the next element has that tag. */
  public boolean nextIs(int tag) {
    return at < end && (in[at] & 0xFF) == tag;
  }

  /** Goes past the last element. */
  public void end() throws MalformedEncoding {
    if (at != end) {
      throw new MalformedEncoding("DER: something follows the last element");
    }
  }

  /** The elements of a SEQUENCE. */
  public DerReader sequence() throws MalformedEncoding {
    return inside(SEQUENCE);
  }

  /** The elements inside a constructed element with that tag, such as {@code 0xA0} for an explicit {@code [0]}. */
  public DerReader inside(int tag) throws MalformedEncoding {
    int length = header(tag);
    at += length;
    return new DerReader(in, at - length, at);
  }

  /** The content of a primitive element with that tag. */
  public Bytes content(int tag) throws MalformedEncoding {
    int length = header(tag);
    at += length;
    return Bytes.of(Arrays.copyOfRange(in, at - length, at));
  }

  /** An INTEGER, of any sign. */
  public BigInteger integer() throws MalformedEncoding {
    byte[] content = content(INTEGER).toByteArray();
    if (content.length == 0) {
      throw new MalformedEncoding("DER: an INTEGER without content");
    }
    if (content.length > 1 && content[0] == content[1] >> 7) {
      throw new MalformedEncoding("DER: a padded INTEGER");
    }
    return new BigInteger(content);
  }

  /** An INTEGER from 0 to 2^31-1. */
  public int smallInteger() throws MalformedEncoding {
    BigInteger value = integer();
    if (value.signum() < 0 || value.bitLength() > 31) {
      throw new MalformedEncoding("DER: an INTEGER out of range");
    }
    return value.intValue();
  }

  /** An OCTET STRING. */
  public Bytes octetString() throws MalformedEncoding {
    return content(OCTET_STRING);
  }

  /** A BIT STRING of whole bytes. */
  public Bytes bitString() throws MalformedEncoding {
    byte[] content = content(BIT_STRING).toByteArray();
    if (content.length == 0 || content[0] != 0) {
      throw new MalformedEncoding("DER: a BIT STRING that is not of whole bytes");
    }
    return Bytes.of(Arrays.copyOfRange(content, 1, content.length));
  }

  /** A NULL. */
  public void nothing() throws MalformedEncoding {
    if (!content(NULL).isEmpty()) {
      throw new MalformedEncoding("DER: a NULL with content");
    }
  }

  /** An OBJECT IDENTIFIER as dotted text. */
  public String oid() throws MalformedEncoding {
    byte[] content = content(OBJECT_IDENTIFIER).toByteArray();
    if (content.length == 0 || content.length > MAX_OID_BYTES || content[content.length - 1] < 0) {
      throw new MalformedEncoding("DER: a malformed OBJECT IDENTIFIER");
    }
    var text = new StringBuilder();
    int arc = 0;
    for (byte b : content) {
      if ((arc == 0 && b == (byte) 0x80) || arc >= MAX_ARC) {
        throw new MalformedEncoding("DER: a malformed OBJECT IDENTIFIER");
      }
      arc = (arc << 7) | (b & 0x7F);
      if (b >= 0) {
        text.append(text.isEmpty() ? firstArcs(arc) : "." + arc);
        arc = 0;
      }
    }
    return text.toString();
  }

  private static String firstArcs(int value) {
    int first = Math.min(value / 40, 2);
    return first + "." + (value - 40 * first);
  }

  private int header(int tag) throws MalformedEncoding {
    if (!nextIs(tag)) {
      throw new MalformedEncoding(at < end
          ? String.format("DER: found tag 0x%02x where 0x%02x belongs", in[at], tag)
          : String.format("DER: ends where tag 0x%02x belongs", tag));
    }
    at++;
    int length = length();
    if (length > end - at) {
      throw new MalformedEncoding("DER: an element is longer than what holds it");
    }
    return length;
  }

  private int length() throws MalformedEncoding {
    int first = next();
    if (first < 0x80) {
      return first;
    }
    int count = first & 0x7F;
    if (count == 0 || count > MAX_LENGTH_BYTES) {
      throw new MalformedEncoding("DER: an indefinite or overlong length");
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = (length << 8) | next();
    }
    if (length < 0x80 || length >>> (8 * (count - 1)) == 0) {
      throw new MalformedEncoding("DER: a padded length");
    }
    return length;
  }

  private int next() throws MalformedEncoding {
    if (at == end) {
      throw new MalformedEncoding("DER: cut off");
    }
    return in[at++] & 0xFF;
  }
}
