package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One limit for the whole run, whatever the registry does with its time. A033, registry.md 6 row 51. The time-out is for
 * the day on which the limit does not work.
 */
@Timeout(30)
class DeadlineTest {
  private static final Duration SOON = Duration.ofMillis(250);
  private static final Duration SLOWLY = Duration.ofMillis(5);

  private static HttpRegistry soonOver() {
    return HttpRegistry.open(Kit.options().withTimeout(SOON));
  }

  private static void isOver(RegistryException e) {
    assertTrue(e.getMessage().contains("250ms for the whole run"), e.getMessage());
  }

  @Test
  void silenceEndsIt() throws Exception {
    try (var server = RawServer.start(r -> Reply.silence()); var registry = soonOver()) {
      isOver(Kit.fails(Kind.TIMEOUT, () -> registry.resolve(Kit.v1(server))));
      int asked = server.requests().size();
      assertTrue(asked <= 1);
      // And nothing more is asked in this run.
      isOver(Kit.fails(Kind.TIMEOUT, () -> registry.resolve(Kit.v1(server))));
      assertEquals(asked, server.requests().size());
    }
  }

  @Test
  void aConnectionThatNobodyAcceptsEndsIt() throws Exception {
    try (var backlog = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        var registry = HttpRegistry.open(Kit.options().withTimeout(SOON))) {
      var tag = new ByTag(
          new Repository("127.0.0.1:" + backlog.getLocalPort(), "app"), "v1");
      isOver(Kit.fails(Kind.TIMEOUT, () -> registry.resolve(tag)));
    }
  }

  @Test
  void headersThatTrickleEndIt() throws Exception {
    Reply reply = Reply.endless("HTTP/1.1 200 OK\r\n", "X: y\r\n", SLOWLY);
    try (var server = RawServer.start(r -> reply); var registry = soonOver()) {
      isOver(Kit.fails(Kind.TIMEOUT, () -> registry.resolve(Kit.v1(server))));
    }
  }

  @Test
  void aManifestThatTricklesEndsIt() throws Exception {
    Reply reply = Reply.endless("HTTP/1.1 200 OK\r\n" + Kit.MANIFEST_TYPE + "\r\n\r\n", " ", SLOWLY);
    try (var server = RawServer.start(r -> reply); var registry = soonOver()) {
      isOver(Kit.fails(Kind.TIMEOUT, () -> registry.resolve(Kit.v1(server))));
    }
  }

  @Test
  void aBlobThatTricklesEndsItForWhoeverReadsIt() throws Exception {
    Reply reply = Reply.endless("HTTP/1.1 200 OK\r\n\r\n", " ", SLOWLY);
    var huge = new Descriptor(MediaType.OCI_LAYER_GZIP, Kit.BLOB.digest(), Long.MAX_VALUE);
    try (var server = RawServer.start(r -> reply); var registry = soonOver()) {
      isOver(Kit.fails(Kind.TIMEOUT, () -> {
        try (InputStream in = registry.blob(Kit.app(server), huge)) {
          Kit.fails(Kind.TIMEOUT, in::read);
          // It stays so.
          in.read();
        }
      }));
    }
  }

  @Test
  void anErrorThatTricklesEndsIt() throws Exception {
    Reply reply = Reply.endless("HTTP/1.1 404 None\r\n\r\n", " ", SLOWLY);
    try (var server = RawServer.start(r -> reply); var registry = soonOver()) {
      assertThrows(RegistryException.class, () -> registry.resolve(Kit.v1(server)));
    }
  }

  @Test
  void anUploadThatNobodyReadsEndsIt() throws Exception {
    var endless = new Descriptor(MediaType.OCI_LAYER_GZIP, Kit.BLOB.digest(), 1L << 40);
    try (var server = RawServer.start(r -> switch (r.method()) {
          case "HEAD" -> Reply.head(404, 0);
          case "POST" -> Reply.of(202, "", "Location: 7");
          default -> Reply.deaf();
        });
        var registry = soonOver()) {
      isOver(Kit.fails(Kind.TIMEOUT, () -> registry.pushBlob(Kit.app(server), endless, () -> new InputStream() {
        @Override
        public int read() {
          return 0;
        }
      })));
    }
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    var asked = new CountDownLatch(1);
    try (var server = RawServer.start(r -> {
          asked.countDown();
          return Reply.silence();
        });
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      HttpRegistry registry = HttpRegistry.open(Kit.options().withRetries(0));
      Future<?> call = threads.submit(() -> registry.resolve(Kit.v1(server)));
      asked.await();
      registry.close();
      var e = assertThrows(ExecutionException.class, call::get);
      assertTrue(e.getCause() instanceof RegistryException failure && failure.kind() == Kind.UNREACHABLE, e.toString());
    }
  }

  @Test
  void closingEndsABodyThatIsBeingRead() throws Exception {
    Reply reply = Reply.endless("HTTP/1.1 200 OK\r\n\r\n", " ".repeat(8192));
    var huge = new Descriptor(MediaType.OCI_LAYER_GZIP, Kit.BLOB.digest(), Long.MAX_VALUE);
    try (var server = RawServer.start(r -> reply)) {
      HttpRegistry registry = HttpRegistry.open(Kit.options());
      try (InputStream in = registry.blob(Kit.app(server), huge)) {
        assertEquals(' ', in.read());
        registry.close();
        Kit.fails(Kind.UNREACHABLE, () -> in.transferTo(OutputStream.nullOutputStream()));
      }
      Kit.fails(Kind.UNREACHABLE, () -> registry.resolve(Kit.v1(server)));
      assertEquals(1, server.requests().size());
    }
  }

  @Test
  void anInterruptedThreadIsNotKeptWaiting() throws Exception {
    try (var server = RawServer.start(r -> Reply.silence());
        var registry = HttpRegistry.open(Kit.options().withPause(Pause.sleeping()))) {
      Thread.currentThread().interrupt();
      RegistryException e = Kit.fails(Kind.TIMEOUT, () -> registry.resolve(Kit.v1(server)));
      assertTrue(e.getMessage().contains("interrupted"), e.getMessage());
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void aTimeoutOrRetriesThatMakeNoSenseAreNotTaken() {
    assertThrows(IllegalArgumentException.class, () -> Kit.options().withTimeout(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> Kit.options().withTimeout(Duration.ofSeconds(-1)));
    assertThrows(IllegalArgumentException.class, () -> Kit.options().withRetries(-1));
    assertTrue(Deadline.in(Duration.ofSeconds(Long.MAX_VALUE)).remaining().toDays() > 360);
  }
}
