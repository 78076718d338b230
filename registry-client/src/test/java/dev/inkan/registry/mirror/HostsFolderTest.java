package dev.inkan.registry.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.http.Mirror;
import dev.inkan.registry.http.Mirrors.Route;
import dev.inkan.registry.http.UnusableMirrors;
import dev.inkan.registry.reference.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** containerd docs/hosts.md. */
class HostsFolderTest {
  private static final Repository BUSYBOX = new Repository("docker.io", "library/busybox");

  @TempDir Path folder;

  private void write(String host, String text) throws Exception {
    Files.createDirectories(folder.resolve(host));
    Files.writeString(folder.resolve(host).resolve("hosts.toml"), text);
  }

  private Route route(Repository repository) throws UnusableMirrors {
    return HostsFolder.of(folder).route(repository);
  }

  private static List<String> mirrors(Route route) {
    return route.mirrors().stream().map(mirror -> mirror.repository().toString()).toList();
  }

  @Test
  void hostsComeInTheOrderOfTheFile() throws Exception {
    write(
        "docker.io",
        """
        server = "https://registry-1.docker.io"
        [host."https://zebra.lan"]
          capabilities = ["pull", "resolve"]
        [host."http://alpha.lan:5000"]
        [host."https://push.lan"]
          capabilities = ["push"]
        [host."https://harbor.lan/v2/hub"]
          capabilities = ["pull"]
          override_path = true
        """);
    Route route = route(BUSYBOX);
    assertEquals(
        List.of(
            "zebra.lan/library/busybox", "alpha.lan:5000/library/busybox", "harbor.lan/hub/library/busybox"),
        mirrors(route));
    assertEquals(List.of(false, true, false), route.mirrors().stream().map(Mirror::allowHttp).toList());
    for (Mirror mirror : route.mirrors()) {
      assertEquals("docker.io", mirror.namespace());
    }
    assertNotNull(route.instead());
    assertEquals(BUSYBOX, route.instead().repository());
    assertNull(route.instead().namespace());
  }

  @Test
  void aFolderForTheHostIsBeforeTheDefaultOne() throws Exception {
    write("registry.lan_5000_", "[host.'https://own.lan']\n");
    write("_default", "[host.'https://any.lan']\n");
    assertEquals(List.of("own.lan/app"), mirrors(route(new Repository("registry.lan:5000", "app"))));
    assertEquals(List.of("any.lan/app"), mirrors(route(new Repository("registry.lan", "app"))));
  }

  @Test
  void aHostWithoutAFileIsAskedItself() throws Exception {
    write("quay.io", "[host.'https://own.lan']\n");
    assertEquals(Route.DIRECT, route(BUSYBOX));
  }

  @Test
  void certificatesAreOfTheirHost() throws Exception {
    HeldCertificate held = new HeldCertificate.Builder().certificateAuthority(0).build();
    write("docker.io", "[host.'https://own.lan']\nca = 'ca.pem'\nclient = [['own.cert', 'own.key']]\n");
    Files.writeString(folder.resolve("docker.io/ca.pem"), held.certificatePem());
    Files.writeString(folder.resolve("docker.io/own.cert"), held.certificatePem());
    Files.writeString(folder.resolve("docker.io/own.key"), held.privateKeyPkcs8Pem());
    var certificates = route(BUSYBOX).mirrors().getFirst().certificates();
    assertNotNull(certificates);
    assertEquals(List.of(held.certificate()), certificates.authorities());
    assertNotNull(certificates.identity());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server = 5",
        "srever = 'https://a.lan'",
        "[host.'ftp://a.lan']",
        "[host.'https://user:pw@a.lan']",
        "[host.'https://a.lan/some/where']",
        "[host.'https://a.lan/v2/hub']",
        "[host.'https://a.lan?x=y']",
        "[host.'https://a.lan']\nskip_verify = true",
        "[host.'https://a.lan'.header]\nAuthorization = 'Basic x'",
        "[host.'https://a.lan']\nca = 'none.pem'",
        "[host.'https://a.lan']\nca = 5",
        "[host.'https://a.lan']\nclient = ['a.pem', 'b.pem']",
        "[host.'https://a.lan']\nclient = [['a.pem', 'b.pem', 'c.pem']]",
        "host = 'a.lan'",
      })
  void whatCannotBeUnderstoodIsRefusedWithItsFile(String text) throws Exception {
    write("docker.io", text);
    var e = assertThrows(UnusableMirrors.class, () -> route(BUSYBOX));
    assertTrue(String.valueOf(e.getMessage()).startsWith(folder.resolve("docker.io/hosts.toml").toString()), e::getMessage);
    assertFalse(String.valueOf(e.getMessage()).contains("pw"), e::getMessage);
  }

  @Test
  void aFolderThatIsNoneIsRefused() {
    assertThrows(UnusableMirrors.class, () -> HostsFolder.of(folder.resolve("none")));
  }
}
