package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import java.time.Duration;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

class WireTest {

  /** registry.md 6 row 13: headers of ours say something about us, or change what is answered. */
  @Test
  void awayFromHomeOnlyAcceptIsSent() throws Exception {
    var addresses = new Addresses(Dns.SYSTEM);
    var clients = new Clients(addresses, kept -> Tls.of(null, null, kept), Proxies.none());
    var deadline = Deadline.in(Duration.ofMinutes(1));
    var heed = new Heed(deadline, Pause.sleeping(), true, Notices.none());
    try (var server = RawServer.start(r -> Reply.of(200));
        var elsewhere = RawServer.start(r -> Reply.of(200));
        var wire = new Wire(clients, addresses, deadline, heed, "inkan-test")) {
      var site = new Site(Kit.app(server), HttpUrl.get("http://" + server.host() + "/"));
      Ask ask = Ask.get(site, site.root()).with("Accept", "text/plain").with("X-Ours", "value");
      wire.send(ask, site.root(), null).close();
      wire.send(ask, HttpUrl.get("http://" + elsewhere.host() + "/"), null).close();
      assertEquals("value", server.requests().get(0).header("X-Ours"));
      assertEquals("text/plain", elsewhere.requests().get(0).header("Accept"));
      assertNull(elsewhere.requests().get(0).header("X-Ours"));
    }
  }
}
