package dev.inkan.verifier.sigstore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.registry.content.Bytes;
import dev.inkan.verifier.reason.Reason.Code;
import dev.inkan.verifier.trust.TrustedRoot.Log;
import java.security.KeyPair;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C2SP tlog-checkpoint and signed-note. */
class CheckpointTest {
  private static final String ROOT = Base64Text.encode(MerkleProof.sha256(Bytes.EMPTY));
  private static final String TEXT = "rekor.test\n5\n" + ROOT + "\n";

  private final KeyPair pair = PrivateSigstore.ec();
  private final Log log = PrivateSigstore.log("rekor.test", pair);

  private String line(String name, String text) {
    byte[] hint = Arrays.copyOf(log.id().toByteArray(), 4);
    return "\u2014 " + name + " "
        + Base64Text.encode(Bytes.concat(Bytes.of(hint), PrivateSigstore.sign(pair.getPrivate(), Bytes.utf8(text))))
        + "\n";
  }

  private void require(String note) throws Finding {
    Checkpoint.parse(note).requireSignedBy(log);
  }

  @Test
  void whatTheLogSignedIsRead() throws Exception {
    require(TEXT + "\n" + line("rekor.test", TEXT));
    Checkpoint checkpoint = Checkpoint.parse(TEXT + "\n" + line("rekor.test", TEXT));
    assertEquals(5, checkpoint.treeSize());
    assertEquals(MerkleProof.sha256(Bytes.EMPTY), checkpoint.rootHash());
  }

  @Test
  void linesOfOthersChangeNothing() throws Exception {
    String witness = "\u2014 witness.test " + Base64Text.encode(Bytes.utf8("1234signature")) + "\n";
    require(TEXT + "\n" + witness + line("rekor.test", TEXT) + witness);
    String extended = TEXT + "more of the log\n";
    require(extended + "\n" + line("rekor.test", extended));
  }

  @Test
  void aSignatureUnderAnotherNameOrOfAnotherTextIsNotTheLogs() {
    for (String note : new String[] {
      TEXT + "\n" + line("other.test", TEXT),
      TEXT + "\n" + line("rekor.test", TEXT + "x"),
      TEXT + "\n",
      TEXT.replace("rekor.test", "other.test") + "\n" + line("rekor.test", TEXT.replace("rekor.test", "other.test")),
      // A name is never a pattern.
      TEXT.replace("rekor.test", "rekorxtest") + "\n" + line("rekorxtest", TEXT.replace("rekor.test", "rekorxtest")),
    }) {
      assertEquals(Code.BAD_LOG_ENTRY, assertThrows(Finding.class, () -> require(note)).reason().code(), note);
    }
  }

  /** A157. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "rekor.test\n5\n",
        "rekor.test\n5\nROOT",
        "rekor.test\n-5\nROOT\n\n",
        "rekor.test\nabc\nROOT\n\n",
        "rekor.test\n18446744073709551616\nROOT\n\n",
        "rekor.test\n05\nROOT\n\n",
        "rekor.test\n5\nAAAA\n\n",
        "rekor.test\n5\n?\n\n",
        "rekor.test\r\n5\r\nROOT\r\n\r\n",
        "rekor.test\n5\nROOT\n\nno dash\n",
        "rekor.test\n5\nROOT\n\n\u2014 name\n",
        "rekor.test\n5\nROOT\n\n\u2014 name AAAA\n",
        "rekor.test\n5\nROOT\n\n\u2014 name ?\n",
        "rekor.test\n5\nROOT\n\n\u2014 name AAAAAAAA",
        "\n5\nROOT\n\n",
      })
  void whatIsNoNoteIsRefused(String note) {
    Finding finding = assertThrows(Finding.class, () -> Checkpoint.parse(note.replace("ROOT", ROOT)));
    assertEquals(Code.BAD_LOG_ENTRY, finding.reason().code());
  }

  @Test
  void notesHaveABound() {
    assertThrows(Finding.class, () -> Checkpoint.parse(TEXT + "x".repeat(70_000) + "\n\n"));
    assertThrows(Finding.class, () -> Checkpoint.parse(TEXT + "\n" + line("rekor.test", TEXT).repeat(65)));
  }
}
