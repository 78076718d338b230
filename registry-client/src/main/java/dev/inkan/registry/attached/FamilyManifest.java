package dev.inkan.registry.attached;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.content.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The image manifest under a family's tag, as it is to be written again: every layer and member that is there stays, in
 * its place. New ones are as cosign writes them, members in the order of Go.
 *
 * @param config of what is there, or null when it is to be made
 */
record FamilyManifest(MediaType mediaType, JsonObject json, @Nullable Descriptor config, List<Descriptor> layers) {
  FamilyManifest {
    layers = List.copyOf(layers);
  }

  static FamilyManifest empty() {
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("schemaVersion", JsonNumber.of(2));
    json.put("mediaType", new JsonString(MediaType.OCI_MANIFEST.value()));
    json.put("config", new JsonObject(Map.of("mediaType", new JsonString(MediaType.OCI_CONFIG.value()))));
    json.put("layers", new JsonArray(List.of()));
    return new FamilyManifest(MediaType.OCI_MANIFEST, new JsonObject(json), null, List.of());
  }

  /**
   * Reads one.
   *
   * @throws MalformedContent when it is anything but an image manifest, OCI or Docker
   */
  static FamilyManifest of(RawManifest raw) throws MalformedContent {
    if (raw.parse() instanceof Manifest.Image image) {
      return new FamilyManifest(
          raw.mediaType(), StrictJson.parseObject(raw.bytes(), "manifest"), image.config(), image.layers());
    }
    throw new MalformedContent("an index");
  }

  /** Those of {@code wanted} that are not there. The same content with other annotations is another layer. */
  List<Descriptor> without(List<Descriptor> wanted) {
    return wanted.stream().filter(layer -> layers.stream().noneMatch(there -> isSame(there, layer))).toList();
  }

  private static boolean isSame(Descriptor there, Descriptor layer) {
    return there.isSameContent(layer) && there.annotations().equals(layer.annotations());
  }

  /** This manifest with layers more, and with that content as config; null when it keeps its own. */
  RawManifest with(List<Descriptor> more, @Nullable Bytes newConfig) {
    var all = new ArrayList<JsonValue>(json.get("layers") instanceof JsonArray array ? array.elements() : List.of());
    more.forEach(layer -> all.add(layer(layer)));
    Map<String, JsonValue> members = new LinkedHashMap<>(json.members());
    if (newConfig != null) {
      members.put("config", config(newConfig));
    }
    members.put("layers", new JsonArray(all));
    return RawManifest.of(mediaType, JsonText.compact(new JsonObject(members)));
  }

  private JsonObject config(Bytes content) {
    Map<String, JsonValue> members = new LinkedHashMap<>(
        json.get("config") instanceof JsonObject there ? there.members() : Map.of());
    members.put("size", JsonNumber.of(content.size()));
    members.put("digest", new JsonString(FamilyConfig.descriptor(content, config).digest().toString()));
    // What a descriptor carries of its content would be that of the old one.
    members.keySet().removeAll(Set.of("data", "urls"));
    return new JsonObject(members);
  }

  private static JsonObject layer(Descriptor layer) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("mediaType", new JsonString(layer.mediaType().value()));
    members.put("size", JsonNumber.of(layer.size()));
    members.put("digest", new JsonString(layer.digest().toString()));
    if (!layer.annotations().isEmpty()) {
      members.put("annotations", JsonObject.ofStrings(layer.annotations()));
    }
    return new JsonObject(members);
  }
}
