package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Dns;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS by the authorities that are trusted, and never anything less after it failed. registry.md 6 row 61. */
class TlsTest {
  private static final Dns NAMES = Kit.names(Map.of("registry.test", "127.0.0.1", "other.test", "127.0.0.1"));

  private final TlsKit tls = new TlsKit();

  private static ByTag tag(String host, RawServer server) {
    return new ByTag(new Repository(host + ":" + server.port(), "app"), "v1");
  }

  @Test
  void anAuthorityThatTheUserNamesIsTrusted() throws Exception {
    try (var server = RawServer.start(tls.server("registry.test"), r -> Kit.manifest());
        var registry = HttpRegistry.open(Kit.options().withCa(tls.ca()), NAMES)) {
      assertEquals(Kit.MANIFEST, registry.resolve(tag("registry.test", server)));
    }
  }

  @Test
  void loopbackIsHttpsWhenACertificateIsGivenForTheRun() throws Exception {
    try (var server = RawServer.start(tls.server("127.0.0.1", "localhost"), r -> Kit.manifest())) {
      try (var registry = HttpRegistry.open(Kit.options().withCa(tls.ca()))) {
        assertEquals(Kit.MANIFEST, registry.resolve(Kit.v1(server)));
      }
      try (var registry = HttpRegistry.open(Kit.options().withCa(tls.ca()).withIdentity(tls.client()))) {
        assertEquals(Kit.MANIFEST, registry.resolve(tag("localhost", server)));
      }
      try (var registry = HttpRegistry.open(Kit.options().withRetries(0).withIdentity(tls.client()))) {
        Kit.fails(Kind.TLS, () -> registry.resolve(Kit.v1(server)));
      }
    }
  }

  /** A031, A039: not trusted, not its name, or out of date: no answer, no second try, no plain text. */
  @ParameterizedTest
  @ValueSource(strings = {"self-signed", "wrong name", "expired", "unknown authority"})
  void aCertificateThatDoesNotHoldEndsIt(String fault) throws Exception {
    HeldCertificate certificate =
        switch (fault) {
          case "self-signed" -> new HeldCertificate.Builder().addSubjectAlternativeName("registry.test").build();
          case "wrong name" -> tls.signed("other.test");
          case "expired" ->
              new HeldCertificate.Builder().signedBy(tls.authority()).addSubjectAlternativeName("registry.test")
                  .validityInterval(0, 1000).build();
          default -> new TlsKit().signed("registry.test");
        };
    try (var server = RawServer.start(tls.sockets(certificate, false), r -> Kit.manifest());
        var registry = HttpRegistry.open(Kit.options().withCa(tls.ca()).withAllowHttp(true), NAMES)) {
      RegistryException e = Kit.fails(Kind.TLS, () -> registry.resolve(tag("registry.test", server)));
      assertTrue(e.getMessage().contains("certificate"), e.getMessage());
      Kit.fails(Kind.TLS, () -> registry.referrers(
          new ByDigest(
              tag("registry.test", server).repository(), Kit.MANIFEST.digest())));
      assertTrue(server.requests().isEmpty());
    }
  }

  @Test
  void withoutTheAuthorityItIsNotTrusted() throws Exception {
    try (var server = RawServer.start(tls.server("registry.test"), r -> Kit.manifest());
        var registry = HttpRegistry.open(Kit.options(), NAMES)) {
      RegistryException e = Kit.fails(Kind.TLS, () -> registry.resolve(tag("registry.test", server)));
      assertTrue(e.getMessage().contains("--registry-cacert"), e.getMessage());
    }
  }

  @Test
  void aPlainTextRegistryOnAnotherMachineMustBeAllowed() throws Exception {
    try (var server = RawServer.start(r -> Kit.manifest())) {
      try (var registry = HttpRegistry.open(Kit.options(), NAMES)) {
        RegistryException e = Kit.fails(Kind.TLS, () -> registry.resolve(tag("registry.test", server)));
        assertTrue(e.getMessage().contains("--allow-http-registry"), e.getMessage());
        assertTrue(server.requests().isEmpty());
      }
      try (var registry = HttpRegistry.open(Kit.options().withAllowHttp(true), NAMES)) {
        assertEquals(Kit.MANIFEST, registry.resolve(tag("registry.test", server)));
        registry.resolve(tag("registry.test", server));
        assertEquals(2, server.requests().size());
      }
    }
  }

  @Test
  void whereHttpIsAllowedTlsIsStillPreferred() throws Exception {
    try (var server = RawServer.start(tls.server("registry.test"), r -> Kit.manifest());
        var registry = HttpRegistry.open(Kit.options().withCa(tls.ca()).withAllowHttp(true), NAMES)) {
      assertEquals(Kit.MANIFEST, registry.resolve(tag("registry.test", server)));
      assertEquals(List.of("GET /v2/", "GET /v2/app/manifests/v1"), server.lines());
    }
  }

