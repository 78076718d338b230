package dev.inkan.verifier.sigstore;

import dev.inkan.verifier.reason.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a bundle. A bad one is a value, not an error. */
public sealed interface Proof {

  /**
   * It was signed by whom it should be.
   *
   * @param identity whom the certificate was issued to; null when a key was asked for
   * @param logs hosts of the distinct transparency logs that vouch for it
   * @param times at which logs and authorities say that it was signed
   */
  record Proven(@Nullable CertificateIdentity identity, List<String> logs, List<Instant> times) implements Proof {
    public Proven {
      logs = List.copyOf(logs);
      times = List.copyOf(times);
    }
  }

  /** It proves nothing, and why. */
  record Refused(Reason reason) implements Proof {}
}
