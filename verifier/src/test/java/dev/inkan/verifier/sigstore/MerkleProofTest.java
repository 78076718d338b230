package dev.inkan.verifier.sigstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inkan.registry.content.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 6962 2.1.1, against the definition of the tree itself. */
class MerkleProofTest {
  private static final int LARGEST = 33;

  private static Bytes leaf(int i) {
    return MerkleProof.leaf(Bytes.utf8("leaf " + i));
  }

  private static Bytes root(int from, int to) {
    if (to - from == 1) {
      return leaf(from);
    }
    int split = from + Integer.highestOneBit(to - from - 1);
    return node(root(from, split), root(split, to));
  }

  private static List<Bytes> path(int index, int from, int to) {
    if (to - from == 1) {
      return List.of();
    }
    int split = from + Integer.highestOneBit(to - from - 1);
    var path = new ArrayList<>(index < split ? path(index, from, split) : path(index, split, to));
    path.add(index < split ? root(split, to) : root(from, split));
    return path;
  }

  private static Bytes node(Bytes left, Bytes right) {
    return MerkleProof.sha256(Bytes.concat(Bytes.of(new byte[] {1}), left, right));
  }

  @Test
  void everyLeafOfEveryTreeLeadsToItsRoot() {
    for (int size = 1; size <= LARGEST; size++) {
      for (int i = 0; i < size; i++) {
        assertEquals(root(0, size), MerkleProof.root(leaf(i), i, size, path(i, 0, size)), i + " of " + size);
      }
    }
  }

  /** A152: a proof for another place, of another length, or for another leaf. */
  @Test
  void nothingElseDoes() {
    for (int size = 2; size <= LARGEST; size++) {
      for (int i = 0; i < size; i++) {
        List<Bytes> path = path(i, 0, size);
        Bytes root = root(0, size);
        var longer = new ArrayList<>(path);
        longer.add(root);
        assertNull(MerkleProof.root(leaf(i), i, size, longer));
        assertNull(MerkleProof.root(leaf(i), i, size, path.subList(0, path.size() - 1)));
        assertNotEquals(root, MerkleProof.root(leaf(i), (i + 1) % size, size, path));
        assertNotEquals(root, MerkleProof.root(leaf(size), i, size, path));
      }
    }
  }

  @Test
  void whatIsNoPlaceOrNoHashIsNoProof() {
    assertNull(MerkleProof.root(leaf(0), -1, 1, List.of()));
    assertNull(MerkleProof.root(leaf(0), 1, 1, List.of()));
    assertNull(MerkleProof.root(leaf(0), 0, 0, List.of()));
    assertNull(MerkleProof.root(leaf(0), 0, 2, List.of(Bytes.utf8("short"))));
    assertNull(MerkleProof.root(leaf(0), 0, Long.MAX_VALUE, List.of()));
  }

  /** A leaf is never taken for a node (second preimage). */
  @Test
  void leavesAndNodesAreHashedApart() {
    Bytes both = Bytes.concat(leaf(0), leaf(1));
    assertNotEquals(root(0, 2), MerkleProof.leaf(both));
  }
}
