package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.MisbehavingRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** registry.md 6 row 48: an upload that breaks off, and how it is gone on with. */
class PiecesTest {
  private static final Bytes CONTENT = content(2 * Upload.PIECE + 1000);
  private static final Descriptor BLOB = Descriptor.of(MediaType.OCI_LAYER_GZIP, CONTENT);
  private static final String FIRST = "0-" + (Upload.PIECE - 1);
  private static final String SECOND = Upload.PIECE + "-" + (2 * Upload.PIECE - 1);
  private static final String THIRD = 2 * Upload.PIECE + "-" + (2 * Upload.PIECE + 999);

  private final MemoryRegistry content = new MemoryRegistry();
  private MisbehavingRegistry server;
  private Repository app;

  private static Bytes content(int size) {
    var content = new byte[size];
    new Random(7).nextBytes(content);
    return Bytes.of(content);
  }

  @BeforeEach
  void start() throws IOException {
    server = MisbehavingRegistry.over(content);
    app = server.tag("app", "v1").repository();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void push(Descriptor blob, Bytes bytes) throws IOException {
    try (var registry = HttpRegistry.open(Kit.options())) {
      registry.pushNewBlob(app, blob, bytes::newInputStream);
    }
    assertEquals(bytes, content.readBlob(app, blob, bytes.size()));
  }

  private void misbehave(Fault... faults) {
    for (Fault fault : faults) {
      server.has(fault);
    }
  }

  /** Hangs up on the requests of these numbers, counted from 1, and lets the others through. */
  private static Fault hangUpOn(String method, List<Integer> which) {
    var count = new AtomicInteger();
    return new Fault("hangs up on some", On.method(method), Integer.MAX_VALUE, (exchange, chain) -> {
      if (which.contains(count.incrementAndGet())) {
        exchange.close();
      } else {
        chain.doFilter(exchange);
      }
    });
  }

  /** Methods, a piece with its range. */
  private List<String> asked() {
    return server.seen().stream()
        .map(seen -> seen.headers().getFirst("Content-Range") == null
            ? seen.method()
            : seen.method() + " " + seen.headers().getFirst("Content-Range"))
        .toList();
  }

  @Test
  void whatBreaksOffAsAWholeGoesOnPieceByPiece() throws Exception {
    misbehave(hangUpOn("PUT", List.of(1)));
    push(BLOB, CONTENT);
    assertEquals(
        List.of("POST", "PUT", "POST", "PATCH " + FIRST, "PATCH " + SECOND, "PATCH " + THIRD, "PUT"), asked());
  }

  @Test
  void aPieceThatIsLostIsAllThatIsSentAgain() throws Exception {
    misbehave(hangUpOn("PUT", List.of(1)), hangUpOn("PATCH", List.of(2)));
    push(BLOB, CONTENT);
    assertEquals(
        List.of(
            "POST", "PUT", "POST", "PATCH " + FIRST, "PATCH " + SECOND, "GET", "PATCH " + SECOND, "PATCH " + THIRD,
            "PUT"),
        asked());
  }

  @Test
  void aPieceWhoseAnswerIsLostIsNotSentAgain() throws Exception {
    misbehave(hangUpOn("PUT", List.of(1)), Fault.losesTheAnswer(On.method("PATCH")).times(1));
    push(BLOB, CONTENT);
    assertEquals(
        List.of("POST", "PUT", "POST", "PATCH " + FIRST, "GET", "PATCH " + SECOND, "PATCH " + THIRD, "PUT"), asked());
  }

  @Test
  void aSmallBlobIsSentAgainAsAWhole() throws Exception {
    Bytes small = content(Upload.PIECE);
    misbehave(hangUpOn("PUT", List.of(1)));
    push(Descriptor.of(MediaType.OCI_LAYER_GZIP, small), small);
    assertTrue(asked().stream().noneMatch(request -> request.startsWith("PATCH")), asked().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 405, 501})
  void aRegistryThatTakesNoPiecesIsSentTheWholeAgain(int status) throws Exception {
    misbehave(hangUpOn("PUT", List.of(1)), refusesPieces(status));
    push(BLOB, CONTENT);
    assertEquals(List.of("POST", "PUT", "POST", "PATCH " + FIRST, "DELETE", "POST", "PUT"), asked());
  }

  /** Reads the piece first: who hangs up in the middle of one is another case. */
  private static Fault refusesPieces(int status) {
    return new Fault("takes no pieces", On.method("PATCH"), Integer.MAX_VALUE, (exchange, chain) -> {
      exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    });
  }

  @Test
  void aRegistryThatHangsUpOnPiecesIsSentTheWholeAgain() throws Exception {
    misbehave(hangUpOn("PUT", List.of(1)), Fault.hangUp(On.method("PATCH")));
    push(BLOB, CONTENT);
    assertEquals(List.of("DELETE", "POST", "PUT"), asked().subList(asked().size() - 3, asked().size()));
  }

  /** ECR public and others say the same after every piece. */
  @ParameterizedTest
  @ValueSource(strings = {"0-0", "0-5", "0-99999999999", "bytes=0-77"})
  void whatARegistrySaysOfItsProgressAfterAPieceIsNotBelieved(String range) throws Exception {
    misbehave(
        hangUpOn("PUT", List.of(1)), Fault.header(On.method("PATCH"), "Range", range));
    push(BLOB, CONTENT);
    assertEquals(
        List.of("POST", "PUT", "POST", "PATCH " + FIRST, "PATCH " + SECOND, "PATCH " + THIRD, "PUT"),
        asked());
  }

  /** It says that it has the piece, and has not: the digest at the end tells, and then the whole is sent. */
  @Test
  void aPieceThatIsLostShowsInTheEnd() throws Exception {
    var pieces = new AtomicInteger();
    misbehave(
        hangUpOn("PUT", List.of(1)),
        new Fault("loses the last piece", On.method("PATCH"), Integer.MAX_VALUE, (exchange, chain) -> {
          if (pieces.incrementAndGet() == 3) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
          } else {
            chain.doFilter(exchange);
          }
        }));
    push(BLOB, CONTENT);
    assertEquals(List.of("PUT", "DELETE", "POST", "PUT"), asked().subList(asked().size() - 4, asked().size()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0-99999999999", "nonsense", "5-10", "0--1", "0-9999999999999999999999"})
  void aRegistryThatClaimsToHaveWhatWasNotSentIsBegunAnew(String range) throws Exception {
    misbehave(
        hangUpOn("PUT", List.of(1)),
        hangUpOn("PATCH", List.of(2)),
        Fault.header(On.method("GET"), "Range", range));
    push(BLOB, CONTENT);
    assertEquals(
        List.of("POST", "PUT", "POST", "PATCH " + FIRST, "PATCH " + SECOND, "GET", "POST", "PATCH " + FIRST,
            "PATCH " + SECOND, "PATCH " + THIRD, "PUT"),
        asked());
  }

  @Test
  void anUploadThatIsGivenUpIsTakenBack() {
    misbehave(Fault.hangUp(On.method("PUT")));
    RegistryException failure = assertThrows(RegistryException.class, () -> push(BLOB, CONTENT));
    assertEquals(Kind.UNREACHABLE, failure.kind());
    assertEquals("DELETE", asked().getLast());
  }

  @Test
  void anUploadThatStillMadeProgressIsTakenBackWhenTheTriesAreUsedUp() throws Exception {
    misbehave(Fault.hangUp(On.method("PUT")));
    try (var registry = HttpRegistry.open(Kit.options().withRetries(1))) {
      Kit.fails(Kind.UNREACHABLE, () -> registry.pushNewBlob(app, BLOB, CONTENT::newInputStream));
    }
    // OkHttp may have repeated the PUT that ends it, which is empty.
    assertTrue(asked().contains("PATCH " + THIRD), asked().toString());
    assertEquals(List.of("PUT", "DELETE"), asked().subList(asked().size() - 2, asked().size()));
  }

  /** What a registry opened instead of mounting is what the pieces go into. */
  @Test
  void aSessionThatWasOpenedInsteadOfAMountIsUsed() throws Exception {
    misbehave(hangUpOn("PUT", List.of(1)));
    try (var registry = HttpRegistry.open(Kit.options())) {
      registry.mountBlob(app, BLOB, server.repository("other"), CONTENT::newInputStream);
    }
    assertEquals(
        List.of("POST", "PUT", "POST", "PATCH " + FIRST, "PATCH " + SECOND, "PATCH " + THIRD, "PUT"), asked());
    assertEquals(CONTENT, content.readBlob(app, BLOB, CONTENT.size()));
  }

  @Test
  void aSourceThatIsNotItsDescriptorNeverArrives() {
    misbehave(hangUpOn("PUT", List.of(1)));
    byte[] other = CONTENT.toByteArray();
    other[other.length - 1] ^= 1;
    var sources = new AtomicInteger();
    var failure = assertThrows(RegistryException.class, () -> {
      try (var registry = HttpRegistry.open(Kit.options())) {
        registry.pushNewBlob(
            app, BLOB, () -> sources.incrementAndGet() == 1 ? CONTENT.newInputStream() : Bytes.of(other).newInputStream());
      }
    });
    assertEquals(Kind.INTEGRITY, failure.kind());
    assertTrue(asked().stream().filter("PUT"::equals).count() <= 1, "nothing was finished");
  }
}
