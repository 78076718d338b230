package dev.inkan.registry.http;

import dev.inkan.registry.auth.Loopback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the environment names, as Go's programs read it: {@code HTTPS_PROXY} for https, {@code HTTP_PROXY} for
 * http, {@code ALL_PROXY} for either, {@code NO_PROXY} for hosts that are reached directly; in small letters, too, which
 * win. Loopback is always reached directly. A proxy's user and password go to the proxy, and nowhere else.
 */
public final class Proxies {
  private final Map<String, Named> byScheme;
  private final List<String> direct;

  /** A proxy, and what it is shown. */
  private record Named(Proxy proxy, @Nullable String credentials) {}

  private Proxies(Map<String, Named> byScheme, List<String> direct) {
    this.byScheme = Map.copyOf(byScheme);
    this.direct = List.copyOf(direct);
  }

  /** Every host is reached directly. */
  public static Proxies none() {
    return new Proxies(Map.of(), List.of());
  }

  /**
   * Reads the variables.
   *
   * @throws UnusableProxy when one names no proxy that can be used; the message names the variable, not its value
   */
  public static Proxies of(Map<String, String> environment) throws UnusableProxy {
    var proxies = new HashMap<String, Named>();
    // A web server gives the request's header "Proxy" to its programs as HTTP_PROXY.
    boolean isCgi = environment.containsKey("REQUEST_METHOD");
    put(proxies, "http", environment, isCgi ? List.of("http_proxy") : List.of("http_proxy", "HTTP_PROXY"));
    put(proxies, "https", environment, List.of("https_proxy", "HTTPS_PROXY"));
    for (String scheme : List.of("http", "https")) {
      if (!proxies.containsKey(scheme)) {
        put(proxies, scheme, environment, List.of("all_proxy", "ALL_PROXY"));
      }
    }
    String none = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
    var direct = new ArrayList<String>();
    for (String entry : none.split("[,\\s]+")) {
      if (!entry.isEmpty()) {
        direct.add(entry.toLowerCase(Locale.ROOT));
      }
    }
    return new Proxies(proxies, direct);
  }

  private static void put(
      Map<String, Named> proxies, String scheme, Map<String, String> environment, List<String> variables)
      throws UnusableProxy {
    for (String variable : variables) {
      String value = environment.getOrDefault(variable, "").strip();
      if (!value.isEmpty()) {
        proxies.put(scheme, named(variable, value));
        return;
      }
    }
  }

  private static Named named(String variable, String value) throws UnusableProxy {
    String text = value.contains("://") ? value : "http://" + value;
    boolean socks = text.startsWith("socks5://") || text.startsWith("socks5h://");
    if (!socks && !text.startsWith("http://")) {
      throw new UnusableProxy(variable + ": only proxies of http:// and socks5:// can be used");
    }
    HttpUrl url = HttpUrl.parse(socks ? "http" + text.substring(text.indexOf("://")) : text);
    if (url == null) {
      throw new UnusableProxy(variable + ": not a proxy's address, http://HOST:PORT");
    }
    if (socks && !url.username().isEmpty()) {
      throw new UnusableProxy(variable + ": a user and a password for socks5 are not supported");
    }
    boolean portGiven = text.substring(text.indexOf("://") + 3).matches("[^/]*:[0-9]+/?");
    var address = InetSocketAddress.createUnresolved(url.host(), socks && !portGiven ? 1080 : url.port());
    String credentials =
        url.username().isEmpty() ? null : Credentials.basic(url.username(), url.password());
    return new Named(new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, address), credentials);
  }

  /** The proxy for a URL of that scheme, host and port; {@link Proxy#NO_PROXY} when it is reached directly. */
  Proxy select(String scheme, String host, int port) {
    Named named = byScheme.get(scheme);
    String name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    return named == null || Loopback.is(name) || direct.stream().anyMatch(entry -> matches(entry, name, port))
        ? Proxy.NO_PROXY
        : named.proxy();
  }

  private static boolean matches(String entry, String host, int port) {
    if (entry.equals("*")) {
      return true;
    }
    int slash = entry.indexOf('/');
    if (slash > 0) {
      return isWithin(entry.substring(0, slash), entry.substring(slash + 1), host);
    }
    int colon = entry.startsWith("[") ? entry.indexOf("]:") + 1 : entry.indexOf(':') == entry.lastIndexOf(':')
        ? entry.indexOf(':') : -1;
    if (colon > 0 && !entry.substring(colon + 1).equals(String.valueOf(port))) {
      return false;
    }
    String name = (colon > 0 ? entry.substring(0, colon) : entry).replaceAll("[\\[\\]]", "");
    String suffix = name.startsWith("*.") ? name.substring(1) : name;
    return suffix.startsWith(".") ? host.endsWith(suffix) : host.equals(suffix) || host.endsWith("." + suffix);
  }

  /** CIDR notation, of addresses that are written out; nothing is looked up. */
  private static boolean isWithin(String network, String bits, String host) {
    if (!host.matches("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*") || !network.matches("[0-9a-f:.]+")) {
      return false;
    }
    try {
      byte[] one = InetAddress.getByName(network).getAddress();
      byte[] other = InetAddress.getByName(host).getAddress();
      int length = Integer.parseInt(bits);
      if (one.length != other.length || length < 0 || length > one.length * 8) {
        return false;
      }
      for (int bit = 0; bit < length; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((one[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException | NumberFormatException e) {
      return false;
    }
  }

  /** Sets a client up. */
  void install(OkHttpClient.Builder client) {
    client.proxySelector(new Selector());
    client.proxyAuthenticator((route, response) -> {
      String credentials = route == null ? null : credentials(route.proxy());
      boolean refused = response.request().header("Proxy-Authorization") != null;
      return credentials == null || refused
          ? null
          : response.request().newBuilder().header("Proxy-Authorization", credentials).build();
    });
  }

  private @Nullable String credentials(Proxy proxy) {
    return byScheme.values().stream()
        .filter(named -> named.proxy().equals(proxy) && named.credentials() != null)
        .map(Named::credentials)
        .findFirst()
        .orElse(null);
  }

  private final class Selector extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
      return List.of(Proxies.this.select(uri.getScheme(), uri.getHost(), port));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      // The next try asks again, and is told the same.
    }
  }
}
