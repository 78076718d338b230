package dev.inkan.signer.publish;

import dev.inkan.envelope.bundle.SigstoreBundle;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Sigstore bundle and the manifest that hangs it on an image, byte for byte as cosign 3 writes it (cosign
 * BUNDLE_SPEC.md).
 *
 * @param manifest an OCI image manifest with a subject
 * @param bundle its one layer
 */
public record Artifact(RawManifest manifest, Bytes bundle) {
  /** The annotation that says what kind of statement is in the bundle; {@code cosign load} depends on it. */
  public static final String PREDICATE_TYPE = "dev.sigstore.bundle.predicateType";

  static final Bytes EMPTY_CONFIG = Bytes.utf8("{}");

  /**
   * Hangs a bundle on an image.
   *
   * @param subject the image's manifest, or index
   * @param predicateType what kind of statement is in the bundle
   * @param created when; written in whole seconds
   */
  public static Artifact of(Descriptor subject, Bytes bundle, String predicateType, Instant created) {
    Descriptor layer = Descriptor.of(SigstoreBundle.V03, bundle);
    JsonString artifactType = new JsonString(SigstoreBundle.V03.value());
    // Not of the OCI specification, but "cosign clean" goes by it.
    Map<String, JsonValue> config = descriptor(config());
    config.put("artifactType", artifactType);
    Map<String, JsonValue> annotations = new LinkedHashMap<>();
    annotations.put("dev.sigstore.bundle.content", new JsonString("dsse-envelope"));
    annotations.put(PREDICATE_TYPE, new JsonString(predicateType));
    annotations.put(
        "org.opencontainers.image.created", new JsonString(created.truncatedTo(ChronoUnit.SECONDS).toString()));
    Map<String, JsonValue> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", JsonNumber.of(2));
    manifest.put("mediaType", new JsonString(MediaType.OCI_MANIFEST.value()));
    manifest.put("config", new JsonObject(config));
    manifest.put("layers", new JsonArray(List.of(new JsonObject(descriptor(layer)))));
    manifest.put("annotations", new JsonObject(annotations));
    manifest.put("subject", new JsonObject(descriptor(subject)));
    manifest.put("artifactType", artifactType);
    return new Artifact(RawManifest.of(MediaType.OCI_MANIFEST, JsonText.compact(new JsonObject(manifest))), bundle);
  }

  /** The layer that the bundle is. */
  Descriptor layer() {
    return Descriptor.of(SigstoreBundle.V03, bundle);
  }

  static Descriptor config() {
    return Descriptor.of(MediaType.OCI_EMPTY, EMPTY_CONFIG);
  }

  /** In Go's order. */
  private static Map<String, JsonValue> descriptor(Descriptor content) {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("mediaType", new JsonString(content.mediaType().value()));
    json.put("size", JsonNumber.of(content.size()));
    json.put("digest", new JsonString(content.digest().toString()));
    return json;
  }
}
