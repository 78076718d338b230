package dev.inkan.verifier.sigstore;

import dev.inkan.registry.content.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** That a leaf is in a tree (RFC 6962 2.1, RFC 9162 2.1.3.2), with SHA-256. */
final class MerkleProof {
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private MerkleProof() {}

  /** The hash of a leaf with this content. */
  static Bytes leaf(Bytes content) {
    return hash(LEAF, content, Bytes.EMPTY);
  }

  /** The root that the proof leads to; null when there are too many hashes or too few for such a place and size. */
  static @Nullable Bytes root(Bytes leaf, long index, long size, List<Bytes> hashes) {
    if (index < 0 || index >= size || hashes.stream().anyMatch(hash -> hash.size() != 32)) {
      return null;
    }
    long node = index;
    long last = size - 1;
    Bytes root = leaf;
    for (Bytes sibling : hashes) {
      if (last == 0) {
        return null;
      }
      if ((node & 1) == 1 || node == last) {
        root = hash(NODE, sibling, root);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        root = hash(NODE, root, sibling);
      }
      node >>= 1;
      last >>= 1;
    }
    return last == 0 ? root : null;
  }

  private static Bytes hash(byte prefix, Bytes first, Bytes second) {
    MessageDigest digest = sha256();
    digest.update(prefix);
    digest.update(first.asReadOnlyBuffer());
    digest.update(second.asReadOnlyBuffer());
    return Bytes.of(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }

  /** The SHA-256 of what this is. */
  static Bytes sha256(Bytes content) {
    MessageDigest digest = sha256();
    digest.update(content.asReadOnlyBuffer());
    return Bytes.of(digest.digest());
  }
}
