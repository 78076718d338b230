package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** registry.md 6 rows 15 and 16. */
class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, PUBLIC", "2606:4700::1111, PUBLIC", "172.15.0.1, PUBLIC", "100.63.0.1, PUBLIC", "100.128.0.1, PUBLIC",
    "198.17.0.1, PUBLIC", "64:ff9b::808:808, PUBLIC", "::ffff:8.8.8.8, PUBLIC",
    "10.1.2.3, PRIVATE", "172.16.0.1, PRIVATE", "172.31.255.255, PRIVATE", "192.168.0.1, PRIVATE",
    "100.64.0.1, PRIVATE", "198.18.0.1, PRIVATE", "fd12::1, PRIVATE", "fc00::1, PRIVATE", "fec0::1, PRIVATE",
    "::ffff:10.0.0.1, PRIVATE", "64:ff9b::a00:1, PRIVATE", "::10.0.0.1, PRIVATE",
    "127.0.0.1, LOOPBACK", "127.255.0.1, LOOPBACK", "::1, LOOPBACK", "::ffff:127.0.0.1, LOOPBACK",
    "64:ff9b::7f00:1, LOOPBACK", "::127.0.0.1, LOOPBACK",
    "169.254.169.254, FORBIDDEN", "169.254.0.1, FORBIDDEN", "fe80::1, FORBIDDEN", "0.0.0.0, FORBIDDEN",
    "0.1.2.3, FORBIDDEN", "::, FORBIDDEN", "224.0.0.1, FORBIDDEN", "255.255.255.255, FORBIDDEN", "240.0.0.1, FORBIDDEN",
    "ff02::1, FORBIDDEN", "fd00:ec2::254, FORBIDDEN", "192.0.0.192, FORBIDDEN", "100.100.100.200, FORBIDDEN",
    "168.63.129.16, FORBIDDEN", "::ffff:169.254.169.254, FORBIDDEN", "64:ff9b::a9fe:a9fe, FORBIDDEN"
  })
  void everyAddressBelongsToANetwork(String address, Network network) throws Exception {
    assertEquals(network, Network.of(InetAddress.getByName(address)));
  }

  /** The registry's own network and the public one; the forbidden one never. */
  @ParameterizedTest
  @CsvSource({
    "PUBLIC, 8.8.8.8, true", "PUBLIC, 10.0.0.1, false", "PUBLIC, 127.0.0.1, false", "PUBLIC, 169.254.1.1, false",
    "PRIVATE, 8.8.8.8, true", "PRIVATE, 10.0.0.1, true", "PRIVATE, 127.0.0.1, false", "PRIVATE, 169.254.1.1, false",
    "LOOPBACK, 8.8.8.8, true", "LOOPBACK, 10.0.0.1, false", "LOOPBACK, 127.0.0.1, true",
    "LOOPBACK, 169.254.1.1, false", "FORBIDDEN, 169.254.1.1, false", "FORBIDDEN, 8.8.8.8, true"
  })
  void aRegistryMaySendUsIntoItsOwnNetworkOrThePublicOne(Network own, String address, boolean allowed)
      throws Exception {
    var addresses = new Addresses(Kit.names(Map.of("store.test", address)));
    HttpUrl literal = HttpUrl.get("https://" + address + "/");
    if (allowed) {
      assertDoesNotThrow(() -> addresses.guarded(own).lookup("store.test"));
      assertDoesNotThrow(() -> addresses.checkLiteral(literal, own));
    } else {
      assertThrows(AddressRefused.class, () -> addresses.guarded(own).lookup("store.test"));
      assertThrows(AddressRefused.class, () -> addresses.checkLiteral(literal, own));
    }
  }

  @Test
  void oneBadAddressAmongGoodOnesIsEnough() throws Exception {
    Dns both = host -> List.of(InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1"));
    var addresses = new Addresses(both);
    assertThrows(AddressRefused.class, () -> addresses.guarded(Network.PUBLIC).lookup("store.test"));
    addresses.named().lookup("registry.test");
    assertEquals(Network.PUBLIC, addresses.networkOf(HttpUrl.get("https://registry.test/")));
  }

  @Test
  void aRegistrysNetworkIsLearnedFromItsAddress() throws Exception {
    var addresses = new Addresses(Kit.names(Map.of("registry.test", "10.0.0.1")));
    HttpUrl registry = HttpUrl.get("https://registry.test/");
    assertEquals(Network.PUBLIC, addresses.networkOf(registry));
    addresses.named().lookup("registry.test");
    assertEquals(Network.PRIVATE, addresses.networkOf(registry));
    assertEquals(Network.LOOPBACK, addresses.networkOf(HttpUrl.get("http://[::1]:5000/")));
  }

  /** Behind a proxy nobody looks a name up here. */
  @Test
  void localNamesAreKnownWithoutALookUp() {
    var addresses = new Addresses(Kit.names(Map.of()));
    for (String url : List.of("https://localhost/", "https://x.localhost/", "https://2130706433/", "https://127.1/")) {
      assertThrows(AddressRefused.class, () -> addresses.checkLiteral(HttpUrl.get(url), Network.PUBLIC), url);
    }
    assertDoesNotThrow(() -> addresses.checkLiteral(HttpUrl.get("https://store.test/"), Network.PUBLIC));
  }
}
