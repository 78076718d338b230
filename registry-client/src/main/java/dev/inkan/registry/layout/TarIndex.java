package dev.inkan.registry.layout;

import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of a tar archive lie in it (POSIX.1-2017 pax, "ustar Interchange Format"; GNU tar's long names).
 * Nothing is unpacked. What could be read in two ways, or leads out of the archive, is refused.
 *
 * @param files by name; without a leading {@code ./}
 * @param links the targets of symbolic and hard links, as they are written; nobody follows them here
 */
record TarIndex(Map<String, Part> files, Map<String, String> links) {
  /** The most entries that are read. */
  static final int MAX_ENTRIES = 100_000;

  private static final int BLOCK = 512;
  private static final int MAX_NAME = 4096;
  private static final int MAX_PAX = 64 * 1024;

  /** The bytes of one file. */
  record Part(long offset, long size) {}

  /**
   * Reads all headers.
   *
   * @throws MalformedContent when it is no tar archive, is cut off, or has an entry that is refused
   */
  static TarIndex read(FileChannel channel) throws IOException, MalformedContent {
    return new Reading(channel).run();
  }

  private static final class Reading {
    private final FileChannel channel;
    private final long end;
    private final Map<String, Part> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private long at;
    private @Nullable String longName;
    private @Nullable String longLink;
    private long longSize = -1;

    Reading(FileChannel channel) throws IOException {
      this.channel = channel;
      this.end = channel.size();
    }

    TarIndex run() throws IOException, MalformedContent {
      for (int entries = 0; ; entries++) {
        TarHeader header = header();
        if (header == null) {
          return new TarIndex(Map.copyOf(files), Map.copyOf(links));
        }
        if (entries == MAX_ENTRIES) {
          throw new MalformedContent("more than " + MAX_ENTRIES + " entries");
        }
        add(header);
      }
    }

    /** The next one, or null at the end of the archive. */
    private @Nullable TarHeader header() throws IOException, MalformedContent {
      if (at + BLOCK > end) {
        throw new MalformedContent(at == 0 ? "no tar archive" : "it is cut off: there is no end of archive");
      }
      byte[] block = bytes(at, BLOCK);
      at += BLOCK;
      return TarHeader.parse(block, at == BLOCK);
    }

    private void add(TarHeader header) throws IOException, MalformedContent {
      long size = longSize >= 0 && header.hasContent() ? longSize : header.size();
      if (size > end - at) {
        throw new MalformedContent("it is cut off within " + Printable.quoted(header.name()));
      }
      var part = new Part(at, size);
      at += (size + BLOCK - 1) / BLOCK * BLOCK;
      switch (header.type()) {
        case 'x' -> pax(part);
        case 'L' -> longName = name(part);
        case 'K' -> longLink = name(part);
        case 'g' -> global(part);
        default -> {
          keep(header, part);
          longName = null;
          longLink = null;
          longSize = -1;
        }
      }
    }

    private void keep(TarHeader header, Part part) throws MalformedContent {
      String name = TarHeader.plain(longName == null ? header.name() : longName);
      switch (header.type()) {
        case '0', '\0', '7' -> {
          if (files.put(name, part) != null || links.containsKey(name)) {
            throw twice(name);
          }
        }
        case '1', '2' -> {
          if (files.containsKey(name) || links.put(name, longLink == null ? header.link() : longLink) != null) {
            throw twice(name);
          }
        }
        case '5' -> {
          return;
        }
        default -> throw new MalformedContent(Printable.quoted(name) + " is neither a file, a folder nor a link");
      }
    }

    private static MalformedContent twice(String name) {
      return new MalformedContent(Printable.quoted(name) + " is in it twice, and which is meant cannot be told");
    }

    /** What an extended header says of the next entry. */
    private void pax(Part part) throws IOException, MalformedContent {
      for (var entry : TarHeader.records(text(part, MAX_PAX)).entrySet()) {
        switch (entry.getKey()) {
          case "path" -> longName = entry.getValue();
          case "linkpath" -> longLink = entry.getValue();
          case "size" -> longSize = TarHeader.decimal(entry.getValue());
          default -> {
            if (entry.getKey().startsWith("GNU.sparse.")) {
              throw new MalformedContent("a sparse file is in it");
            }
          }
        }
      }
    }

    /** What is said of all entries may be comments, and nothing that this reader goes by. */
    private void global(Part part) throws IOException, MalformedContent {
      for (String key : TarHeader.records(text(part, MAX_PAX)).keySet()) {
        if (key.equals("path") || key.equals("linkpath") || key.equals("size")) {
          throw new MalformedContent("a " + key + " for all entries");
        }
      }
    }

    /** GNU tar ends it with a zero. */
    private String name(Part part) throws IOException, MalformedContent {
      String text = text(part, MAX_NAME);
      int end = text.indexOf('\0');
      return end < 0 ? text : text.substring(0, end);
    }

    private String text(Part part, int limit) throws IOException, MalformedContent {
      if (part.size > limit) {
        throw new MalformedContent("an extended header or a name of more than " + limit + " bytes");
      }
      return new String(bytes(part.offset, (int) part.size), StandardCharsets.UTF_8);
    }

    private byte[] bytes(long from, int count) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(count);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, from + buffer.position()) < 0) {
          throw new EOFException("it became shorter while it was read");
        }
      }
      return buffer.array();
    }
  }
}
