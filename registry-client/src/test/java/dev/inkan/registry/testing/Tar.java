package dev.inkan.registry.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes tar archives, wrong ones as well. */
public final class Tar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public Tar file(String name, byte[] content) {
    return entry(name, '0', content.length, "", content);
  }

  public Tar file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public Tar link(String name, String target) {
    return entry(name, '2', 0, target, new byte[0]);
  }

  public Tar entry(String name, char type, long size, String link, byte[] content) {
    var block = new byte[512];
    put(block, 0, name);
    put(block, 100, "0000644\0");
    put(block, 108, "0000000\0");
    put(block, 116, "0000000\0");
    put(block, 124, String.format(Locale.ROOT, "%011o", size));
    put(block, 136, "00000000000");
    put(block, 148, "        ");
    block[156] = (byte) type;
    put(block, 157, link);
    put(block, 257, "ustar\00000");
    int sum = 0;
    for (byte each : block) {
      sum += each & 0xff;
    }
    put(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    out.writeBytes(block);
    out.writeBytes(content);
    out.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  /** All files of a folder, in this order or the other way round. */
  public static Tar of(Path folder, boolean reversed) throws IOException {
    var tar = new Tar();
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      for (Path file : reversed ? files.reversed() : files) {
        tar.file(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return tar;
  }

  public byte[] bytes() {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(out.toByteArray());
    whole.writeBytes(new byte[1024]);
    return whole.toByteArray();
  }

  public byte[] withoutEnd() {
    return out.toByteArray();
  }

  public Path write(Path file) throws IOException {
    return Files.write(file, bytes());
  }
}
