package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.auth.Credential.Password;
import dev.inkan.registry.auth.Secret;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxies of the environment: which one, for whom, and what they are shown. */
class ProxiesTest {

  private static String chosen(Map<String, String> environment, String scheme, String host, int port)
      throws UnusableProxy {
    Proxy proxy = Proxies.of(environment).select(scheme, host, port);
    return proxy.address() instanceof InetSocketAddress address
        ? proxy.type() + " " + address.getHostString() + ":" + address.getPort()
        : "DIRECT";
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY, http://p:3128, HTTP p:3128",
    "https_proxy, http://p:3128/, HTTP p:3128",
    "HTTPS_PROXY, p:3128, HTTP p:3128",
    "HTTPS_PROXY, http://user:secret@p:3128, HTTP p:3128",
    "ALL_PROXY, socks5://p, SOCKS p:1080",
    "all_proxy, socks5h://p:9050, SOCKS p:9050",
    "HTTP_PROXY, http://p:3128, DIRECT",
    "HTTPS_PROXY, '', DIRECT",
  })
  void aRegistryIsReachedThroughTheProxyOfHttps(String variable, String value, String expected) throws Exception {
    assertEquals(expected, chosen(Map.of(variable, value), "https", "registry.example", 443));
  }

  @Test
  void smallLettersWinAndTheSchemesOwnGoesBeforeTheOneForAll() throws Exception {
    assertEquals(
        "HTTP small:80", chosen(Map.of("https_proxy", "small", "HTTPS_PROXY", "big"), "https", "r.example", 443));
    assertEquals(
        "HTTP own:80", chosen(Map.of("HTTPS_PROXY", "own", "ALL_PROXY", "all"), "https", "r.example", 443));
  }

  /** httpoxy: a web server's programs get a request's header under that name. */
  @Test
  void aProxyThatARequestNamedIsNotUsed() throws Exception {
    Map<String, String> cgi = Map.of("REQUEST_METHOD", "GET", "HTTP_PROXY", "evil");
    assertEquals("DIRECT", chosen(cgi, "http", "r.example", 80));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.9.9.9", "[::1]"})
  void loopbackIsReachedDirectly(String host) throws Exception {
    assertEquals("DIRECT", chosen(Map.of("ALL_PROXY", "p"), "https", host, 5000));
  }

  @ParameterizedTest
  @CsvSource({
    "*, r.example, 443, true",
    "r.example, r.example, 443, true",
    "r.example, a.r.example, 443, true",
    "r.example, other.example, 443, false",
    "r.example, bar.example, 443, false",
    "example, r.example, 443, true",
    ".r.example, a.r.example, 443, true",
    ".r.example, r.example, 443, false",
    "*.r.example, a.r.example, 443, true",
    "r.example:5000, r.example, 5000, true",
    "r.example:5000, r.example, 443, false",
    "R.Example, r.example, 443, true",
    "'a.example, r.example', r.example, 443, true",
    "10.0.0.0/8, 10.1.2.3, 443, true",
    "10.0.0.0/8, 11.1.2.3, 443, false",
    "10.0.0.0/8, r.example, 443, false",
    "10.0.0.0/99, 10.1.2.3, 443, false",
    "fd00::/8, [fd12::1], 443, true",
    "10.1.2.3, 10.1.2.3, 443, true",
    "'', r.example, 443, false",
  })
  void someHostsAreReachedDirectly(String none, String host, int port, boolean direct) throws Exception {
    String expected = direct ? "DIRECT" : "HTTP p:80";
    assertEquals(expected, chosen(Map.of("HTTPS_PROXY", "p", "NO_PROXY", none), "https", host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://user:CANARY@p", "ftp://p/CANARY", "http://CANARY:port", "socks5://u:CANARY@p", "://"})
  void whatIsNoProxyIsRefusedWithoutItsSecret(String value) {
    var refused = assertThrows(UnusableProxy.class, () -> Proxies.of(Map.of("HTTPS_PROXY", value)));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("HTTPS_PROXY: "), refused.getMessage());
    assertFalse(String.valueOf(refused.getMessage()).contains("CANARY"), refused.getMessage());
  }

  /** The proxy sees which host it is to connect to, and its own login; the registry's login stays inside. */
  @Test
  void aProxyIsShownItsOwnLoginAndNoOther() throws Exception {
    try (RawServer proxy = RawServer.start(r -> r.header("Proxy-Authorization") == null
            ? Reply.of(407, "", "Proxy-Authenticate: Basic realm=\"p\"")
            : Reply.of(502));
        HttpRegistry registry = HttpRegistry.open(Kit.options()
            .withRetries(0)
            .withCredentials(Kit.credentials(new Password("me", new Secret("CANARY"))))
            .withProxies(Proxies.of(Map.of("HTTPS_PROXY", "http://us:er@" + proxy.host()))))) {
      var tag = new ByTag(new Repository("registry.example", "app"), "v1");
      RegistryException failure = assertThrows(RegistryException.class, () -> registry.resolve(tag));
      assertFalse(Kit.shown(failure).contains("us:er"), Kit.shown(failure));
      var last = proxy.requests().getLast();
      assertEquals("CONNECT registry.example:443", last.line());
      assertEquals("Basic dXM6ZXI=", last.header("Proxy-Authorization"));
      assertNull(last.header("Authorization"));
    }
  }
}
