package dev.inkan.registry.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.server.RegistryServer;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer of 200 MB is copied from a registry to another by a process that has 40 MB of memory. */
class ConstantMemoryTest {
  private static final long SIZE = 200_000_000;
  private static final String HEAP = "-Xmx40m";

  /** So many bytes that nobody has in memory; the same every time. */
  private static final class Endless extends InputStream {
    private long left = SIZE;

    @Override
    public int read() {
      return left-- > 0 ? 7 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      Arrays.fill(target, offset, offset + count, (byte) 7);
      left -= count;
      return count;
    }
  }

  private static Descriptor layer() throws IOException {
    MessageDigest hasher = new Digest("sha256", "0".repeat(64)).hasher();
    var chunk = new byte[64 * 1024];
    try (var in = new Endless()) {
      for (int count = in.read(chunk, 0, chunk.length); count > 0; count = in.read(chunk, 0, chunk.length)) {
        hasher.update(chunk, 0, count);
      }
    }
    var digest = new Digest("sha256", HexFormat.of().formatHex(hasher.digest()));
    return new Descriptor(MediaType.OCI_LAYER_GZIP, digest, SIZE);
  }

  /** Memory, but for one blob that is made when it is read, and counted when it is written. */
  private static final class Warehouse implements RegistryReader, RegistryWriter {
    private final MemoryRegistry small = MemoryRegistry.without(Lack.CONTENT_CHECKS);
    private final Descriptor large;
    private final AtomicLong written = new AtomicLong();

    Warehouse(Descriptor large) {
      this.large = large;
    }

    @Override
    public RawManifest resolve(ByTag reference) throws RegistryException {
      return small.resolve(reference);
    }

    @Override
    public RawManifest manifest(ByDigest reference) throws RegistryException {
      return small.manifest(reference);
    }

    @Override
    public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
      return descriptor.digest().equals(large.digest()) ? new Endless() : small.blob(repository, descriptor);
    }

    @Override
    public Descriptor describeBlob(Repository repository, Digest digest) throws RegistryException {
      if (digest.equals(large.digest()) && repository.path().equals("app")) {
        return large;
      }
      return small.describeBlob(repository, digest);
    }

    @Override
    public Referrers referrers(ByDigest subject) {
      return small.referrers(subject);
    }

    @Override
    public List<String> tags(Repository repository) throws RegistryException {
      return small.tags(repository);
    }

    @Override
    public boolean hasBlob(Repository repository, Descriptor descriptor) {
      return small.hasBlob(repository, descriptor);
    }

    @Override
    public void pushBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
      if (!descriptor.digest().equals(large.digest())) {
        small.pushBlob(repository, descriptor, source);
        return;
      }
      written.addAndGet(descriptor.size());
    }

    @Override
    public SubjectListing pushManifest(Repository repository, RawManifest manifest) throws RegistryException {
      return small.pushManifest(repository, manifest);
    }

    @Override
    public void pushTag(ByTag tag, RawManifest manifest, Expected expected) throws RegistryException {
      small.pushTag(tag, manifest, expected);
    }
  }

  /** The process with little memory. */
  static final class Child {
    private Child() {}

    public static void main(String[] hosts) throws Exception {
      var from = new ByTag(new Repository(hosts[0], "app"), "v1");
      var to = new ByTag(new Repository(hosts[1], "prod/app"), "v1");
      try (var http = HttpRegistry.open(HttpRegistryOptions.defaults())) {
        Freight.copy(http, from, http, to);
      }
    }
  }

  @Test
  void aLayerIsStreamed(@TempDir Path folder) throws Exception {
    Descriptor layer = layer();
    var source = new Warehouse(layer);
    var destination = new Warehouse(layer);
    try (var from = RegistryServer.start(RegistryServer.Options.serving(source));
        var to = RegistryServer.start(RegistryServer.Options.serving(destination))) {
      var app = new Repository(from.host(), "app");
      Descriptor config = TestImages.pushBlob(source, app, MediaType.OCI_CONFIG, Bytes.utf8("{}"));
      RawManifest image = TestImages.manifest(config, List.of(layer), null, null, Map.of());
      source.pushTag(new ByTag(app, "v1"), image, new RegistryWriter.Expected.Anything());
      Process child = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              HEAP,
              "-cp",
              System.getProperty("java.class.path"),
              Child.class.getName(),
              from.host(),
              to.host())
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("said").toFile())
          .start();
      assertTrue(child.waitFor(5, TimeUnit.MINUTES));
      assertEquals(0, child.exitValue(), Files.readString(folder.resolve("said")));
      assertEquals(SIZE, destination.written.get());
      assertEquals(image, destination.resolve(new ByTag(new Repository(to.host(), "prod/app"), "v1")));
    }
  }
}
