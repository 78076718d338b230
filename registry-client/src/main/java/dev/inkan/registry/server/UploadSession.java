package dev.inkan.registry.server;

import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** The part of a blob that has arrived so far, in a file of its own. One request at a time works on it. */
final class UploadSession {
  private static final int CHUNK = 64 * 1024;

  private final String id;
  private final Repository repository;
  private final Path file;
  private final ReentrantLock lock = new ReentrantLock();
  private long size;

  UploadSession(String id, Repository repository, Path file) {
    this.id = id;
    this.repository = repository;
    this.file = file;
  }

  String id() {
    return id;
  }

  Repository repository() {
    return repository;
  }

  Path file() {
    return file;
  }

  ReentrantLock lock() {
    return lock;
  }

  long size() {
    return size;
  }

  InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  /**
   * Appends all of {@code in}, or nothing when it breaks off.
   *
   * @param announced how many bytes there must be, or -1 when that is not known
   * @throws Refusal 413 when the blob would exceed {@code limit}, 400 when the length is not as announced
   */
  void append(InputStream in, long announced, long limit) throws IOException, Refusal {
    long before = size;
    boolean complete = false;
    // Not created here: an upload whose file is gone, because the server was closed, has ended.
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      size += copy(in, out, limit - before);
      if (announced >= 0 && size - before != announced) {
        throw new Refusal(400, "SIZE_INVALID", "the body is not as long as announced");
      }
      complete = true;
    } finally {
      if (!complete) {
        truncate(before);
      }
    }
  }

  private static long copy(InputStream in, OutputStream out, long limit) throws IOException, Refusal {
    var chunk = new byte[CHUNK];
    long copied = 0;
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      copied += n;
      if (copied > limit) {
        throw new Refusal(413, "SIZE_INVALID", "the blob is larger than this registry takes");
      }
      out.write(chunk, 0, n);
    }
    return copied;
  }

  private void truncate(long to) throws IOException {
    size = to;
    if (Files.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(to);
      }
    }
  }

  /** Whether what has arrived hashes to {@code digest}. */
  boolean matches(Digest digest) throws IOException {
    try (InputStream in = open()) {
      return digest.matches(in);
    }
  }

  void discard() throws IOException {
    Files.deleteIfExists(file);
  }
}
