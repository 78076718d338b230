package dev.inkan.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenStreamTest {
  private static final int CHUNK = 16 * 1024;

  private static RegistryException fails(Kind kind, Executable action) {
    RegistryException e = assertThrows(RegistryException.class, action);
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  private static byte[] content(int size) {
    var content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static Descriptor descriptor(byte[] content) {
    return Descriptor.of(MediaType.OCI_LAYER_GZIP, Bytes.of(content));
  }

  private static ProvenStream proven(InputStream in, Descriptor descriptor) {
    return new ProvenStream(in, descriptor, (kind, detail) -> new RegistryException(kind, "GET", "host", detail));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 5 * CHUNK + 7})
  void contentPassesAsItIs(int size) throws Exception {
    byte[] content = content(size);
    try (var in = proven(new ByteArrayInputStream(content), descriptor(content))) {
      assertArrayEquals(content, in.readAllBytes());
      assertEquals(-1, in.read());
    }
    try (var in = proven(new Trickle(content), descriptor(content))) {
      var out = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        out.write(b);
      }
      assertArrayEquals(content, out.toByteArray());
    }
  }

  /** Who stops at the size holds proven content all the same: the last bytes come only after the proof. */
  @ParameterizedTest
  @ValueSource(ints = {1, CHUNK, CHUNK + 1, 5 * CHUNK + 7})
  void noReaderSeesTheLastBytesOfForgedContent(int size) {
    byte[] content = content(size);
    Descriptor descriptor = descriptor(content);
    content[size - 1] ^= 1;
    var in = proven(new ByteArrayInputStream(content), descriptor);
    RegistryException e = fails(Kind.INTEGRITY, () -> in.readNBytes(size));
    assertTrue(e.getMessage().contains(descriptor.digest().toString()), e.getMessage());
    assertThrows(RegistryException.class, in::read);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK, CHUNK + 1, 3 * CHUNK})
  void neitherShorterNorLonger(int size) {
    byte[] content = content(size);
    Descriptor descriptor = descriptor(content);
    byte[] longer = Arrays.copyOf(content, size + 1);
    fails(Kind.INTEGRITY, () -> proven(new ByteArrayInputStream(longer), descriptor).readAllBytes());
    if (size > 0) {
      byte[] shorter = Arrays.copyOf(content, size - 1);
      fails(Kind.PROTOCOL, () -> proven(new ByteArrayInputStream(shorter), descriptor).readAllBytes());
    }
  }

  /** A023: the content is whole, so it is the descriptor that lies. */
  @Test
  void aDescriptorThatDoesNotKnowItsOwnSizeIsFoundOut() {
    byte[] content = content(100);
    for (long size : new long[] {0, 99, 101, Long.MAX_VALUE}) {
      var descriptor = new Descriptor(MediaType.OCI_LAYER_GZIP, Digest.sha256(Bytes.of(content)), size);
      fails(Kind.INTEGRITY, () -> proven(new ByteArrayInputStream(content), descriptor).readAllBytes());
    }
  }

  /** A022, registry.md 6 row 5. */
  @Test
  void oneByteBehindTheSizeIsTheMostThatIsRead() {
    byte[] content = content(10);
    var in = new ByteArrayInputStream(content(1000));
    assertThrows(RegistryException.class, () -> proven(in, descriptor(content)).readAllBytes());
    assertEquals(989, in.available());
  }

  /** registry.md 6 row 9: nothing is allocated by a size. */
  @Test
  void aSizeBeyondAllMeasureCostsNothing() {
    var huge = new Descriptor(MediaType.OCI_LAYER_GZIP, Digest.sha256(Bytes.EMPTY), Long.MAX_VALUE);
    fails(Kind.PROTOCOL, () -> proven(new ByteArrayInputStream(content(5)), huge).readAllBytes());
  }

  @Test
  void sha512IsProvenAsWell() throws Exception {
    byte[] content = content(100);
    byte[] hash = MessageDigest.getInstance("SHA-512").digest(content);
    var digest = new Digest("sha512", HexFormat.of().formatHex(hash));
    var right = new Descriptor(MediaType.OCI_LAYER_GZIP, digest, 100);
    assertArrayEquals(content, proven(new ByteArrayInputStream(content), right).readAllBytes());
    byte[] other = content(99);
    fails(
        Kind.INTEGRITY,
        () -> proven(
                new ByteArrayInputStream(other), new Descriptor(MediaType.OCI_LAYER_GZIP, digest, other.length))
            .readAllBytes());
  }

  /** One byte at a time. */
  private static final class Trickle extends InputStream {
    private final ByteArrayInputStream content;

    Trickle(byte[] content) {
      this.content = new ByteArrayInputStream(content);
    }

    @Override
    public int read() {
      return content.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return super.read(target, offset, Math.min(length, 1));
    }
  }
}
