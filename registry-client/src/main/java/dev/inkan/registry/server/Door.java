package dev.inkan.registry.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * What clients of a plain HTTP server connect to; whatever they send is handed on to the server behind. Somebody who
 * begins with a TLS handshake is told at once that there is none: the JDK's server would have them wait for as long as
 * they like, and podman, skopeo and CRI-O try TLS first wherever plain HTTP is allowed to them. Somebody who says
 * nothing within 30 s is hung up on, and at most 1024 are let in at a time.
 */
final class Door implements AutoCloseable {
  /** The first byte of a TLS record that carries a handshake (RFC 8446 5.1). */
  private static final int HANDSHAKE = 22;
  private static final int SILENCE_MILLIS = 30_000;
  private static final int MAX_GUESTS = 1024;
  private static final long PAUSE_NANOS = 20_000_000;
  /** A handshake's first message is smaller; what is not read is answered by a reset that swallows our words. */
  private static final int MAX_FAREWELL = 64 * 1024;
  private static final int FAREWELL_MILLIS = 1000;
  private static final byte[] NO_TLS = answer("400 Bad Request", "this registry speaks plain HTTP, not TLS");
  private static final byte[] FULL = answer("503 Service Unavailable", "too many connections");

  private final ServerSocket socket;
  private final InetSocketAddress behind;
  private final Set<Socket> guests = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Door(ServerSocket socket, InetSocketAddress behind) {
    this.socket = socket;
    this.behind = behind;
  }

  /**
   * Lets in whoever connects to {@code address}.
   *
   * @throws IOException when the address is not free
   */
  static Door open(InetSocketAddress address, InetSocketAddress behind) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.bind(address, 512);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    var door = new Door(socket, behind);
    door.threads.execute(door::welcome);
    return door;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private void welcome() {
    while (!socket.isClosed()) {
      try {
        Socket guest = socket.accept();
        threads.execute(() -> serve(guest));
      } catch (IOException e) {
        // Closed, or the system has no room for another connection; in a moment it may.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void serve(Socket guest) {
    guests.add(guest);
    try (guest) {
      if (socket.isClosed()) {
        return;
      }
      if (guests.size() > MAX_GUESTS) {
        dismiss(guest, FULL);
        return;
      }
      guest.setTcpNoDelay(true);
      guest.setSoTimeout(SILENCE_MILLIS);
      int first = guest.getInputStream().read();
      guest.setSoTimeout(0);
      if (first == HANDSHAKE) {
        dismiss(guest, NO_TLS);
      } else if (first >= 0) {
        lead(guest, first);
      }
    } catch (IOException e) {
      // Nobody is left to be told.
      return;
    } finally {
      guests.remove(guest);
    }
  }

  private void lead(Socket guest, int first) throws IOException {
    try (var server = new Socket()) {
      server.connect(behind);
      server.setTcpNoDelay(true);
      server.getOutputStream().write(first);
      var back = threads.submit(() -> hand(server, guest));
      hand(guest, server);
      await(back);
    }
  }

  /** Whatever comes from the one, until it has ended; then the other is told so, or both are cut off. */
  private static void hand(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  private static void await(Future<?> back) {
    try {
      back.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void dismiss(Socket guest, byte[] words) throws IOException {
    OutputStream out = guest.getOutputStream();
    out.write(words);
    guest.shutdownOutput();
    guest.setSoTimeout(FAREWELL_MILLIS);
    OutputStream.nullOutputStream().write(guest.getInputStream().readNBytes(MAX_FAREWELL));
  }

  private static byte[] answer(String status, String text) {
    String answer = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: " + (text.length() + 1)
        + "\r\nConnection: close\r\n\r\n" + text + "\n";
    return answer.getBytes(StandardCharsets.US_ASCII);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use to anybody any more.
      return;
    }
  }

  /** Lets nobody else in, and cuts off who is inside. */
  @Override
  public void close() throws IOException {
    socket.close();
    guests.forEach(Door::close);
    threads.shutdownNow();
  }
}
