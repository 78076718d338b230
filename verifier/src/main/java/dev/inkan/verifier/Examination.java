package dev.inkan.verifier;

import dev.inkan.envelope.EnvelopeFormat;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Attachment;
import dev.inkan.registry.attached.Listing;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.verifier.Candidate.Result;
import dev.inkan.verifier.Findings.Look;
import dev.inkan.verifier.Findings.State;
import dev.inkan.verifier.check.Demand;
import dev.inkan.verifier.check.EnvelopeCheck;
import dev.inkan.verifier.check.Verification;
import dev.inkan.verifier.check.Verification.Rejected;
import dev.inkan.verifier.reason.Reason;
import dev.inkan.verifier.reason.Reason.Code;
import dev.inkan.verifier.trust.TrustStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One run over the places of one digest, with what it has found so far and what it may still spend. */
final class Examination {
  private final RegistryReader registry;
  private final Attached attached;
  private final List<EnvelopeFormat> formats;
  private final TrustStore trust;
  private final Demand demand;
  private final ByDigest subject;
  private final Instant now;
  private final Predicate<Findings> enough;

  private final Map<Place, State> places = new LinkedHashMap<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private final Set<Seen> seen = new HashSet<>();
  /** Of the manifest at hand: signatures of one claim by several signers are over the same payload. */
  private final Map<Digest, Bytes> blobs = new HashMap<>();
  private int opened;
  private int envelopes;
  private long bytes;
  private boolean done;
  private boolean cutShort;

  /**
   * An entry that was opened. In a tag family what it hangs on is said by the tag and not by itself, so that is another
   * look: a listing that names such a manifest must not hide it.
   */
  private record Seen(Descriptor content, @Nullable String family) {
    static Seen of(Descriptor entry, Place place) {
      return new Seen(new Descriptor(entry.mediaType(), entry.digest(), entry.size()), place.suffix());
    }
  }

  Examination(
      RegistryReader registry,
      List<EnvelopeFormat> formats,
      TrustStore trust,
      Demand demand,
      ByDigest subject,
      Instant now,
      Predicate<Findings> enough) {
    this.registry = registry;
    this.attached =
        new Attached(registry, formats.stream().flatMap(format -> format.tagFamilies().stream()).toList());
    this.formats = formats;
    this.trust = trust;
    this.demand = demand;
    this.subject = subject;
    this.now = now;
    this.enough = enough;
  }

  Findings run() {
    for (Place place : attached.places()) {
      places.put(place, new State.NotLookedAt());
    }
    for (Place place : attached.places()) {
      if (!done) {
        look(place);
      }
    }
    return findings();
  }

  private Findings findings() {
    return new Findings(
        subject,
        places.entrySet().stream().map(look -> new Look(look.getKey(), look.getValue())).toList(),
        candidates.stream().sorted(Candidate.BY_DIGEST).toList());
  }

  private void look(Place place) {
    Listing listing;
    try {
      listing = attached.list(subject, place);
    } catch (RegistryException e) {
      places.put(place, new State.Unreadable(e));
      return;
    }
    if (!listing.offered()) {
      places.put(place, new State.NotOffered());
      return;
    }
    int entries = listing.entries().size();
    places.put(place, new State.Read(entries, false, listing.notices()));
    for (Descriptor entry : inOrder(listing.entries())) {
      if (!seen.add(Seen.of(entry, place))) {
        continue;
      }
      if (isCutShort()) {
        break;
      }
      open(listing, entry);
    }
    places.put(place, new State.Read(entries, !cutShort, listing.notices()));
  }

  /** Asked before each thing that there is to look at; remembers that something was left because enough was found. */
  private boolean isCutShort() {
    cutShort |= done;
    return cutShort;
  }

  /**
   * By digest, so that the order of a listing changes nothing; but first what is announced, in whatever annotation, as
   * the kind of claim that is asked for. Nothing else hangs on that announcement, for nobody has signed it.
   */
  private List<Descriptor> inOrder(List<Descriptor> entries) {
    Comparator<Descriptor> announcedFirst =
        Comparator.comparing(entry -> Collections.disjoint(entry.annotations().values(), demand.claimTypes()));
    return entries.stream()
        .sorted(announcedFirst.thenComparing(Descriptor::digest).thenComparingLong(Descriptor::size))
        .toList();
  }

  private void open(Listing listing, Descriptor entry) {
    Place place = listing.place();
    if (++opened > Verifier.MAX_CANDIDATES || envelopes > Verifier.MAX_ENVELOPES) {
      // One that says so is enough: the rest of a flood is not worth a line each.
      if (opened == Verifier.MAX_CANDIDATES + 1) {
        reject(place, entry.digest(), null, Code.LIMIT,
            "more than " + Verifier.MAX_CANDIDATES + " manifests hang on the image; this and more are not opened");
      }
      return;
    }
    if (!entry.digest().isSupported()) {
      reject(place, entry.digest(), null, Code.UNKNOWN_FORMAT, "nothing can be proven against such a digest");
      return;
    }
    try {
      switch (attached.open(subject, listing, entry)) {
        case Attachment.Hanging hanging -> openLayers(place, entry.digest(), hanging.image().layers());
        case Attachment.Stray(Attachment.Cause cause, String detail) ->
            reject(place, entry.digest(), null, code(cause), detail);
      }
    } catch (RegistryException e) {
      failed(place, entry.digest(), null, e);
    }
  }

