package dev.inkan.verifier.sigstore;

import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.envelope.key.VerificationKey;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Printable;
import dev.inkan.verifier.reason.Reason.Code;
import dev.inkan.verifier.trust.TrustedRoot.Log;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a log signed about its tree (C2SP tlog-checkpoint, a signed note).
 *
 * @param text what the signatures are over, its last line feed included
 */
record Checkpoint(String origin, long treeSize, Bytes rootHash, String text, List<Signature> signatures) {
  private static final int MAX_LENGTH = 64 * 1024;
  private static final int MAX_SIGNATURES = 64;
  private static final int HINT = 4;
  private static final String DASH = "\u2014 ";

  /** One line of them. */
  record Signature(String name, Bytes hint, Bytes value) {}

  /** Reads a note; throws a Finding of BAD_LOG_ENTRY when it is none. */
  static Checkpoint parse(String note) throws Finding {
    int end = note.length() > MAX_LENGTH ? -1 : note.indexOf("\n\n");
    if (end < 0 || !note.endsWith("\n") || note.indexOf('\r') >= 0) {
      throw bad("is no signed note");
    }
    String text = note.substring(0, end + 1);
    String[] lines = text.split("\n", -1);
    if (lines.length < 4 || lines[0].isEmpty()) {
      throw bad("lacks its origin, size or root hash");
    }
    return new Checkpoint(
        lines[0], size(lines[1]), base64(lines[2]), text, signatures(note.substring(end + 2)));
  }

  private static long size(String line) throws Finding {
    if (!line.matches("0|[1-9][0-9]{0,17}")) {
      throw bad("has no size of the tree in its second line");
    }
    return Long.parseLong(line);
  }

  private static Bytes base64(String line) throws Finding {
    try {
      Bytes hash = Base64Text.decode(line);
      if (hash.size() == 32) {
        return hash;
      }
    } catch (MalformedEncoding e) {
      // The same as a hash of another length.
    }
    throw bad("has no root hash in its third line");
  }

  private static List<Signature> signatures(String lines) throws Finding {
    var signatures = new ArrayList<Signature>();
    for (String line : lines.split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      int space = line.indexOf(' ', DASH.length());
      if (!line.startsWith(DASH) || space < 0 || signatures.size() == MAX_SIGNATURES) {
        throw bad("has a line that is no signature, or more than " + MAX_SIGNATURES);
      }
      try {
        byte[] both = Base64Text.decode(line.substring(space + 1)).toByteArray();
        if (both.length <= HINT) {
          throw bad("has a signature that is too short");
        }
        signatures.add(new Signature(
            line.substring(DASH.length(), space),
            Bytes.of(Arrays.copyOf(both, HINT)),
            Bytes.of(Arrays.copyOfRange(both, HINT, both.length))));
      } catch (MalformedEncoding e) {
        throw bad("has a signature that is not base64");
      }
    }
    return signatures;
  }

  private static Finding bad(String what) {
    return new Finding(Code.BAD_LOG_ENTRY, "the log's checkpoint " + what);
  }

  /** Whether it is of Rekor v1, which names itself with its tree's number. */
  boolean isOfRekor1() {
    return origin.matches("[^ ]{1,255} - [0-9]{1,20}");
  }

  /**
   * Sees to it that the log signed it: one line by its key under its name. Lines of others, such as witnesses, change
   * nothing; a line that bears its name and hint but does not hold is a forgery.
   */
  void requireSignedBy(Log log) throws Finding {
    boolean first = isOfRekor1();
    if (!first && !origin.equals(log.host())) {
      throw bad("is of \"" + Printable.text(origin) + "\", not of " + log.host());
    }
    Bytes content = Bytes.utf8(text);
    for (Signature each : signatures) {
      boolean named = first ? origin.startsWith(each.name() + " - ") : each.name().equals(log.host());
      if (named && isHint(each, log) && log.key().verifies(content, each.value())) {
        return;
      }
    }
    throw bad("is not signed by the log " + log.host());
  }

  /** The first bytes of the id: of the key, or of the name and the key together (C2SP signed-note). */
  private static boolean isHint(Signature signature, Log log) {
    return startsWith(log.id(), signature.hint()) || startsWith(spkiHash(log.key()), signature.hint());
  }

  private static Bytes spkiHash(VerificationKey key) {
    return MerkleProof.sha256(key.spki());
  }

  private static boolean startsWith(Bytes whole, Bytes beginning) {
    byte[] bytes = whole.toByteArray();
    return bytes.length >= HINT && Bytes.of(Arrays.copyOf(bytes, HINT)).equals(beginning);
  }
}
