package dev.inkan.registry.http;

import dev.inkan.registry.content.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A certificate authority of the test's own, and what it has signed. */
final class TlsKit {
  private final HeldCertificate authority =
      new HeldCertificate.Builder().certificateAuthority(1).commonName("test authority").ecdsa256().build();

  HeldCertificate authority() {
    return authority;
  }

  CaCertificates ca() throws UnusableCertificate {
    return CaCertificates.parse(Bytes.utf8(authority.certificatePem()));
  }

  HeldCertificate signed(String... names) {
    var certificate = new HeldCertificate.Builder().signedBy(authority).commonName("test");
    List.of(names).forEach(certificate::addSubjectAlternativeName);
    return certificate.build();
  }

  ClientIdentity client() throws UnusableCertificate {
    HeldCertificate certificate = signed();
    return ClientIdentity.parse(
        Bytes.utf8(certificate.certificatePem()), Bytes.utf8(certificate.privateKeyPkcs8Pem()));
  }

  /** Sockets of a server with these names. */
  ServerSocketFactory server(String... names) {
    return sockets(signed(names), false);
  }

  /** Sockets of a server that demands a certificate of this authority. */
  ServerSocketFactory serverForClients(String... names) {
    return sockets(signed(names), true);
  }

  ServerSocketFactory sockets(HeldCertificate certificate, boolean demanding) {
    ServerSocketFactory factory = new HandshakeCertificates.Builder()
        .heldCertificate(certificate)
        .addTrustedCertificate(authority.certificate())
        .build()
        .sslContext()
        .getServerSocketFactory();
    return new Demanding(factory, demanding);
  }

  private static final class Demanding extends ServerSocketFactory {
    private final ServerSocketFactory factory;
    private final boolean demanding;

    Demanding(ServerSocketFactory factory, boolean demanding) {
      this.factory = factory;
      this.demanding = demanding;
    }

    private ServerSocket demand(ServerSocket socket) {
      ((SSLServerSocket) socket).setNeedClientAuth(demanding);
      return socket;
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
      return demand(factory.createServerSocket(port));
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
      return demand(factory.createServerSocket(port, backlog));
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
        throws IOException {
      return demand(factory.createServerSocket(port, backlog, address));
    }
  }
}
