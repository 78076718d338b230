package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.reference.Repository;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SitesTest {
  private final List<HttpUrl> probed = new ArrayList<>();

  private Sites sites(boolean allowHttp, boolean certificateGiven) {
    return new Sites(allowHttp, certificateGiven, site -> {
      probed.add(site.root());
      return true;
    });
  }

  private static String root(Sites sites, String host) throws RegistryException {
    return sites.site(new Repository(host, "team/app")).root().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io, https://registry-1.docker.io/",
    "ghcr.io, https://ghcr.io/",
    "registry.example:5000, https://registry.example:5000/",
    "10.0.0.1:5000, https://10.0.0.1:5000/",
    "localhost.example, https://localhost.example/",
    "127.0.0.1.example, https://127.0.0.1.example/",
    "localhost, http://localhost/",
    "localhost:5000, http://localhost:5000/",
    "127.0.0.1:443, http://127.0.0.1:443/",
    "127.9.9.9, http://127.9.9.9/",
    "[::1]:5000, http://[::1]:5000/",
    "[::1], http://[::1]/"
  })
  void onlyLoopbackIsPlainByItself(String host, String root) throws Exception {
    assertEquals(root, root(sites(false, false), host));
    assertTrue(probed.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"localhost:5000, https://localhost:5000/", "127.0.0.1, https://127.0.0.1/", "[::1], https://[::1]/"})
  void withACertificateLoopbackIsLikeAnyOtherHost(String host, String root) throws Exception {
    assertEquals(root, root(sites(false, true), host));
    assertTrue(probed.isEmpty());
    assertEquals(root.replace("https", "http"), root(sites(true, true), host));
    assertEquals(1, probed.size());
  }

  @Test
  void whereHttpIsAllowedItIsFoundOutOnceWhetherItIsNeeded() throws Exception {
    Sites sites = sites(true, false);
    assertEquals("http://registry.lan/", root(sites, "registry.lan"));
    assertEquals("http://registry.lan/", root(sites, "registry.lan"));
    assertEquals(List.of(HttpUrl.get("https://registry.lan/")), probed);
    assertEquals("http://registry.lan:443/", root(sites, "registry.lan:443"));
    assertEquals("http://localhost:5000/", root(sites, "localhost:5000"));
    assertEquals(2, probed.size());
    assertEquals("https://registry.lan/", root(new Sites(true, false, site -> false), "registry.lan"));
  }

  @Test
  void whatARegistryNamesMayBeHttpOnlyOnLoopbackOrWhereAllowed() {
    assertTrue(sites(false, false).permitsHttp(HttpUrl.get("http://127.0.0.1:1/")));
    assertFalse(sites(false, false).permitsHttp(HttpUrl.get("http://store.example/")));
    assertTrue(sites(true, false).permitsHttp(HttpUrl.get("http://store.example/")));
  }

  @Test
  void aHostThatNoUrlCanHaveIsRefused() {
    Kit.fails(Kind.REFUSED, () -> root(sites(false, false), "a".repeat(64) + ".example"));
  }

  @Test
  void endpointsAreBelowTheRepository() {
    var site = new Site(new Repository("[::1]:5000", "team/app"), HttpUrl.get("http://[::1]:5000/"));
    assertEquals(
        "http://[::1]:5000/v2/team/app/manifests/sha256:00", site.endpoint("manifests", "sha256:00").toString());
    assertEquals("http://[::1]:5000/v2/team/app/blobs/uploads/", site.endpoint("blobs", "uploads", "").toString());
    assertEquals("http://[::1]:5000/v2/team/app/tags/..%2Fx%3Fy", site.endpoint("tags", "../x?y").toString());
  }

  @Test
  void aFolderIsNoRegistry() {
    var folder = Repository.layout("registry.example/app");
    Kit.fails(Kind.UNSUPPORTED, () -> sites(true, false).site(folder));
    Kit.fails(Kind.UNSUPPORTED, () -> sites(false, false).site(folder));
  }
}
