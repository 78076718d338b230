package dev.inkan.registry.layout;

import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One header block of a tar archive.
 *
 * @param type the type flag: {@code 0} a file, {@code 5} a folder, {@code x} an extended header
 * @param size of what follows, in bytes
 */
record TarHeader(String name, char type, long size, String link) {
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_END = 156;
  private static final String OCTAL = "[0-7]{1,12}";

  /**
   * Reads a block.
   *
   * @return null for the block of zeros at the end of an archive
   * @throws MalformedContent when the checksum is wrong or a number is none
   */
  static @Nullable TarHeader parse(byte[] block, boolean first) throws MalformedContent {
    if (isZero(block) && !first) {
      return null;
    }
    if ((block[0] & 0xff) == 0x1f && (block[1] & 0xff) == 0x8b && first) {
      throw new MalformedContent("it is compressed: unpack it first (gunzip)");
    }
    String checksum = text(block, CHECKSUM, CHECKSUM_END).strip();
    if (!checksum.matches(OCTAL) || Long.parseLong(checksum, 8) != sum(block)) {
      throw new MalformedContent(first ? "no tar archive" : "damaged: a header's checksum is wrong");
    }
    boolean posix = text(block, 257, 263).equals("ustar");
    String prefix = posix ? text(block, 345, 500) : "";
    String name = text(block, 0, 100);
    var header = new TarHeader(
        prefix.isEmpty() ? name : prefix + "/" + name, (char) block[156], number(block, 124, 136), text(block, 157, 257));
    return header.hasContent() ? header : new TarHeader(header.name, header.type, 0, header.link);
  }

  /** Links, folders and devices have none, whatever size they say. */
  boolean hasContent() {
    return type < '1' || type > '6';
  }

  private static boolean isZero(byte[] block) {
    for (byte each : block) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  private static long sum(byte[] block) {
    long sum = 0;
    for (int i = 0; i < block.length; i++) {
      sum += i >= CHECKSUM && i < CHECKSUM_END ? ' ' : block[i] & 0xff;
    }
    return sum;
  }

  private static String text(byte[] block, int from, int to) {
    int end = from;
    while (end < to && block[end] != 0) {
      end++;
    }
    return new String(block, from, end - from, StandardCharsets.UTF_8);
  }

  /** In octal digits, or, as GNU tar writes what is too large for them, in bytes behind a set first bit. */
  private static long number(byte[] block, int from, int to) throws MalformedContent {
    if ((block[from] & 0x80) == 0) {
      return octal(block, from, to);
    }
    long value = block[from] & 0x7f;
    for (int i = from + 1; i < to; i++) {
      if (value >>> 54 != 0) {
        throw new MalformedContent("a size that is no size");
      }
      value = (value << 8) | (block[i] & 0xff);
    }
    return value;
  }

  private static long octal(byte[] block, int from, int to) throws MalformedContent {
    String digits = text(block, from, to).strip();
    if (!digits.matches(OCTAL)) {
      throw new MalformedContent("a number in a header is none");
    }
    return Long.parseLong(digits, 8);
  }

  /** A size of an extended header. */
  static long decimal(String text) throws MalformedContent {
    if (!text.matches("[0-9]{1,18}")) {
      throw new MalformedContent("a size that is no size");
    }
    return Long.parseLong(text);
  }

  /** The records {@code LENGTH KEY=VALUE\n} of an extended header; a length counts bytes. */
  static Map<String, String> records(String text) throws MalformedContent {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    var records = new LinkedHashMap<String, String>();
    int at = 0;
    while (at < bytes.length) {
      int space = at;
      while (space < bytes.length && bytes[space] >= '0' && bytes[space] <= '9') {
        space++;
      }
      String digits = new String(bytes, at, space - at, StandardCharsets.US_ASCII);
      int length = digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : 0;
      int end = at + length;
      String record = end <= bytes.length && end > space + 1
          ? new String(bytes, space + 1, end - space - 1, StandardCharsets.UTF_8)
          : "";
      int equals = record.indexOf('=');
      if (equals < 1 || !record.endsWith("\n")) {
        throw new MalformedContent("an extended header that cannot be read");
      }
      records.put(record.substring(0, equals), record.substring(equals + 1, record.length() - 1));
      at = end;
    }
    return records;
  }

  /**
   * An entry's name without a leading {@code ./} or a slash at its end.
   *
   * @throws MalformedContent when it leads out of the archive
   */
  static String plain(String name) throws MalformedContent {
    String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    plain = plain.startsWith("./") ? plain.substring(2) : plain;
    if (plain.equals(".")) {
      return plain;
    }
    for (String part : plain.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw new MalformedContent("an entry's name leads elsewhere: " + Printable.quoted(name));
      }
    }
    return plain;
  }
}
