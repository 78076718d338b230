package dev.inkan.registry.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of a blob: first and last byte, both included (RFC 9110 14). */
record ByteRange(long first, long last) {
  private static final Pattern SINGLE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /**
   * The one range that the header asks for, or null when everything is to be sent: without a header, or for several
   * ranges or another unit, which a server may ignore.
   *
   * @throws Refusal 416 when nothing of the blob lies in the range
   */
  static @Nullable ByteRange parse(@Nullable String header, long size) throws Refusal {
    Matcher range = header == null ? null : SINGLE.matcher(header);
    if (range == null || !range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return null;
    }
    long first;
    long last = size - 1;
    if (range.group(1).isEmpty()) {
      long count = Long.parseLong(range.group(2));
      first = count == 0 ? size : Math.max(0, size - count);
    } else {
      first = Long.parseLong(range.group(1));
      last = range.group(2).isEmpty() ? last : Math.min(last, Long.parseLong(range.group(2)));
    }
    if (first >= size) {
      throw new Refusal(416, "RANGE_INVALID", "the range is not within the blob's " + size + " bytes");
    }
    return last < first ? null : new ByteRange(first, last);
  }

  long length() {
    return last - first + 1;
  }
}
