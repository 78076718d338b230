package dev.inkan.registry.testing;

import dev.inkan.registry.content.Bytes;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server on a free loopback port that answers each request with exactly the bytes that a test gives: what no honest
 * HTTP server would send can be sent. Logs what it was asked.
 */
public final class RawServer implements AutoCloseable {

  /**
   * What was asked.
   *
   * @param target as on the request line, with its query
   * @param headers by their names in lower case
   */
  public record Request(String method, String target, Map<String, String> headers, Bytes body) {
    /** {@code GET /v2/app/manifests/v1}. */
    public String line() {
      return method + " " + target;
    }

    public @Nullable String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  /** Says what to answer; called on the connection's own thread. */
  @FunctionalInterface
  public interface Script {
    Reply answer(Request request) throws IOException;
  }

  private static final int TLS_HANDSHAKE = 22;
  /** Of a body; the rest is left unread. */
  private static final int MOST_READ = 16 * 1024 * 1024;

  private final ServerSocket socket;
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private RawServer(ServerSocket socket, Script script) {
    this.socket = socket;
    this.script = script;
  }

  public static RawServer start(Script script) {
    return start(ServerSocketFactory.getDefault(), script);
  }

  /** The same on sockets of another kind, such as TLS. */
  public static RawServer start(ServerSocketFactory sockets, Script script) {
    try {
      var server = new RawServer(sockets.createServerSocket(0, 64, InetAddress.getByName("127.0.0.1")), script);
      Thread.ofVirtual().start(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** {@code 127.0.0.1:PORT}. */
  public String host() {
    return "127.0.0.1:" + port();
  }

  /** What was asked so far, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** {@link Request#line} of each. */
  public List<String> lines() {
    return requests.stream().map(Request::line).toList();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        // Closed, or a client that went away during the handshake: the next accept tells.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = new BufferedInputStream(connection.getInputStream());
      while (true) {
        Request request = read(in);
        if (request == null) {
          // As every HTTP server says to a TLS greeting.
          connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          return;
        }
        requests.add(request);
        if (!script.answer(request).write(connection.getOutputStream(), in)) {
          return;
        }
      }
    } catch (IOException e) {
      // The client has gone, or a test closed the server.
    } finally {
      open.remove(connection);
    }
  }

  /** Null when it is no HTTP. */
  private static @Nullable Request read(InputStream in) throws IOException {
    in.mark(1);
    if (in.read() == TLS_HANDSHAKE) {
      return null;
    }
    in.reset();
    String[] start = line(in).split(" ");
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    long length = Long.parseLong(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes((int) Math.min(length, MOST_READ));
    if (body.length < Math.min(length, MOST_READ)) {
      throw new EOFException("a request that is cut");
    }
    return new Request(start[0], start[1], headers, Bytes.of(body));
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the client has gone");
      }
      line.append((char) c);
    }
    return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) {
      connection.close();
    }
  }
}
