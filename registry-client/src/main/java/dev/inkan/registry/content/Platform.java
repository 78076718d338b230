package dev.inkan.registry.content;

import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** What a child of an index runs on (image-index.md "platform"): {@code linux/arm64/v8}. */
public record Platform(String os, String architecture, @Nullable String variant) {
  /** Whether this is the mark of a child that never runs, such as a build attestation. */
  public boolean isUnknown() {
    return os.equals("unknown") && architecture.equals("unknown");
  }

  /** As a member of a descriptor. */
  JsonObject json() {
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("architecture", new JsonString(architecture));
    json.put("os", new JsonString(os));
    if (variant != null) {
      json.put("variant", new JsonString(variant));
    }
    return new JsonObject(json);
  }

  @Override
  public String toString() {
    return os + "/" + architecture + (variant == null ? "" : "/" + variant);
  }
}
