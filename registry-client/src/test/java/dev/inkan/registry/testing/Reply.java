package dev.inkan.registry.testing;

import dev.inkan.registry.content.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What a {@link RawServer} does with one request. */
@FunctionalInterface
public interface Reply {

  /** Writes; false to close the connection after it. */
  boolean write(OutputStream out, InputStream in) throws IOException;

  /** An answer with a right Content-Length; headers as {@code Name: value}. */
  static Reply of(int status, Bytes body, String... headers) {
    return of(status, body, body.size(), headers);
  }

  static Reply of(int status, String body, String... headers) {
    return of(status, Bytes.utf8(body), headers);
  }

  /** An answer without a body. */
  static Reply of(int status) {
    return of(status, Bytes.EMPTY);
  }

  /** An answer whose Content-Length may be a lie. */
  static Reply of(int status, Bytes body, long length, String... headers) {
    byte[] bytes = bytes(head(status, "Content-Length: " + length, headers), body);
    return (out, in) -> {
      out.write(bytes);
      out.flush();
      return body.size() == length;
    };
  }

  /** The answer to a HEAD: a Content-Length, and no body. */
  static Reply head(int status, long length, String... headers) {
    byte[] bytes = bytes(head(status, "Content-Length: " + length, headers), Bytes.EMPTY);
    return (out, in) -> {
      out.write(bytes);
      out.flush();
      return true;
    };
  }

  /** These characters, one byte each, and the end of the connection. */
  static Reply raw(String text) {
    return (out, in) -> {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return false;
    };
  }

  /** The end of the connection, without a word. */
  static Reply hangUp() {
    return (out, in) -> false;
  }

  /** No word, and the connection stays open as long as the client waits. */
  static Reply silence() {
    return (out, in) -> in.read() >= 0;
  }

  /** Neither a word nor an ear: nothing more is read. */
  static Reply deaf() {
    return (out, in) -> {
      while (!Thread.currentThread().isInterrupted()) {
        LockSupport.park();
      }
      return false;
    };
  }

  /** {@code head}, then {@code piece} for ever. */
  static Reply endless(String head, String piece) {
    return endless(head, piece, Duration.ZERO);
  }

  /** {@code head}, then {@code piece} for ever, so far apart. */
  static Reply endless(String head, String piece, Duration apart) {
    return (out, in) -> {
      out.write(head.getBytes(StandardCharsets.ISO_8859_1));
      byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
      while (true) {
        out.write(bytes);
        out.flush();
        LockSupport.parkNanos(apart.toNanos());
      }
    };
  }

  private static String head(int status, String length, String... headers) {
    var head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
    if (status != 204 && status != 304) {
      head.append(length).append("\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  private static byte[] bytes(String head, Bytes body) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body.toByteArray());
    return bytes.toByteArray();
  }
}
