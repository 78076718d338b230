package dev.inkan.verifier.check;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was proven of a signature besides whose it is, when it was made with a certificate.
 *
 * @param issuer who vouched for the subject
 * @param subject whom the certificate was issued to
 * @param extensions what else the certificate says of the signing, by Fulcio's names
 * @param times at which it is proven to have been signed
 * @param logs hosts of the transparency logs that vouch for it
 */
public record Certified(
    String issuer, String subject, Map<String, String> extensions, List<Instant> times, List<String> logs) {
  public Certified {
    extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    times = List.copyOf(times);
    logs = List.copyOf(logs);
  }
}
