package dev.inkan.envelope.encoding;

import dev.inkan.registry.content.Bytes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes the Distinguished Encoding Rules (X.690 10): what {@link DerReader} reads. */
public final class Der {
  private Der() {}

  /** A SEQUENCE of encoded elements. */
  public static Bytes sequence(Bytes... elements) {
    return element(DerReader.SEQUENCE, Bytes.concat(elements));
  }

  public static Bytes integer(BigInteger value) {
    return element(DerReader.INTEGER, Bytes.of(value.toByteArray()));
  }

  public static Bytes integer(long value) {
    return integer(BigInteger.valueOf(value));
  }

  public static Bytes octetString(Bytes content) {
    return element(DerReader.OCTET_STRING, content);
  }

  /** A BIT STRING of whole bytes. */
  public static Bytes bitString(Bytes content) {
    return element(DerReader.BIT_STRING, Bytes.concat(Bytes.of(new byte[] {0}), content));
  }

  public static Bytes nothing() {
    return element(DerReader.NULL, Bytes.EMPTY);
  }

  /** An OBJECT IDENTIFIER from dotted text of ours. */
  public static Bytes oid(String dotted) {
    String[] arcs = dotted.split("\\.");
    var out = new ByteArrayOutputStream();
    writeArc(out, 40 * Integer.parseInt(arcs[0]) + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      writeArc(out, Integer.parseInt(arcs[i]));
    }
    return element(DerReader.OBJECT_IDENTIFIER, Bytes.of(out.toByteArray()));
  }

  /** Any element. */
  public static Bytes element(int tag, Bytes content) {
    int length = content.size();
    var head = new ByteArrayOutputStream();
    head.write(tag);
    if (length < 0x80) {
      head.write(length);
    } else {
      byte[] digits = BigInteger.valueOf(length).toByteArray();
      int skip = digits[0] == 0 ? 1 : 0;
      head.write(0x80 | digits.length - skip);
      head.write(digits, skip, digits.length - skip);
    }
    return Bytes.concat(Bytes.of(head.toByteArray()), content);
  }

  private static void writeArc(ByteArrayOutputStream out, int arc) {
    for (int shift = 28; shift > 0; shift -= 7) {
      if (arc >>> shift != 0) {
        out.write((arc >>> shift & 0x7F) | 0x80);
      }
    }
    out.write(arc & 0x7F);
  }
}
