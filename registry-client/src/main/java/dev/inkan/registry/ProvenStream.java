package dev.inkan.registry;

import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are proven against a descriptor while they pass: no byte behind the size is read but one, and the last
 * chunk is given out only after the size and then the digest held, so that nobody who stops at the end holds unproven
 * content. Not safe for several threads, as streams are.
 */
public final class ProvenStream extends InputStream implements Proving {
  private static final int CHUNK = 64 * 1024;

  /** Turns what is wrong into the exception that is thrown. */
  @FunctionalInterface
  public interface Complaint {
    IOException of(Kind kind, String detail);
  }

  private final InputStream in;
  private final Descriptor descriptor;
  private final MessageDigest hasher;
  private final Complaint complaint;
  private byte[] given = new byte[CHUNK];
  private byte[] held = new byte[CHUNK];
  private int givenAt;
  private int givenEnd;
  private int heldEnd;
  private long seen;
  private boolean proven;
  private @Nullable IOException failed;

  /** Throws {@link IllegalStateException} unless the descriptor's digest is a supported one. */
  public ProvenStream(InputStream in, Descriptor descriptor, Complaint complaint) {
    this.in = in;
    this.descriptor = descriptor;
    this.hasher = descriptor.digest().hasher();
    this.complaint = complaint;
  }

  @Override
  public boolean proves(Descriptor other) {
    return descriptor.digest().equals(other.digest()) && descriptor.size() == other.size();
  }

  @Override
  public int read() throws IOException {
    return advance() ? given[givenAt++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!advance()) {
      return -1;
    }
    int count = Math.min(length, givenEnd - givenAt);
    System.arraycopy(given, givenAt, target, offset, count);
    givenAt += count;
    return count;
  }

  /** Makes at least one byte ready to be given; false at the proven end. */
  private boolean advance() throws IOException {
    if (failed != null) {
      throw failed;
    }
    try {
      while (givenAt == givenEnd && !proven) {
        turn();
      }
    } catch (IOException e) {
      failed = e;
      throw e;
    }
    return givenAt < givenEnd;
  }

  /** Gives out what was held and holds the next chunk; at the end of the source proves everything. */
  private void turn() throws IOException {
    byte[] spare = given;
    given = held;
    givenAt = 0;
    givenEnd = 0;
    int released = heldEnd;
    held = spare;
    heldEnd = readChunk(held);
    if (heldEnd == 0) {
      prove();
    }
    givenEnd = released;
  }

  private int readChunk(byte[] chunk) throws IOException {
    long left = descriptor.size() - seen;
    int count = in.readNBytes(chunk, 0, left < chunk.length ? (int) left + 1 : chunk.length);
    seen += count;
    if (seen > descriptor.size()) {
      throw complaint.of(
          Kind.INTEGRITY, "the content is longer than the " + descriptor.size() + " bytes of its descriptor");
    }
    hasher.update(chunk, 0, count);
    return count;
  }

  /**
   * Size first: a body that was cut somewhere on its way is no forgery. But when it is the digest's, it is whole, and
   * it is the descriptor that does not tell the truth.
   */
  private void prove() throws IOException {
    String encoded = HexFormat.of().formatHex(hasher.digest());
    if (seen != descriptor.size()) {
      throw complaint.of(
          encoded.equals(descriptor.digest().encoded()) ? Kind.INTEGRITY : Kind.PROTOCOL,
          "the body has " + seen + " bytes, its descriptor says " + descriptor.size());
    }
    if (!encoded.equals(descriptor.digest().encoded())) {
      throw complaint.of(
          Kind.INTEGRITY,
          "the body is not " + descriptor.digest() + " but " + descriptor.digest().algorithm() + ":" + encoded);
    }
    proven = true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
