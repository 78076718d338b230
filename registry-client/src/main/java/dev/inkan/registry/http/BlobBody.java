package dev.inkan.registry.http;

import dev.inkan.registry.ProvenStream;
import dev.inkan.registry.Proving;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.BlobSource;
import dev.inkan.registry.content.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A blob on its way to a registry, proven while it is sent: a wrong one never arrives whole. */
final class BlobBody extends RequestBody {
  private static final int CHUNK = 64 * 1024;

  private final Descriptor descriptor;
  private final BlobSource source;
  private final String host;

  BlobBody(Descriptor descriptor, BlobSource source, String host) {
    this.descriptor = descriptor;
    this.source = source;
    this.host = host;
  }

  @Override
  public @Nullable MediaType contentType() {
    return null;
  }

  @Override
  public long contentLength() {
    return descriptor.size();
  }

  /** Much is not sent again by OkHttp, on its own and from the start: {@link Upload} goes on where it broke off. */
  @Override
  public boolean isOneShot() {
    return descriptor.size() > Upload.PIECE;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    try (InputStream in = open()) {
      var chunk = new byte[CHUNK];
      for (int count = read(in, chunk); count >= 0; count = read(in, chunk)) {
        sink.write(chunk, 0, count);
      }
    }
  }

  /** From its start; what reading it throws goes through {@link #unreadable}. */
  InputStream open() throws RegistryException {
    try {
      InputStream in = source.open();
      return in instanceof Proving proven && proven.proves(descriptor)
          ? in
          : new ProvenStream(in, descriptor, (kind, detail) -> failure(Kind.INTEGRITY, detail, null));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private int read(InputStream in, byte[] chunk) throws RegistryException {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Another registry that the bytes come from speaks for itself. */
  RegistryException unreadable(IOException e) {
    return e instanceof RegistryException ours ? ours : failure(Kind.UNREACHABLE, "it cannot be read", e);
  }

  private RegistryException failure(Kind kind, String detail, @Nullable Throwable cause) {
    return new RegistryException(
        kind, "PUT blob " + descriptor.digest(), host, null, "what is to be pushed: " + detail, cause);
  }
}
