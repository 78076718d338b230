package dev.inkan.cli.inspect;

import dev.inkan.cli.inspect.Node.Part;
import dev.inkan.cli.inspect.Node.Reading;
import dev.inkan.envelope.claim.Statement;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an image manifest is for, told by the media types in it; nobody has signed those. */
public enum Kind {
  IMAGE,
  SIGNATURE,
  ATTESTATION,
  SBOM,
  OTHER;

  private static final String NOTARY = "application/vnd.cncf.notary.signature";
  private static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
  private static final String BUNDLE = "application/vnd.dev.sigstore.bundle";
  private static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final Set<String> ATTESTATIONS =
      Set.of("application/vnd.dsse.envelope.v1+json", "application/vnd.in-toto+json");
  private static final Set<String> SBOMS = Set.of("spdx", "cyclonedx", "syft");

  /** The name in reports. */
  public String word() {
    return this == OTHER ? "artifact" : name().toLowerCase(Locale.ROOT);
  }

  /** What a manifest is. A bundle is called a signature until what it states was read. */
  static Kind of(Manifest.Image image) {
    if (types(image).anyMatch(type -> type.equals(NOTARY) || type.equals(SIMPLE_SIGNING) || type.startsWith(BUNDLE))) {
      return SIGNATURE;
    }
    if (layerTypes(image).anyMatch(ATTESTATIONS::contains)) {
      return ATTESTATION;
    }
    if (types(image).anyMatch(type -> SBOMS.stream().anyMatch(type::contains))) {
      return SBOM;
    }
    String config = image.config().mediaType().value();
    boolean runs = config.equals(MediaType.OCI_CONFIG.value()) || config.equals(DOCKER_CONFIG);
    return runs && image.artifactType() == null ? IMAGE : OTHER;
  }

  /** What this is, now that the layers were read: a bundle may state either. */
  Kind stating(List<Part> parts) {
    boolean attests = !parts.isEmpty() && parts.stream().allMatch(part -> isAttestation(part.reading()));
    return this == SIGNATURE && attests ? ATTESTATION : this;
  }

  private static boolean isAttestation(Reading reading) {
    return switch (reading) {
      case Reading.Claimed(String type, String ignored) -> isOtherStatement(type);
      case Reading.Announced(String type) -> isOtherStatement(type);
      case Reading.Orphaned ignored -> false;
      case Reading.Malformed ignored -> false;
      case Reading.Unread ignored -> false;
    };
  }

  /** Statements have a URI for a type; what containers/image signs has words. */
  private static boolean isOtherStatement(String type) {
    return type.contains(":") && !type.equals(Statement.COSIGN_SIGN);
  }

  /** What a layer that is not opened is: {@code notary-jws}, {@code in-toto}; null when it says nothing by itself. */
  static @Nullable String format(Descriptor layer) {
    return switch (layer.mediaType().value()) {
      case "application/jose+json" -> "notary-jws";
      case "application/cose" -> "notary-cose";
      case SIMPLE_SIGNING, "application/vnd.dsse.envelope.v1+json" -> "cosign";
      case "application/vnd.in-toto+json" -> "in-toto";
      default -> null;
    };
  }

  private static Stream<String> types(Manifest.Image image) {
    MediaType listed = image.listedType();
    return Stream.concat(Stream.ofNullable(listed).map(MediaType::value), layerTypes(image));
  }

  private static Stream<String> layerTypes(Manifest.Image image) {
    return image.layers().stream().map(layer -> layer.mediaType().value());
  }
}
