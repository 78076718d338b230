package dev.inkan.registry.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Set;

/** Which kind of network an address belongs to. */
enum Network {
  /** Routed everywhere. */
  PUBLIC,
  /** RFC 1918, carrier-grade NAT, unique local IPv6, benchmarking. */
  PRIVATE,
  /** This machine. */
  LOOPBACK,
  /** Link-local, cloud metadata, unspecified, multicast, reserved: never where content lives. */
  FORBIDDEN;

  /** Where clouds answer with the machine's secrets, beside 169.254.0.0/16: Oracle, Alibaba, Azure, AWS. */
  private static final Set<String> METADATA =
      Set.of("192.0.0.192", "100.100.100.200", "168.63.129.16", "fd00:ec2:0:0:0:0:0:254");

  static Network of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (METADATA.contains(address.getHostAddress())) {
      return FORBIDDEN;
    }
    return address instanceof Inet6Address ? ofSix(address, bytes) : ofFour(address, bytes);
  }

  private static Network ofFour(InetAddress address, byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (first == 0 || first >= 224 || address.isLinkLocalAddress()) {
      return FORBIDDEN;
    }
    if (address.isLoopbackAddress()) {
      return LOOPBACK;
    }
    boolean shared = first == 100 && second >= 64 && second < 128;
    boolean benchmark = first == 198 && (second == 18 || second == 19);
    return address.isSiteLocalAddress() || shared || benchmark ? PRIVATE : PUBLIC;
  }

  private static Network ofSix(InetAddress address, byte[] bytes) {
    if (address.isLoopbackAddress()) {
      return LOOPBACK;
    }
    if (address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress()) {
      return FORBIDDEN;
    }
    if (embedsFour(bytes)) {
      return ofEmbedded(Arrays.copyOfRange(bytes, 12, 16));
    }
    boolean uniqueLocal = (bytes[0] & 0xfe) == 0xfc;
    return address.isSiteLocalAddress() || uniqueLocal ? PRIVATE : PUBLIC;
  }

  /** NAT64 (64:ff9b::/96) and the old IPv4-compatible form (::/96); mapped addresses are IPv4 to the JDK already. */
  private static boolean embedsFour(byte[] bytes) {
    boolean translated = bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
    for (int i = translated ? 4 : 0; i < 12; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static Network ofEmbedded(byte[] four) {
    try {
      return of(InetAddress.getByAddress(four));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
