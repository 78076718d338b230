package dev.inkan.registry.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import okhttp3.Dns;
import okhttp3.HttpUrl;

/**
 * Which addresses a connection may go to. A host that the user named may be anywhere. A host that a registry named
 * (redirect, realm) must be public, or in the same kind of network as the registry itself: a public registry cannot
 * send us to the local network, an in-house one can keep its blobs in an in-house store. Checked on the addresses that
 * are connected to, so that a name which resolves differently the second time gains nothing.
 */
final class Addresses {
  /** Exactly what OkHttp hands to {@link InetAddress#getByName} without asking its {@link Dns}. */
  private static final Pattern LITERAL = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*|[0-9.]+");

  private final Dns names;
  private final ConcurrentMap<String, Network> networks = new ConcurrentHashMap<>();

  Addresses(Dns names) {
    this.names = names;
  }

  /** For hosts that the user named; remembers where they are. */
  Dns named() {
    return host -> {
      List<InetAddress> addresses = names.lookup(host);
      networks.put(host, widest(addresses));
      return addresses;
    };
  }

  /** For hosts that a registry in {@code own} named. */
  Dns guarded(Network own) {
    return host -> {
      List<InetAddress> addresses = names.lookup(host);
      for (InetAddress address : addresses) {
        check(Network.of(address), own, host);
      }
      return addresses;
    };
  }

  /** Where a host that the user named is; public, the strictest, as long as that is not known. */
  Network networkOf(HttpUrl registry) throws UnknownHostException {
    String host = registry.host();
    return LITERAL.matcher(host).matches()
        ? Network.of(InetAddress.getByName(host))
        : networks.getOrDefault(host, Network.PUBLIC);
  }

  /** Checks a URL that a registry in {@code own} named as far as that can be seen without a look-up. */
  void checkLiteral(HttpUrl url, Network own) throws UnknownHostException {
    String host = url.host();
    if (LITERAL.matcher(host).matches()) {
      check(Network.of(InetAddress.getByName(host)), own, host);
    } else if (host.equals("localhost") || host.endsWith(".localhost")) {
      check(Network.LOOPBACK, own, host);
    }
  }

  private static void check(Network network, Network own, String host) throws AddressRefused {
    if (network == Network.FORBIDDEN || (network != Network.PUBLIC && network != own)) {
      throw new AddressRefused(host);
    }
  }

  /** The network that all are in; public when they differ. */
  private static Network widest(List<InetAddress> addresses) {
    Network first = addresses.isEmpty() ? Network.PUBLIC : Network.of(addresses.get(0));
    return addresses.stream().allMatch(a -> Network.of(a) == first) ? first : Network.PUBLIC;
  }
}
