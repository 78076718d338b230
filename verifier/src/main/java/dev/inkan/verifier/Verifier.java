package dev.inkan.verifier;

import dev.inkan.envelope.EnvelopeFormat;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.verifier.check.Demand;
import dev.inkan.verifier.trust.TrustStore;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks for what trusted signers said about a digest: place by place, candidate by candidate, as long as it is asked
 * to. Keeps nothing between two examinations; safe for use by several threads.
 */
public final class Verifier {
  /** The most attached manifests that are opened for one digest. */
  public static final int MAX_CANDIDATES = 256;

  /** The most envelopes that are opened for one digest: as many as a tag family may hold. */
  public static final int MAX_ENVELOPES = Attached.MAX_ENTRIES;

  /** The most bytes of envelopes that are read for one digest. */
  public static final long MAX_BYTES = 64L << 20;

  private final RegistryReader registry;
  private final List<EnvelopeFormat> formats;
  private final TrustStore trust;
  private final Demand demand;

  /** Throws {@link IllegalArgumentException} when two formats have the same name, or there is none. */
  public Verifier(RegistryReader registry, List<EnvelopeFormat> formats, TrustStore trust, Demand demand) {
    this.registry = registry;
    this.formats = List.copyOf(formats);
    this.trust = trust;
    this.demand = demand;
    Set<String> names = new HashSet<>();
    if (formats.isEmpty() || !formats.stream().map(EnvelopeFormat::name).allMatch(names::add)) {
      throw new IllegalArgumentException("no format, or two of one name");
    }
  }

  /**
   * Examines a digest. Never throws for what a registry answers, or does not: that is in the findings.
   *
   * @param now the moment that it is decided for
   * @param enough whether looking further is of no use; asked after each signature that holds
   */
  public Findings examine(ByDigest subject, Instant now, Predicate<Findings> enough) {
    return new Examination(registry, formats, trust, demand, subject, now, enough).run();
  }
}