  private static Code code(Attachment.Cause cause) {
    return switch (cause) {
      case WRONG_SUBJECT -> Code.WRONG_SUBJECT;
      case MALFORMED -> Code.MALFORMED;
      case NOT_AN_IMAGE_MANIFEST -> Code.UNKNOWN_FORMAT;
      case WRONG_SIZE -> Code.WRONG_SIZE;
      case WRONG_MEDIA_TYPE -> Code.WRONG_MEDIA_TYPE;
    };
  }

  private void openLayers(Place place, Digest artifact, List<Descriptor> layers) {
    boolean none = true;
    blobs.clear();
    for (Descriptor layer : layers) {
      EnvelopeFormat format = recognised(layer);
      if (format != null) {
        if (isCutShort() || envelopes > Verifier.MAX_ENVELOPES) {
          return;
        }
        none = false;
        openEnvelope(place, artifact, layer, format);
      }
    }
    if (none) {
      reject(place, artifact, null, Code.UNKNOWN_FORMAT, "no layer of it is a signature of a format that we know");
    }
  }

  private @Nullable EnvelopeFormat recognised(Descriptor layer) {
    return formats.stream().filter(format -> format.recognises(layer)).findFirst().orElse(null);
  }

  private void openEnvelope(Place place, Digest artifact, Descriptor layer, EnvelopeFormat format) {
    Reason tooMuch = tooMuch(layer, format);
    if (tooMuch != null) {
      add(place, artifact, layer.digest(), new Rejected(tooMuch));
      return;
    }
    if (!layer.digest().isSupported()) {
      reject(place, artifact, layer.digest(), Code.UNKNOWN_FORMAT, "nothing can be proven against such a digest");
      return;
    }
    try {
      add(place, artifact, layer.digest(), verify(format, layer, blob(layer, format)));
    } catch (RegistryException e) {
      failed(place, artifact, layer.digest(), e);
    }
  }

  private Bytes blob(Descriptor layer, EnvelopeFormat format) throws RegistryException {
    Bytes known = blobs.get(layer.digest());
    if (known != null && known.size() == layer.size()) {
      return known;
    }
    bytes += layer.size();
    Bytes blob = registry.readBlob(subject.repository(), layer, format.maxBytes());
    blobs.put(layer.digest(), blob);
    return blob;
  }

  /** Before anything is asked for or allocated: what descriptors say is enough to turn it away. */
  private @Nullable Reason tooMuch(Descriptor layer, EnvelopeFormat format) {
    if (++envelopes > Verifier.MAX_ENVELOPES) {
      return limit("more than " + Verifier.MAX_ENVELOPES + " signatures hang on the image");
    }
    if (layer.size() > format.maxBytes()) {
      return limit("it has " + layer.size() + " bytes, more than the bound of " + format.maxBytes());
    }
    if (layer.size() > Verifier.MAX_BYTES - bytes) {
      return limit("what hangs on the image has more than " + Verifier.MAX_BYTES + " bytes together");
    }
    return null;
  }

  private static Reason limit(String detail) {
    return new Reason(Code.LIMIT, detail);
  }

  private Verification verify(EnvelopeFormat format, Descriptor layer, Bytes blob) {
    try {
      return EnvelopeCheck.check(format.open(layer, blob), subject.digest(), trust, demand, now);
    } catch (MalformedEnvelope e) {
      return new Rejected(Reason.of(e));
    }
  }

  private void reject(Place place, Digest artifact, @Nullable Digest layer, Code code, String detail) {
    add(place, artifact, layer, new Rejected(new Reason(code, Printable.text(detail))));
  }

  /** What is provably wrong is evidence that fails; what could not be had, for whatever reason, is not known. */
  private void failed(Place place, Digest artifact, @Nullable Digest layer, RegistryException e) {
    String detail = Printable.text(String.valueOf(e.getMessage()));
    if (e.kind() == Kind.INTEGRITY) {
      reject(place, artifact, layer, Code.WRONG_DIGEST, detail);
    } else if (e.kind() == Kind.TOO_LARGE) {
      reject(place, artifact, layer, Code.LIMIT, detail);
    } else {
      candidates.add(new Candidate(artifact, layer, place, new Result.Unreadable(e)));
    }
  }

  private void add(Place place, Digest artifact, @Nullable Digest layer, Verification verification) {
    candidates.add(new Candidate(artifact, layer, place, new Result.Checked(verification)));
    if (verification instanceof Verification.Verified) {
      done = enough.test(findings());
    }
  }
}
