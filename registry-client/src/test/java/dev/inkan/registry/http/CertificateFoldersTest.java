package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.RawServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** containers-certs.d(5): certificates that are kept by registry. */
class CertificateFoldersTest {
  private final TlsKit kit = new TlsKit();

  @TempDir Path first;
  @TempDir Path second;

  private Path folder(Path root, String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  private void authority(Path folder) throws IOException {
    Files.writeString(folder.resolve("ca.crt"), kit.authority().certificatePem());
  }

  private void identity(Path folder) throws IOException {
    HeldCertificate client = kit.signed();
    Files.writeString(folder.resolve("me.cert"), client.certificatePem());
    Files.writeString(folder.resolve("me.key"), client.privateKeyPkcs8Pem());
  }

  private HttpRegistry registry() {
    return HttpRegistry.open(
        Kit.options().withRetries(0).withCertificates(new CertificateFolders(List.of(first, second))));
  }

  @Test
  void theAuthorityOfARegistrysFolderIsTrustedForItAndNoOther() throws Exception {
    try (RawServer server = RawServer.start(kit.server("127.0.0.1"), r -> Kit.manifest());
        RawServer other = RawServer.start(kit.server("127.0.0.1"), r -> Kit.manifest());
        HttpRegistry registry = registry()) {
      authority(folder(second, server.host()));
      folder(second, other.host());
      assertEquals(Kit.MANIFEST, registry.resolve(Kit.v1(server)));
      // Nothing in it: loopback is plain text as ever, which is not what this one speaks.
      assertThrows(RegistryException.class, () -> registry.resolve(Kit.v1(other)));
    }
  }

  @Test
  void theKeyOfARegistrysFolderIsShownToIt() throws Exception {
    try (RawServer server = RawServer.start(kit.serverForClients("127.0.0.1"), r -> Kit.manifest());
        HttpRegistry registry = registry();
        HttpRegistry nobody = registry()) {
      Path folder = folder(first, server.host());
      authority(folder);
      assertThrows(RegistryException.class, () -> nobody.resolve(Kit.v1(server)));
      identity(folder);
      assertEquals(Kit.MANIFEST, registry.resolve(Kit.v1(server)));
    }
  }

  @Test
  void aFolderMayBeNamedWithoutAColon() throws Exception {
    authority(folder(first, "registry.example_5000_"));
    assertNotNull(new CertificateFolders(List.of(first)).find("registry.example:5000"));
    assertNull(new CertificateFolders(List.of(first)).find("registry.example"));
  }

  @Test
  void theFirstRootThatHasAFolderDecides() throws Exception {
    authority(folder(second, "registry.example"));
    folder(first, "registry.example");
    assertNull(new CertificateFolders(List.of(first, second)).find("registry.example"));
  }

  @Test
  void halfAPairIsAnErrorThatNamesTheFile() throws Exception {
    Path folder = folder(first, "registry.example");
    identity(folder);
    for (String half : List.of("me.key", "me.cert")) {
      Files.move(folder.resolve(half), folder.resolve("gone"));
      var refused = assertThrows(
          UnusableCertificate.class, () -> new CertificateFolders(List.of(first)).find("registry.example"));
      assertTrue(String.valueOf(refused.getMessage()).contains(half), refused.getMessage());
      Files.move(folder.resolve("gone"), folder.resolve(half));
    }
  }

  @Test
  void aFileThatIsNoCertificateIsTheUsersToMend() throws Exception {
    Files.writeString(folder(first, "registry.example").resolve("ca.crt"), "CANARY");
    try (HttpRegistry registry = registry()) {
      var failure = Kit.fails(
          Kind.LOCAL,
          () -> registry.resolve(new ByTag(new Repository("registry.example", "app"), "v1")));
      assertTrue(failure.getMessage().contains("ca.crt: no PEM block CERTIFICATE"), failure.getMessage());
    }
  }
}
