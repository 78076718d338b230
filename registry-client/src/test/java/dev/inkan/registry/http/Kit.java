package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.auth.Credential;
import dev.inkan.registry.auth.CredentialSource;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.Dns;
import org.junit.jupiter.api.function.Executable;

/** What the tests of this package talk about: an image called app:v1 and its one blob. */
final class Kit {
  static final Bytes CONTENT = Bytes.utf8("the content of a layer");
  static final Descriptor BLOB = Descriptor.of(MediaType.OCI_LAYER_GZIP, CONTENT);
  static final RawManifest MANIFEST = RawManifest.of(
      MediaType.OCI_MANIFEST,
      Bytes.utf8("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{"
          + "\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"digest\":\"" + BLOB.digest() + "\",\"size\":22},"
          + "\"layers\":[]}"));
  static final String MANIFEST_TYPE = "Content-Type: " + MediaType.OCI_MANIFEST;
  static final String INDEX_TYPE = "Content-Type: " + MediaType.OCI_INDEX;

  private Kit() {}

  /** Does not sleep. */
  static HttpRegistryOptions options() {
    return HttpRegistryOptions.defaults().withPause(duration -> {}).withUserAgent("inkan-test");
  }

  /** Asks once. */
  static HttpRegistry once() {
    return HttpRegistry.open(options().withRetries(0));
  }

  static Repository app(RawServer server) {
    return new Repository(server.host(), "app");
  }

  static ByTag v1(RawServer server) {
    return new ByTag(app(server), "v1");
  }

  static ByDigest image(RawServer server) {
    return new ByDigest(app(server), MANIFEST.digest());
  }

  static Reply manifest(String... headers) {
    return Reply.of(200, MANIFEST.bytes(), with(MANIFEST_TYPE, headers));
  }

  static Reply content() {
    return Reply.of(200, CONTENT, "Content-Type: application/octet-stream");
  }

  static Reply listing(String entries, String... headers) {
    return Reply.of(200, index(entries), with(INDEX_TYPE, headers));
  }

  static String index(String entries) {
    return "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":["
        + entries + "]}";
  }

  static String entry(Descriptor descriptor) {
    return "{\"mediaType\":\"" + descriptor.mediaType() + "\",\"digest\":\"" + descriptor.digest() + "\",\"size\":"
        + descriptor.size() + "}";
  }

  /** Resolves these names to these addresses and knows no others. */
  static Dns names(Map<String, String> addresses) {
    return host -> {
      String address = addresses.get(host);
      if (address == null) {
        throw new UnknownHostException(host);
      }
      return List.of(InetAddress.getByAddress(host, InetAddress.getByName(address).getAddress()));
    };
  }

  /** Has the same credential for every registry. */
  static CredentialSource credentials(Credential credential) {
    return new CredentialSource() {
      @Override
      public Optional<Found> find(Repository repository, Duration patience) {
        return Optional.of(new Found(credential, "the test"));
      }

      @Override
      public String places() {
        return "the test";
      }
    };
  }

  /** Everything that a person may get to see of an exception, its causes included. */
  static String shown(Throwable e) {
    var text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** Runs it and gives the exception, which must be of this kind. */
  static RegistryException fails(RegistryException.Kind kind, Executable action) {
    RegistryException e = assertThrows(RegistryException.class, action);
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  private static String[] with(String first, String... more) {
    var all = new String[more.length + 1];
    all[0] = first;
    System.arraycopy(more, 0, all, 1, more.length);
    return all;
  }
}
