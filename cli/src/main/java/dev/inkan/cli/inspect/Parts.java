package dev.inkan.cli.inspect;

import dev.inkan.cli.inspect.Node.Part;
import dev.inkan.cli.inspect.Node.Reading;
import dev.inkan.envelope.EnvelopeFormat;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.claim.Claim;
import dev.inkan.envelope.claim.Claims;
import dev.inkan.envelope.claim.ContainerImage;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.reference.Reference.ByDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads what layers say, as far as they are of a format that is known and small enough; an SBOM is never fetched. */
final class Parts {
  private static final int MAX_READ = 256;
  private static final long MAX_BYTES = 64L << 20;
  /** Where tools say beside a layer, or a manifest, what kind of statement is in it. */
  private static final List<String> ANNOUNCEMENTS =
      List.of("predicateType", "in-toto.io/predicate-type", "dev.sigstore.bundle.predicateType");

  private final RegistryReader reader;
  private final List<EnvelopeFormat> formats;
  private final Consumer<RegistryException> failures;
  private int read;
  private long bytes;

  Parts(RegistryReader reader, List<EnvelopeFormat> formats, Consumer<RegistryException> failures) {
    this.reader = reader;
    this.formats = List.copyOf(formats);
    this.failures = failures;
  }

  /** What the layers say that say something, about {@code subject} or not. */
  List<Part> of(ByDigest subject, Manifest.Image image) {
    var parts = new ArrayList<Part>();
    for (Descriptor layer : image.layers()) {
      Optional<EnvelopeFormat> format =
          formats.stream().filter(each -> each.recognises(layer)).findFirst();
      String name = format.isPresent() ? format.get().name() : Kind.format(layer);
      if (name != null) {
        parts.add(new Part(
            layer.digest(),
            name,
            format.isPresent() && isWorthReading(layer, format.get())
                ? read(subject, layer, format.get())
                : new Reading.Announced(announced(layer.annotations(), image.annotations()))));
      }
    }
    return parts;
  }

  private boolean isWorthReading(Descriptor layer, EnvelopeFormat format) {
    boolean fits = layer.digest().isSupported()
        && layer.size() <= format.maxBytes()
        && layer.size() <= MAX_BYTES - bytes
        && read < MAX_READ;
    if (fits) {
      read++;
      bytes += layer.size();
    }
    return fits;
  }

  private static String announced(Map<String, String> beside, Map<String, String> inManifest) {
    return Stream.of(beside, inManifest)
        .flatMap(annotations -> ANNOUNCEMENTS.stream().map(name -> annotations.getOrDefault(name, "")))
        .filter(type -> !type.isEmpty())
        .findFirst()
        .orElse("");
  }

  private Reading read(ByDigest subject, Descriptor layer, EnvelopeFormat format) {
    try {
      Bytes blob = reader.readBlob(subject.repository(), layer, format.maxBytes());
      Claim claim = Claims.read(format.open(layer, blob));
      return claim.isAbout(subject.digest())
          ? new Reading.Claimed(claim.type(), claim.imageName().filter(image -> !image.isEmpty()).orElse(null))
          : new Reading.Orphaned("what is signed is about " + about(claim));
    } catch (MalformedEnvelope e) {
      return new Reading.Malformed(Printable.text(String.valueOf(e.getMessage())));
    } catch (RegistryException e) {
      if (e.kind() == RegistryException.Kind.NOT_FOUND) {
        return new Reading.Malformed("its manifest names a blob that is not there");
      }
      failures.accept(e);
      return e.kind().isVerdict()
          ? new Reading.Malformed(Printable.text(e.getMessage()))
          : new Reading.Unread(e);
    }
  }

  private static String about(Claim claim) {
    return switch (claim) {
      case ContainerImage image -> image.digest().toString();
      case Statement statement -> {
        var first = new TreeMap<>(statement.subjects().getFirst().digests()).firstEntry();
        int others = statement.subjects().size() - 1;
        yield Printable.text(first.getKey() + ":" + first.getValue() + (others == 0 ? "" : " and " + others + " more"));
      }
    };
  }
}