  /** A connection that is cut in the handshake is no word on TLS. */
  @Test
  void aCutHandshakeIsNotTakenForPlainText() throws Exception {
    var greetings = new ArrayList<Integer>();
    try (var socket = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> {
        try {
          while (true) {
            try (var connection = socket.accept()) {
              greetings.add(connection.getInputStream().read());
            }
          }
        } catch (IOException e) {
          // The test is over.
        }
      });
      try (var registry = HttpRegistry.open(Kit.options().withAllowHttp(true).withRetries(1), NAMES)) {
        var tag = new ByTag(new Repository("registry.test:" + socket.getLocalPort(), "app"), "v1");
        assertThrows(RegistryException.class, () -> registry.resolve(tag));
      }
    }
    assertFalse(greetings.isEmpty());
    assertTrue(greetings.stream().allMatch(first -> first == 22), greetings.toString());
  }

  @Test
  void aRegistryThatTheUserNamedSeesOurCertificateAndNobodyElse() throws Exception {
    try (var store = RawServer.start(tls.serverForClients("other.test"), r -> Kit.content());
        var server = RawServer.start(tls.serverForClients("registry.test"), r -> r.target().contains("blobs")
            ? Reply.of(307, "", "Location: https://other.test:" + store.port() + "/blob")
            : Kit.manifest());
        var registry = HttpRegistry.open(
            Kit.options().withRetries(0).withCa(tls.ca()).withIdentity(tls.client()), NAMES)) {
      ByTag tag = tag("registry.test", server);
      assertEquals(Kit.MANIFEST, registry.resolve(tag));
      RegistryException e = assertThrows(
          RegistryException.class, () -> registry.readBlob(tag.repository(), Kit.BLOB, 100));
      assertFalse(e.kind().isVerdict());
      assertTrue(store.requests().isEmpty());
      // The same server, named by the user.
      assertEquals(Kit.CONTENT, registry.readBlob(tag("other.test", store).repository(), Kit.BLOB, 100));
    }
    try (var server = RawServer.start(tls.serverForClients("registry.test"), r -> Kit.manifest());
        var registry = HttpRegistry.open(Kit.options().withRetries(0).withCa(tls.ca()), NAMES)) {
      assertThrows(RegistryException.class, () -> registry.resolve(tag("registry.test", server)));
    }
  }

  /** registry.md 6 row 14. */
  @Test
  void nothingLeadsFromTlsToPlainText() throws Exception {
    try (var plain = RawServer.start(r -> Kit.content());
        var server = RawServer.start(tls.server("127.0.0.1"), r -> r.method().equals("GET")
            ? Reply.of(302, "", "Location: http://" + plain.host() + "/blob")
            : r.method().equals("HEAD")
                ? Reply.head(404, 0)
                : Reply.of(202, "", "Location: http://" + r.header("Host") + "/v2/app/blobs/uploads/7"));
        var registry = HttpRegistry.open(Kit.options().withCa(tls.ca()).withAllowHttp(true))) {
      Kit.fails(Kind.REFUSED, () -> registry.readBlob(Kit.app(server), Kit.BLOB, 100));
      Kit.fails(Kind.REFUSED, () -> registry.resolve(Kit.v1(server)));
      RegistryException e = Kit.fails(
          Kind.REFUSED, () -> registry.pushBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream));
      assertTrue(e.getMessage().contains("over http"), e.getMessage());
      assertTrue(plain.requests().isEmpty());
    }
  }

  @Test
  void filesThatAreNoCertificatesAreSaidSo() {
    HeldCertificate good = tls.signed();
    Bytes certificate = Bytes.utf8(good.certificatePem());
    Bytes key = Bytes.utf8(good.privateKeyPkcs8Pem());
    for (Bytes bad : List.of(
        Bytes.EMPTY,
        key,
        Bytes.utf8("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        Bytes.utf8("-----BEGIN CERTIFICATE-----\n***\n-----END CERTIFICATE-----\n"),
        Bytes.utf8("-----BEGIN CERTIFICATE-----\nAAAA\n"),
        Bytes.utf8("-----BEGIN "),
        Bytes.utf8(" ".repeat(1024 * 1024 + 1)))) {
      assertThrows(UnusableCertificate.class, () -> CaCertificates.parse(bad));
      assertThrows(UnusableCertificate.class, () -> ClientIdentity.parse(bad, key));
    }
    for (Bytes bad : List.of(
        Bytes.EMPTY,
        certificate,
        Bytes.utf8(tls.signed().privateKeyPkcs8Pem()),
        Bytes.utf8(new HeldCertificate.Builder().rsa2048().build().privateKeyPkcs8Pem()),
        Bytes.utf8("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n"),
        Bytes.utf8("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))) {
      UnusableCertificate e = assertThrows(UnusableCertificate.class, () -> ClientIdentity.parse(certificate, bad));
      assertFalse(Kit.shown(e).contains("AAAA"));
    }
  }

  @Test
  void keysOfTheUsualKindsAreRead() throws Exception {
    for (HeldCertificate each : List.of(
        new HeldCertificate.Builder().rsa2048().build(), new HeldCertificate.Builder().ecdsa256().build())) {
      ClientIdentity identity = ClientIdentity.parse(
          Bytes.utf8("Subject: text around it\n" + each.certificatePem()), Bytes.utf8(each.privateKeyPkcs8Pem()));
      assertTrue(identity.toString().startsWith("ClientIdentity["), identity.toString());
    }
  }
}
