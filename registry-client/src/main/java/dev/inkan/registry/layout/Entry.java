package dev.inkan.registry.layout;

import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry of {@code index.json}: as it is written, members that we do not know included, and as we read it. */
record Entry(JsonObject json, Descriptor descriptor) {
  /** The tag, in a layout (image-spec annotations.md). */
  static final String NAME = "org.opencontainers.image.ref.name";

  static Entry of(Descriptor descriptor) {
    return new Entry(descriptor.json(), descriptor);
  }

  @Nullable String name() {
    return descriptor.annotations().get(NAME);
  }

  @Nullable String kind() {
    return descriptor.annotations().get(Families.KIND);
  }

  /** With a name; what says what it is stays when it is there. */
  Entry named(String tag, @Nullable String kind) {
    Map<String, String> annotations = new LinkedHashMap<>(descriptor.annotations());
    annotations.put(NAME, tag);
    if (kind != null) {
      annotations.putIfAbsent(Families.KIND, kind);
    }
    return with(annotations);
  }

  /** As one that has lost its tag. */
  Entry unnamed() {
    return with(unmarked(descriptor.annotations()));
  }

  /** Annotations without those that mean something in {@code index.json}. */
  static Map<String, String> unmarked(Map<String, String> annotations) {
    Map<String, String> left = new LinkedHashMap<>(annotations);
    left.remove(NAME);
    left.remove(Families.KIND);
    return left;
  }

  private Entry with(Map<String, String> annotations) {
    Map<String, JsonValue> members = new LinkedHashMap<>(json.members());
    members.put("annotations", JsonObject.ofStrings(annotations));
    return new Entry(
        new JsonObject(members),
        new Descriptor(
            descriptor.mediaType(),
            descriptor.digest(),
            descriptor.size(),
            descriptor.artifactType(),
            annotations,
            descriptor.platform()));
  }
}
