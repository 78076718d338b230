package dev.inkan.registry.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Filter;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.server.RegistryServer.Options;
import dev.inkan.registry.testing.ScriptedReader;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client of ours would send, what its store cannot do, and TLS. */
class HostileClientTest {
  private final MemoryRegistry content = new MemoryRegistry();
  private RegistryServer server;

  @BeforeEach
  void start() throws IOException {
    server = RegistryServer.start(Options.serving(content));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** Sends the bytes, hangs up, and gives what came back until then. */
  private String exchange(String request) throws IOException {
    try (var socket = new Socket("127.0.0.1", server.uri().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private String ping() throws IOException {
    return exchange("GET /v2/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /v2/\r\n\r\n",
        "GET /v2/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v2/%00/manifests/v1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v2/a/tags/list?n=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /v2/\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET http://evil.test/v2/a/tags/list HTTP/1.1\r\nHost: x\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        "CONNECT evil.test:443 HTTP/1.1\r\nHost: x\r\n\r\n",
        "PUT /v2/a/manifests/v1 HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "PUT /v2/a/manifests/v1 HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\nContent-Type: a/b\r\n\r\n{}",
        "PUT /v2/a/manifests/v1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /v2/a/tags/list HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      })
  void nonsenseIsAnsweredOrHungUpOnAndStopsNothing(String request) throws Exception {
    String answer = exchange(request);
    assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1\\.1 [45].*"), answer);
    assertTrue(ping().startsWith("HTTP/1.1 200"));
  }

  /** containers/image tries TLS first wherever plain HTTP is allowed to it, and would wait for 10 s. */
  @Test
  void whoBeginsWithATlsHandshakeIsToldAtOnceThatThereIsNone() throws Exception {
    try (var socket = new Socket("127.0.0.1", server.uri().getPort())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(new byte[] {22, 3, 1, 0, 2, 1, 0});
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(answer.endsWith("this registry speaks plain HTTP, not TLS\n"), answer);
    }
    assertTrue(ping().startsWith("HTTP/1.1 200"));
  }

  @Test
  void aClosedServerHangsUpOnThoseWhoAreConnected() throws Exception {
    try (var socket = new Socket("127.0.0.1", server.uri().getPort())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertEquals('H', socket.getInputStream().read());
      server.close();
      assertDoesNotThrow(() -> {
        try {
          socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
          assertTrue(String.valueOf(e.getMessage()).contains("reset"), e.getMessage());
        }
      });
    }
  }

  @Test
  void anUploadThatBreaksOffLeavesWhatWasThere() throws Exception {
    String begun = exchange(
        "POST /v2/a/blobs/uploads/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    String location = begun.substring(begun.indexOf("Location: ") + 10).lines().findFirst().orElseThrow();
    exchange("PATCH " + location + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
    exchange("PATCH " + location + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf");
    try (var wire = new Wire(server.uri())) {
      assertEquals("0-0", wire.get(location).header("Range"));
      Bytes whole = Bytes.utf8("whole");
      assertEquals(201, wire.send("PUT", location + "?digest=" + Digest.sha256(whole), whole).status());
    }
  }

  /** A store that cannot answer is not one that has nothing. */
  @ParameterizedTest
  @CsvSource({
    "DENIED, 403",
    "UNAUTHORIZED, 403",
    "RATE_LIMITED, 429",
    "UNAVAILABLE, 503",
    "UNREACHABLE, 503",
    "TIMEOUT, 503",
    "TLS, 503",
    "INTEGRITY, 502",
    "PROTOCOL, 502",
    "REFUSED, 502",
    "TOO_LARGE, 413",
    "NOT_FOUND, 404",
  })
  void whatTheStoreSaysIsPassedOn(Kind kind, int status) throws Exception {
    var reader = new ScriptedReader(content);
    reader.failResolve(kind);
    reader.failBlob(kind);
    reader.failReferrers(kind);
    try (var other = RegistryServer.start(Options.serving(reader, content));
        var wire = new Wire(other.uri())) {
      String digest = Digest.sha256(Bytes.EMPTY).toString();
      assertEquals(status, wire.get("/v2/app/manifests/v1").status());
      assertEquals(status, wire.get("/v2/app/blobs/" + digest).status());
      assertEquals(status, wire.get("/v2/app/referrers/" + digest).status());
    }
  }

  /** A fault while an answer is put together is answered; nobody is left hanging. */
  @Test
  void aFaultOfTheServerIsAnsweredWith500() throws Exception {
    var options = Options.serving(content).filters(List.of(Filter.beforeHandler(
        "breaks the body", exchange -> exchange.setStreams(new BrokenStream(), null))));
    try (var broken = RegistryServer.start(options);
        var wire = new Wire(broken.uri())) {
      Wire.Response answer = wire.send("PUT", "/v2/app/manifests/v1", Bytes.EMPTY, "Content-Type", "a/b");
      assertEquals(500, answer.status());
      assertTrue(answer.text().contains("UNKNOWN"), answer.text());
    }
  }

  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("broken");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      throw new IOException("broken");
    }
  }

  @Test
  void itSpeaksTls() throws Exception {
    HeldCertificate certificate = new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    var serverSide = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    var clientSide =
        new HandshakeCertificates.Builder().addTrustedCertificate(certificate.certificate()).build();
    try (var secure = RegistryServer.start(Options.serving(content).tls(serverSide.sslContext()));
        var client = HttpClient.newBuilder().sslContext(clientSide.sslContext()).build()) {
      var app = new Repository(secure.host(), "app");
      var blob = TestImages.pushBlob(content, app, new MediaType("a/b"), Bytes.utf8("hello"));
      assertEquals("https", secure.uri().getScheme());
      URI uri = secure.uri().resolve("/v2/app/blobs/" + blob.digest());
      assertEquals("hello", client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
    }
  }
}
