package dev.inkan.registry.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.http.Mirror;
import dev.inkan.registry.http.Mirrors.Route;
import dev.inkan.registry.http.UnusableMirrors;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** containers-registries.conf(5). */
class RegistriesConfTest {
  @TempDir Path folder;

  private RegistriesConf conf(String text) throws IOException, UnusableMirrors {
    return RegistriesConf.read(Files.writeString(folder.resolve("registries.conf"), text));
  }

  private Route route(String text, String host, String path) throws Exception {
    return conf(text).route(new Repository(host, path));
  }

  private static List<String> mirrors(Route route) {
    return route.mirrors().stream().map(mirror -> mirror.repository().toString()).toList();
  }

  private static String instead(Route route) {
    Mirror instead = route.instead();
    assertNotNull(instead);
    return instead.repository().toString();
  }

  @Test
  void mirrorsComeInTheirOrderBeforeTheRegistry() throws Exception {
    Route route = route(
        """
        unqualified-search-registries = ["docker.io"]
        [[registry]]
        location = "docker.io"
        [[registry.mirror]]
        location = "mirror.lan:5000/hub"
        insecure = true
        [[registry.mirror]]
        location = "other.lan"
        """,
        "docker.io",
        "library/busybox");
    assertEquals(List.of("mirror.lan:5000/hub/library/busybox", "other.lan/library/busybox"), mirrors(route));
    assertEquals(List.of(true, false), route.mirrors().stream().map(Mirror::allowHttp).toList());
    assertEquals("docker.io/library/busybox", instead(route));
  }

  @Test
  void aMirrorForTagsOnlyIsNone() throws Exception {
    Route route = route(
        """
        [[registry]]
        location = "docker.io"
        mirror-by-digest-only = true
        [[registry.mirror]]
        location = "tags.lan"
        pull-from-mirror = "tag-only"
        [[registry.mirror]]
        location = "digests.lan"
        pull-from-mirror = "digest-only"
        """,
        "docker.io",
        "library/busybox");
    assertEquals(List.of("digests.lan/library/busybox"), mirrors(route));
  }

  @ParameterizedTest
  @CsvSource({
    "quay.io, other/app, wide.lan/other/app",
    "quay.io, team/app, narrow.lan/app",
    "quay.io, teamster/app, wide.lan/teamster/app",
    "quay.io, team, narrow2.lan/x",
    "eu.example.com, a/b, wild.lan/a/b",
    "deep.eu.example.com, a/b, wild.lan/a/b",
    "us.example.com, a/b, us.lan/a/b",
    "us.example.com, wild/b, wildpath.lan/b",
  })
  void theLongestPrefixCounts(String host, String path, String expected) throws Exception {
    String text =
        """
        [[registry]]
        prefix = "quay.io"
        location = "wide.lan"
        [[registry]]
        prefix = "quay.io/team"
        location = "narrow.lan"
        [[registry]]
        prefix = "*.example.com"
        location = "wild.lan"
        [[registry]]
        prefix = "us.example.com"
        location = "us.lan"
        [[registry]]
        prefix = "*.example.com/wild"
        location = "wildpath.lan"
        """;
    if (path.equals("team")) {
      // The whole name is the prefix: there is nothing left to put behind a host alone.
      var e = assertThrows(UnusableMirrors.class, () -> route(text, host, path));
      assertTrue(String.valueOf(e.getMessage()).contains("no repository can be named"), e::getMessage);
    } else {
      assertEquals(expected, instead(route(text, host, path)));
    }
  }

  @ParameterizedTest
  @CsvSource({"example.com, a", "example.com:5000, a", "notexample.com, a", "a.example.org, a"})
  void whatNoPrefixMatchesIsAskedItself(String host, String path) throws Exception {
    String text =
        """
        [[registry]]
        prefix = "*.example.com"
        location = "wild.lan"
        [[registry]]
        prefix = "a.example.org:5000"
        location = "port.lan"
        [[registry]]
        prefix = "example.com/b"
        location = "b.lan"
        """;
    Route route = route(text, host, path);
    assertEquals(List.of(), route.mirrors());
    assertNull(route.instead());
  }

  @Test
  void aBlockedRegistryKeepsItsMirrors() throws Exception {
    Route route = route(
        """
        [[registry]]
        location = "docker.io"
        blocked = true
        [[registry.mirror]]
        location = "gate.lan"
        """,
        "docker.io",
        "library/busybox");
    assertEquals(folder.resolve("registries.conf").toString(), route.blockedBy());
    assertEquals(List.of("gate.lan/library/busybox"), mirrors(route));
  }

  @Test
  void aDropInReplacesWhatTheFileSays() throws Exception {
    Files.createDirectories(folder.resolve("registries.conf.d"));
    Files.writeString(folder.resolve("registries.conf.d/20.conf"), "[[registry]]\nlocation = 'a.io'\nblocked = true\n");
    Files.writeString(folder.resolve("registries.conf.d/10.conf"), "[[registry]]\nprefix = 'a.io'\nlocation = 'b.io'\n");
    Files.writeString(folder.resolve("registries.conf.d/30.toml"), "not read");
    RegistriesConf conf = conf("[[registry]]\nlocation = 'a.io'\n[[registry.mirror]]\nlocation = 'm.io'\n");
    Route route = conf.route(new Repository("a.io", "x"));
    assertEquals(folder.resolve("registries.conf.d/20.conf").toString(), route.blockedBy());
    assertEquals(List.of(), route.mirrors());
  }

  @Test
  void dockersOtherNamesAreDockerHub() throws Exception {
    Route route = route("[[registry]]\nprefix='docker.io'\nlocation='registry-1.docker.io'\n", "docker.io", "library/x");
    assertEquals("docker.io/library/x", instead(route));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = ",
        "[[registry]]\n",
        "[[registry]]\nlocation = 5\n",
        "[[registry]]\nlocation = 'https://a.io'\n",
        "[[registry]]\nlocation = 'a.io/b:tag'\n",
        "[[registry]]\nlocation = ''\n",
        "[[registry]]\nlocation = 'a.io'\nbloked = true\n",
        "[[registry]]\nlocation = 'a.io'\nblocked = 'yes'\n",
        "[[registry]]\nlocation = 'a.io'\n[[registry]]\nprefix = 'a.io'\n",
        "[[registry]]\nlocation = 'a.io'\n[[registry.mirror]]\ninsecure = true\n",
        "[[registry]]\nlocation = 'a.io'\n[[registry.mirror]]\nlocation = 'b.io'\npull-from-mirror = 'never'\n",
        "[[registry]]\nlocation = 'a.io'\nmirror = ['b.io']\n",
        "[registry]\nlocation = 'a.io'\n",
        "[registries.search]\nregistries = ['docker.io']\n",
      })
  void whatCannotBeUnderstoodIsRefusedWithItsFile(String text) {
    var e = assertThrows(UnusableMirrors.class, () -> conf(text));
    assertTrue(String.valueOf(e.getMessage()).startsWith(folder.resolve("registries.conf").toString()), e::getMessage);
  }

  @Test
  void aFileThatIsNotThereOrTooLargeIsRefused() throws Exception {
    assertThrows(UnusableMirrors.class, () -> RegistriesConf.read(folder.resolve("none")));
    var e = assertThrows(UnusableMirrors.class, () -> conf("#".repeat(1024 * 1024 + 1)));
    assertTrue(String.valueOf(e.getMessage()).contains("more than"), e::getMessage);
  }
}
