package dev.inkan.cli.quickstart;

import dev.inkan.registry.content.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** A layer in the making: a POSIX ustar archive of files that belong to root, all from the same instant. */
final class TarLayer {
  private static final int BLOCK = 512;
  private static final long CREATED = 1_767_225_600L; // 2026-01-01T00:00:00Z

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  TarLayer folder(String name) {
    entry(name + "/", '5', 0755, new byte[0]);
    return this;
  }

  TarLayer file(String name, int mode, String text) {
    entry(name, '0', mode, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** The archive as it is unpacked. */
  Bytes archive() {
    return Bytes.concat(Bytes.of(tar.toByteArray()), Bytes.of(new byte[2 * BLOCK]));
  }

  /** The archive as it is stored. */
  Bytes compressed() {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(archive().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return Bytes.of(compressed.toByteArray());
  }

  private void entry(String name, char type, int mode, byte[] content) {
    var header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "%07o".formatted(mode));
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, "%011o".formatted(content.length));
    put(header, 136, "%011o".formatted(CREATED));
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    tar.writeBytes(header);
    tar.writeBytes(content);
    tar.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
