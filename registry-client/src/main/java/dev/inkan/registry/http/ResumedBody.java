package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A blob's body that goes on where it broke off: the registry is asked again, at its own address, for the rest
 * (RFC 9110 14.2, distribution-spec "Pulling blobs"). Only after progress, and only so many times; what is not exactly
 * the rest is not taken for it. It proves nothing: that is for whoever reads it.
 */
final class ResumedBody extends InputStream {
  /** Each of them has brought at least one byte, so this many can only come from a registry that dawdles. */
  static final int MOST = 50;

  private static final int SCRAP = 64 * 1024;

  private final Exchange exchange;
  private final Ask ask;
  private final long size;
  private final @Nullable String etag;
  private InputStream body;
  private long at;
  private long resumedAt;
  private int resumed;

  /**
   * @param answer the first one, with status 200
   * @param rest whom to ask for the rest: the same question, or one to another that has the same content
   */
  ResumedBody(Exchange exchange, Answer answer, Ask rest, Descriptor descriptor) throws RegistryException {
    this.exchange = exchange;
    this.ask = rest;
    this.size = descriptor.size();
    this.etag = rest.equals(answer.ask()) ? strong(answer.header("ETag")) : null;
    this.body = answer.stream();
  }

  private static @Nullable String strong(@Nullable String etag) {
    return etag == null || etag.startsWith("W/") ? null : etag;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (true) {
      try {
        int count = body.read(target, offset, length);
        if (count >= 0 || at >= size) {
          at += Math.max(0, count);
          return count;
        }
        // Without a Content-Length the end is no failure of the transport; whether it is the end is known here.
        if (!resume(ask.failure(Kind.PROTOCOL, "the body has " + at + " bytes, its descriptor says " + size))) {
          return count;
        }
      } catch (RegistryException e) {
        if (!resume(e)) {
          throw e;
        }
      }
    }
  }

  /** Whether there is a body to go on with; it is behind what was read already. */
  private boolean resume(RegistryException failure) throws IOException {
    try {
      Failures.orTransient(failure);
      return false;
    } catch (TransientFailure e) {
      if (at == resumedAt || at >= size || resumed == MOST || !exchange.retries().again()) {
        return false;
      }
    }
    body.close();
    resumed++;
    resumedAt = at;
    Ask rest = ask.with("Range", "bytes=" + at + "-");
    Answer answer = exchange.open(etag == null ? rest : rest.with("If-Range", etag), Set.of(200, 206));
    try {
      body = answer.stream();
      if (answer.status() == 200) {
        passOver(at);
      } else {
        check(answer);
      }
      return true;
    } catch (IOException e) {
      answer.close();
      throw e;
    }
  }

  private void check(Answer answer) throws RegistryException {
    String range = answer.header("Content-Range");
    String asked = "bytes " + at + "-" + (size - 1) + "/";
    if (range == null || !(range.equals(asked + size) || range.equals(asked + "*"))) {
      throw answer.failure(Kind.PROTOCOL, "another part of the blob than the one that was asked for");
    }
  }

  /** A registry without ranges sends everything again. */
  private void passOver(long count) throws IOException {
    var scrap = new byte[SCRAP];
    long left = count;
    while (left > 0) {
      int read = body.read(scrap, 0, (int) Math.min(left, scrap.length));
      if (read < 0) {
        throw ask.failure(Kind.PROTOCOL, "the body is shorter than the one before");
      }
      left -= read;
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
