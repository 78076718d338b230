package dev.inkan.registry.attached;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The config blob of a family's manifest (image-spec config.md): nobody reads it, but it has to have an entry for every
 * layer. Byte for byte as cosign writes it, without a time.
 */
final class FamilyConfig {
  /** Two digests and a history for each of a thousand layers are less. */
  static final int MAX_BYTES = 1 << 20;

  private static final JsonString NO_TIME = new JsonString("0001-01-01T00:00:00Z");
  private static final JsonObject NO_MEMBERS = new JsonObject(Map.of());

  private FamilyConfig() {}

  static Descriptor descriptor(Bytes content, @Nullable Descriptor there) {
    return Descriptor.of(there == null ? MediaType.OCI_CONFIG : there.mediaType(), content);
  }

  /** For layers that are not compressed, and whose content is therefore what their digest is of. */
  static Bytes of(List<Descriptor> layers) {
    Map<String, JsonValue> rootfs = new LinkedHashMap<>();
    rootfs.put("type", new JsonString("layers"));
    rootfs.put("diff_ids", new JsonArray(digests(layers)));
    Map<String, JsonValue> config = new LinkedHashMap<>();
    config.put("architecture", new JsonString(""));
    config.put("created", NO_TIME);
    config.put("history", new JsonArray(history(layers)));
    config.put("os", new JsonString(""));
    config.put("rootfs", new JsonObject(rootfs));
    config.put("config", NO_MEMBERS);
    return JsonText.compact(new JsonObject(config));
  }

  /**
   * With an entry more for each of {@code more}; every other member stays as it is. Nothing when it is no config that
   * has one for each of {@code layers} layers: such a one stays as it is, whoever made it.
   */
  static Optional<Bytes> with(Bytes there, int layers, List<Descriptor> more) {
    try {
      Map<String, JsonValue> config = new LinkedHashMap<>(StrictJson.parseObject(there, "config").members());
      Map<String, JsonValue> rootfs =
          new LinkedHashMap<>(new JsonObject(config).object("rootfs").members());
      List<JsonValue> digests = new JsonObject(rootfs).array("diff_ids");
      if (digests.size() != layers) {
        return Optional.empty();
      }
      rootfs.put("diff_ids", joined(digests, digests(more)));
      config.put("rootfs", new JsonObject(rootfs));
      // containers/image writes none.
      if (config.get("history") instanceof JsonArray history && history.elements().size() == layers) {
        config.put("history", joined(history.elements(), history(more)));
      }
      return Optional.of(JsonText.compact(new JsonObject(config)));
    } catch (MalformedContent e) {
      return Optional.empty();
    }
  }

  private static List<JsonValue> digests(List<Descriptor> layers) {
    return layers.stream().<JsonValue>map(layer -> new JsonString(layer.digest().toString())).toList();
  }

  private static List<JsonValue> history(List<Descriptor> layers) {
    return layers.stream().<JsonValue>map(layer -> new JsonObject(Map.of("created", NO_TIME))).toList();
  }

  private static JsonArray joined(List<JsonValue> first, List<JsonValue> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return new JsonArray(all);
  }
}
