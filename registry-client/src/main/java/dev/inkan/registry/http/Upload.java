package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * One blob on its way to a registry, over all tries. First in one piece (distribution-spec end-6), which every registry
 * takes; when that breaks off in the middle of more than {@link #PIECE} bytes, from then on piece by piece (end-5), so
 * that the next try goes on where the last one came to. A registry that takes no pieces is sent the whole again.
 */
final class Upload {
  /** In bytes; held in memory, so that a piece can be sent again when a login has run out. */
  static final int PIECE = 8 * 1024 * 1024;

  private static final int MOST_STUCK = 2;

  /** How far an upload is (distribution-spec "Pushing a blob in chunks"): first and last byte. */
  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

  private enum Way {
    /** Until that breaks off. */
    WHOLE,
    IN_PIECES,
    /** The registry takes no pieces. */
    WHOLE_ONLY
  }

  private final Exchange exchange;
  private final Uploads uploads;
  private final Descriptor descriptor;
  private final BlobBody body;
  private Way way = Way.WHOLE;
  private @Nullable HttpUrl session;
  /** Bytes that the registry has, of those that were sent in this session. */
  private long arrived;
  private long sent;
  /** How many tries brought nothing. */
  private int stuck;

  Upload(Exchange exchange, Uploads uploads, Descriptor descriptor, BlobBody body) {
    this.exchange = exchange;
    this.uploads = uploads;
    this.descriptor = descriptor;
    this.body = body;
  }

  /**
   * One try.
   *
   * @param opened a session that was opened a moment ago, or null
   */
  void attempt(@Nullable HttpUrl opened) throws RegistryException, TransientFailure {
    if (way == Way.IN_PIECES) {
      pieces(opened);
    } else {
      whole(opened == null ? uploads.start(descriptor.digest()) : opened);
    }
  }

  /** Whether a try has begun what the next one goes on with. */
  boolean isUnderWay() {
    return session != null;
  }

  private void whole(HttpUrl session) throws RegistryException, TransientFailure {
    try {
      finish(uploads.write("PUT", completing(session), body));
    } catch (TransientFailure e) {
      if (way == Way.WHOLE && descriptor.size() > PIECE && hasBrokenOff(e.failure().kind())) {
        way = Way.IN_PIECES;
      }
      throw e;
    }
  }

  private static boolean hasBrokenOff(Kind kind) {
    return kind == Kind.UNREACHABLE || kind == Kind.TIMEOUT || kind == Kind.PROTOCOL;
  }

  private HttpUrl completing(HttpUrl session) {
    return session.newBuilder().addEncodedQueryParameter("digest", descriptor.digest().toString()).build();
  }

  private void finish(Ask put) throws RegistryException, TransientFailure {
    Ask ask = put.with("Content-Type", "application/octet-stream").inBulk();
    try (Answer answer = exchange.once(ask, Set.of(201, 204))) {
      DigestHeaders.checkStored(answer, descriptor.digest());
    }
  }

  private void pieces(@Nullable HttpUrl opened) throws RegistryException, TransientFailure {
    long before = arrived;
    try {
      sendRest(opened);
    } catch (TransientFailure e) {
      // A registry that hangs up on whoever sends pieces never says that it takes none.
      if (arrived <= before && ++stuck == MOST_STUCK) {
        takeNoPieces();
      }
      throw e;
    }
  }

  private void sendRest(@Nullable HttpUrl opened) throws RegistryException, TransientFailure {
    try {
      HttpUrl at = session == null ? begin(opened) : look(session);
      try (InputStream in = body.open()) {
        in.skipNBytes(arrived);
        while (arrived < descriptor.size()) {
          at = piece(at, in.readNBytes(PIECE));
        }
        // The end of a stream that proves what it gives is only seen behind it.
        if (in.read() >= 0) {
          throw new IllegalStateException("a proven stream is longer than its descriptor");
        }
      }
      finish(uploads.bare("PUT", completing(at)));
      session = null;
    } catch (RegistryException e) {
      throw refused(e);
    } catch (IOException e) {
      throw body.unreadable(e);
    }
  }

  /** What is wrong with the pieces says nothing of the whole. */
  private RegistryException refused(RegistryException e) throws TransientFailure {
    int status = e.status().orElse(0);
    if (status == 416) {
      // The next try asks how far it has come.
      throw new TransientFailure(e);
    }
    if (status == 501 || (status / 100 == 4 && status != 401 && status != 403)) {
      takeNoPieces();
      throw new TransientFailure(e);
    }
    return e;
  }

  private void takeNoPieces() {
    giveUp();
    way = Way.WHOLE_ONLY;
  }

  private HttpUrl begin(@Nullable HttpUrl opened) throws RegistryException, TransientFailure {
    arrived = 0;
    sent = 0;
    HttpUrl begun = opened == null ? uploads.start(descriptor.digest()) : opened;
    session = begun;
    return begun;
  }

  /** Asks how far it has come; a session that is lost, or that claims more than was sent, is begun anew. */
  private HttpUrl look(HttpUrl at) throws RegistryException, TransientFailure {
    long there;
    HttpUrl next;
    try (Answer answer = exchange.once(uploads.read(at), Set.of(202, 204, 404))) {
      there = answer.status() == 404 ? -1 : end(answer);
      next = answer.header("Location") == null ? at : uploads.session(answer);
    }
    if (there < 0 || there > sent) {
      session = null;
      return begin(null);
    }
    arrived = there;
    session = next;
    return next;
  }

  /** The bytes that an answer says are there; -1 when it does not say. {@code 0-0} is nothing, or one byte. */
  private static long end(Answer answer) {
    String range = answer.header("Range");
    Matcher match = range == null ? null : RANGE.matcher(range.strip());
    if (match == null || !match.matches()) {
      return -1;
    }
    long last = Long.parseLong(match.group(1));
    return last == 0 ? 0 : last + 1;
  }

  private HttpUrl piece(HttpUrl at, byte[] bytes) throws RegistryException, TransientFailure {
    long end = arrived + bytes.length;
    sent = Math.max(sent, end);
    Ask ask = uploads.write("PATCH", at, new Piece(bytes))
        .with("Content-Type", "application/octet-stream")
        .with("Content-Range", arrived + "-" + (end - 1))
        .inBulk();
    // ECR answers 201. How much it says is there is not believed: some always say the same. What was lost shows when a
    // later piece does not follow (416), or by the digest at the end.
    try (Answer answer = exchange.once(ask, Set.of(200, 201, 202, 204))) {
      arrived = end;
      HttpUrl next = answer.header("Location") == null ? at : uploads.session(answer);
      session = next;
      return next;
    }
  }

  /** Tells the registry that nothing more comes, so that it need not keep what it has. */
  void giveUp() {
    HttpUrl left = session;
    session = null;
    if (left == null || Thread.currentThread().isInterrupted()) {
      return;
    }
    try {
      exchange.once(uploads.bare("DELETE", left), Set.of(204)).close();
    } catch (RegistryException | TransientFailure e) {
      // Registries drop what nobody goes on with by its age.
      return;
    }
  }

  /** Sent once: whether a piece whose answer was lost has arrived is asked, not assumed. */
  private static final class Piece extends RequestBody {
    private final byte[] bytes;

    Piece(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public @Nullable MediaType contentType() {
      return null;
    }

    @Override
    public long contentLength() {
      return bytes.length;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.write(bytes);
    }
  }
}
