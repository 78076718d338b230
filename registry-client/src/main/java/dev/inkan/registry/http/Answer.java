package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Login;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.Printable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What came back: status and headers at once, the body as it is read. Must be closed. */
final class Answer implements AutoCloseable {
  private final Ask ask;
  private final Response response;
  private final Failures failures;
  private final @Nullable Login login;
  private final Runnable closed;

  /**
   * @param login what was sent along, or null
   * @param closed is run when nobody reads it any more
   */
  Answer(Ask ask, Response response, Failures failures, @Nullable Login login, Runnable closed) {
    this.ask = ask;
    this.response = response;
    this.failures = failures;
    this.login = login;
    this.closed = closed;
  }

  Ask ask() {
    return ask;
  }

  int status() {
    return response.code();
  }

  /** The URL that answered: the one asked, or where redirects led. */
  HttpUrl url() {
    return response.request().url();
  }

  /** Whether it comes from another origin than the one that the question was for. */
  boolean isForeign() {
    return !ask.isAtHome(url());
  }

  @Nullable String header(String name) {
    return response.header(name);
  }

  List<String> headers(String name) {
    return response.headers(name);
  }

  @Nullable String retryAfter() {
    return Untouched.retryAfter(response);
  }

  /**
   * The type of the body, without parameters.
   *
   * @throws TransientFailure PROTOCOL when the answer does not say it
   */
  MediaType contentType() throws TransientFailure {
    String value = header("Content-Type");
    if (value == null) {
      throw new TransientFailure(failure(Kind.PROTOCOL, "an answer without a Content-Type"));
    }
    try {
      return MediaType.parse(value.strip()).withoutParameters();
    } catch (MalformedContent e) {
      throw new TransientFailure(failure(Kind.PROTOCOL, "an answer of unknown type: " + e.getMessage()));
    }
  }

  /**
   * The body, whole.
   *
   * @throws RegistryException TOO_LARGE when it has more than {@code limit} bytes
   * @throws TransientFailure when it cannot be read to its end
   */
  Bytes read(int limit) throws RegistryException, TransientFailure {
    try (InputStream in = stream()) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw failure(Kind.TOO_LARGE, "an answer of more than " + limit + " bytes");
      }
      return Bytes.of(bytes);
    } catch (IOException e) {
      throw Failures.orTransient(failures.of(ask, login, e));
    }
  }

  /** The body; a failure to read it is a {@link RegistryException}. Closing it closes the answer. */
  InputStream stream() throws RegistryException {
    String encoding = header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      // We asked for identity: what is behind an encoding is another length and another digest, or a bomb.
      throw failure(Kind.PROTOCOL, "an answer with Content-Encoding " + Printable.quoted(encoding));
    }
    try {
      return new Body(response.body().byteStream());
    } catch (RuntimeException e) {
      throw failures.of(ask, login, e);
    }
  }

  RegistryException failure(Kind kind, String detail) {
    return ask.failure(kind, status(), hideSecrets(detail));
  }

  /** {@code text} without what we sent: a server may say it back to us. */
  String hideSecrets(String text) {
    return login == null ? text : login.hideIn(text);
  }

  /** Who was asking, for when that was not enough; empty when nobody was. */
  String note() {
    return login == null ? "" : login.note();
  }

  @Override
  public void close() {
    closed.run();
    try {
      response.close();
    } catch (RuntimeException e) {
      // A Content-Length below zero is first noticed here; there is nothing left to read, and nothing to say.
    }
  }

  /** Lets no exception through but ours; see {@link Wire}. */
  private final class Body extends FilterInputStream {
    Body(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (Exception e) {
        throw failures.of(ask, login, e);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (Exception e) {
        throw failures.of(ask, login, e);
      }
    }

    @Override
    public void close() {
      Answer.this.close();
    }
  }
}
