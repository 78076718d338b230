package dev.inkan.verifier.sigstore;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.bundle.FileBundle;
import dev.inkan.registry.content.Bytes;
import dev.inkan.verifier.sigstore.Proof.Refused;
import dev.inkan.verifier.trust.TrustedRoot;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes stand where a certificate or a timestamp should: an answer, and never a yes. */
class RobustnessTest {
  private static final int TRIES = 400;

  private final PrivateSigstore sigstore = new PrivateSigstore();
  private final TrustedRoot root = sigstore.trustedRoot();
  private final Random random = new Random(11);

  private Proof check(FileBundle bundle) {
    return BundleCheck.check(
        bundle,
        new Artifact.Content(PrivateSigstore.FILE),
        PrivateSigstore.ME.in(root),
        PrivateSigstore.SIGNED.plus(Duration.ofDays(1)));
  }

  private Bytes altered(Bytes good) {
    byte[] bytes = good.toByteArray();
    int end = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
    var copy = java.util.Arrays.copyOf(bytes, end);
    for (int i = random.nextInt(3); i >= 0 && end > 0; i--) {
      copy[random.nextInt(end)] = (byte) random.nextInt(256);
    }
    return Bytes.of(copy);
  }

  @Test
  void alteredCertificates() throws Exception {
    var signing = sigstore.new Signing(false);
    FileBundle good = signing.bundle(signing.logged1(PrivateSigstore.SIGNED));
    Bytes der = Bytes.of(signing.certificate.getEncoded());
    for (int i = 0; i < TRIES; i++) {
      Bytes other = altered(der);
      if (!other.equals(der)) {
        assertInstanceOf(
            Refused.class,
            check(new FileBundle(
                good.mediaType(), good.content(), new Material.Certificates(List.of(other)), good.evidence())));
      }
    }
  }

  @Test
  void alteredTimestamps() {
    var signing = sigstore.new Signing(false);
    Bytes der = signing.stamped(PrivateSigstore.SIGNED).der();
    int refused = 0;
    for (int i = 0; i < TRIES; i++) {
      Proof proof = check(signing.bundle(signing.logged2(), new Evidence.Timestamp(altered(der))));
      refused += proof instanceof Refused ? 1 : 0;
    }
    // Some bytes are not covered: the certificates that come along are not those that are trusted.
    assertTrue(refused > TRIES / 2, refused + " of " + TRIES);
  }
}
