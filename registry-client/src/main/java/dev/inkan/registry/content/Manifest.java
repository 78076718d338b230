package dev.inkan.registry.content;

import dev.inkan.registry.content.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An image manifest or an index, OCI or Docker schema 2 (image-spec manifest.md, image-index.md). Never both. */
public sealed interface Manifest {

  /** The most layers or children that one manifest may list. */
  int MAX_ENTRIES = 10_000;

  /** Every member that means something in some kind of manifest. */
  Set<String> MEMBERS = Set.of(
      "schemaVersion",
      "mediaType",
      "artifactType",
      "config",
      "layers",
      "manifests",
      "fsLayers",
      "subject",
      "annotations");

  MediaType mediaType();

  /** What this hangs on, or null. */
  @Nullable Descriptor subject();

  Map<String, String> annotations();

  /**
   * What a listing says that this is for: its artifact type, or else an image's config media type (distribution-spec
   * "Listing Referrers"). Null for an index without one.
   */
  default @Nullable MediaType listedType() {
    return switch (this) {
      case Image image -> image.artifactType() == null ? image.config().mediaType() : image.artifactType();
      case Index index -> index.artifactType();
    };
  }

  /** One image, or an artifact in an image's form. */
  record Image(
      MediaType mediaType,
      @Nullable MediaType artifactType,
      Descriptor config,
      List<Descriptor> layers,
      @Nullable Descriptor subject,
      Map<String, String> annotations)
      implements Manifest {
    public Image {
      layers = List.copyOf(layers);
      annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }
  }

  /** A list of manifests: one image for several platforms, or what hangs on a digest. */
  record Index(
      MediaType mediaType,
      @Nullable MediaType artifactType,
      List<Descriptor> manifests,
      @Nullable Descriptor subject,
      Map<String, String> annotations)
      implements Manifest {
    public Index {
      manifests = List.copyOf(manifests);
      annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }
  }

  /**
   * Reads a manifest out of proven bytes.
   *
   * @throws MalformedContent when the JSON is not strict, its {@code mediaType} is not the descriptor's, it is image
   *     and index at once (CVE-2021-41190), is Docker schema 1, or lists more than {@link #MAX_ENTRIES}
   */
  static Manifest parse(RawManifest raw) throws MalformedContent {
    JsonObject json = StrictJson.parseObject(raw.bytes(), "manifest");
    json.refuseLookAlikes(MEMBERS);
    MediaType type = raw.mediaType();
    JsonValue schema = json.required("schemaVersion");
    if (schema.asLong("schemaVersion") != 2) {
      throw new MalformedContent("a Docker schema 1 manifest: push the image again with a newer client");
    }
    JsonValue inside = json.get("mediaType");
    if (inside != null && !inside.asString("mediaType").equals(type.value())) {
      throw new MalformedContent("the manifest calls itself "
          + Printable.quoted(inside.asString("mediaType")) + " but was served as " + type);
    }
    if (type.isImage()) {
      return image(type, json);
    }
    if (type.isIndex()) {
      return index(type, json);
    }
    throw new MalformedContent("neither an image manifest nor an index: " + type);
  }

  private static Image image(MediaType type, JsonObject json) throws MalformedContent {
    refuse(json, "manifests", "an image manifest");
    refuse(json, "fsLayers", "an image manifest");
    return new Image(
        type,
        artifactType(json),
        Descriptor.read(json.object("config")),
        descriptors(json, "layers"),
        subject(json),
        json.strings("annotations"));
  }

  private static Index index(MediaType type, JsonObject json) throws MalformedContent {
    refuse(json, "config", "an index");
    refuse(json, "layers", "an index");
    refuse(json, "fsLayers", "an index");
    return new Index(
        type, artifactType(json), descriptors(json, "manifests"), subject(json), json.strings("annotations"));
  }

  private static void refuse(JsonObject json, String member, String kind) throws MalformedContent {
    if (json.members().containsKey(member)) {
      throw new MalformedContent("ambiguous manifest: " + kind + " with a member " + Printable.quoted(member));
    }
  }

  private static @Nullable MediaType artifactType(JsonObject json) throws MalformedContent {
    JsonValue type = json.get("artifactType");
    return type == null || type.asString("artifactType").isEmpty()
        ? null
        : MediaType.parse(type.asString("artifactType"));
  }

  private static @Nullable Descriptor subject(JsonObject json) throws MalformedContent {
    JsonValue subject = json.get("subject");
    return subject == null ? null : Descriptor.read(subject.asObject("subject"));
  }

  private static List<Descriptor> descriptors(JsonObject json, String member) throws MalformedContent {
    JsonValue value = json.get(member);
    if (value == null) {
      return List.of();
    }
    List<JsonValue> elements = value.asArray(member);
    if (elements.size() > MAX_ENTRIES) {
      throw new MalformedContent(Printable.quoted(member) + " has more than " + MAX_ENTRIES + " entries");
    }
    var descriptors = new ArrayList<Descriptor>(elements.size());
    for (JsonValue element : elements) {
      descriptors.add(Descriptor.read(element.asObject(member)));
    }
    return descriptors;
  }
}
