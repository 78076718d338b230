package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.RawServer.Request;
import dev.inkan.registry.testing.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** registry.md 6 rows 6, 7 and 49: a blob's body that breaks off, and how it is gone on with. */
class ResumeTest {
  private static final byte[] CONTENT = content();
  private static final Descriptor BLOB = Descriptor.of(MediaType.OCI_LAYER_GZIP, Bytes.of(CONTENT));
  private static final int HALF = 100_000;

  private final List<AutoCloseable> open = new ArrayList<>();

  private static byte[] content() {
    var content = new byte[200_000];
    new Random(5).nextBytes(content);
    return content;
  }

  private RawServer serve(Function<Request, Reply> answer) {
    RawServer server = RawServer.start(answer::apply);
    open.add(server);
    return server;
  }

  private static byte[] read(HttpRegistry registry, RawServer server) throws IOException {
    try (registry; InputStream in = registry.blob(Kit.app(server), BLOB)) {
      return in.readAllBytes();
    }
  }

  private static HttpRegistry registry() {
    return HttpRegistry.open(Kit.options());
  }

  /** The first {@code count} of the bytes from {@code start} on, though all of them are promised. */
  private static Reply cut(int status, int start, int count, String... headers) {
    return Reply.of(
        status, Bytes.of(Arrays.copyOfRange(CONTENT, start, start + count)), CONTENT.length - start, headers);
  }

  private static String range(int start) {
    return "Content-Range: bytes " + start + "-" + (CONTENT.length - 1) + "/" + CONTENT.length;
  }

  private static Reply rest(int start, String... headers) {
    return Reply.of(206, Bytes.of(Arrays.copyOfRange(CONTENT, start, CONTENT.length)), headers);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void theRestIsAskedForAndNothingTwice() throws Exception {
    RawServer server = serve(r -> r.header("Range") == null
        ? cut(200, 0, HALF, "ETag: \"strong\"")
        : rest(HALF, range(HALF)));
    assertArrayEquals(CONTENT, read(registry(), server));
    assertEquals(2, server.requests().size());
    assertEquals("bytes=" + HALF + "-", server.requests().get(1).header("Range"));
    assertEquals("\"strong\"", server.requests().get(1).header("If-Range"));
  }

  @Test
  void aWeakTagIsNoCondition() throws Exception {
    RawServer server = serve(
        r -> r.header("Range") == null ? cut(200, 0, HALF, "ETag: W/\"weak\"") : rest(HALF, range(HALF)));
    assertArrayEquals(CONTENT, read(registry(), server));
    assertNull(server.requests().get(1).header("If-Range"));
  }

  @Test
  void itIsGoneOnWithAsOftenAsItBringsSomething() throws Exception {
    int step = 10_000;
    RawServer server = serve(r -> {
      int start = start(r);
      return start == 0 ? cut(200, 0, step) : cut(206, start, Math.min(step, CONTENT.length - start), range(start));
    });
    assertArrayEquals(CONTENT, read(registry(), server));
    assertEquals(CONTENT.length / step, server.requests().size());
  }

  private static int start(Request request) {
    String range = request.header("Range");
    return range == null ? 0 : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }

  @Test
  void aRegistryThatDawdlesIsGivenUp() {
    RawServer server = serve(r -> {
      int start = start(r);
      return start == 0 ? cut(200, 0, 1) : cut(206, start, 1, range(start));
    });
    Kit.fails(Kind.PROTOCOL, () -> read(registry(), server));
    assertEquals(1 + ResumedBody.MOST, server.requests().size());
  }

  @Test
  void withoutProgressItIsGivenUp() {
    RawServer server = serve(r -> r.header("Range") == null ? cut(200, 0, HALF) : cut(206, HALF, 0, range(HALF)));
    Kit.fails(Kind.PROTOCOL, () -> read(registry(), server));
    assertEquals(2, server.requests().size());
  }

  @Test
  void aRegistryWithoutRangesSendsItAgain() throws Exception {
    RawServer server =
        serve(r -> r.header("Range") == null ? cut(200, 0, HALF) : Reply.of(200, Bytes.of(CONTENT)));
    assertArrayEquals(CONTENT, read(registry(), server));
    assertEquals(2, server.requests().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "Content-Range: bytes 0-199999/200000",
    "Content-Range: bytes 99999-199999/200000",
    "Content-Range: bytes 100000-199999/200001",
    "Content-Range: bytes 100000-199998/200000",
    "Content-Range: bytes */200000",
    "Content-Range: 100000-199999/200000",
    "Content-Type: multipart/byteranges; boundary=x"
  })
  void anotherPartIsNotTakenForTheRest(String header) {
    RawServer server = serve(r -> r.header("Range") == null ? cut(200, 0, HALF) : rest(HALF, header));
    Kit.fails(Kind.PROTOCOL, () -> read(registry(), server));
    assertEquals(2, server.requests().size());
  }

  @Test
  void aPartThatNobodyAskedForIsNoBlob() {
    RawServer server = serve(r -> rest(0, range(0)));
    Kit.fails(Kind.PROTOCOL, () -> read(HttpRegistry.open(Kit.options().withRetries(0)), server));
    assertEquals(1, server.requests().size());
  }

  @Test
  void otherBytesBehindTheBreakAreFoundOut() {
    var other = Arrays.copyOfRange(CONTENT, HALF, CONTENT.length);
    other[5] ^= 1;
    RawServer server = serve(r -> r.header("Range") == null
        ? cut(200, 0, HALF)
        : Reply.of(206, Bytes.of(other), range(HALF)));
    Kit.fails(Kind.INTEGRITY, () -> read(registry(), server));
  }

  @Test
  void whoAsksOnceAsksOnceForABlobToo() {
    RawServer server = serve(r -> cut(200, 0, HALF));
    Kit.fails(Kind.PROTOCOL, () -> read(Kit.once(), server));
    assertEquals(1, server.requests().size());
  }

  /** Where a redirect led may have been an address for a short time only. */
  @Test
  void theRegistryItselfIsAskedForTheRest() throws Exception {
    RawServer store = serve(r -> start(r) == 0 ? cut(200, 0, HALF) : rest(HALF, range(HALF)));
    RawServer server = serve(r -> Reply.of(307, "", "Location: http://" + store.host() + "/" + start(r)));
    assertArrayEquals(CONTENT, read(registry(), server));
    assertEquals(List.of("GET /0", "GET /" + HALF), store.lines());
  }

  @Test
  void aRefusalOfTheRestIsTheFailure() {
    RawServer server = serve(r -> r.header("Range") == null ? cut(200, 0, HALF) : Reply.of(416));
    Kit.fails(Kind.PROTOCOL, () -> read(registry(), server));
  }
}
