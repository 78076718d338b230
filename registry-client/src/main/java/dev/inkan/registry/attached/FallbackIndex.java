package dev.inkan.registry.attached;

import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The index under a fallback tag, as it is to be written again: every member that is there stays, in its place.
 *
 * @param digest of what is stored, or null when nothing is
 */
record FallbackIndex(@Nullable Digest digest, JsonObject json, List<Descriptor> entries) {
  /** The most bytes of a manifest that every registry takes. */
  static final int MAX_BYTES = 4 * 1024 * 1024;

  FallbackIndex {
    entries = List.copyOf(entries);
  }

  static FallbackIndex empty() {
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("schemaVersion", JsonNumber.of(2));
    json.put("mediaType", new JsonString(MediaType.OCI_INDEX.value()));
    json.put("manifests", new JsonArray(List.of()));
    return new FallbackIndex(null, new JsonObject(json), List.of());
  }

  /** What keeps a manifest from being an index of what hangs on {@code subject}, or null when nothing does. */
  static @Nullable String fault(RawManifest raw, Digest subject) {
    if (raw.digest().equals(subject)) {
      return "the image itself";
    }
    if (!raw.mediaType().equals(MediaType.OCI_INDEX)) {
      return "no OCI index but " + raw.mediaType();
    }
    try {
      Manifest.Index index = (Manifest.Index) raw.parse();
      boolean ofPlatforms = index.manifests().stream().anyMatch(entry -> entry.platform() != null);
      return ofPlatforms || index.subject() != null || index.artifactType() != null ? "an index of another kind" : null;
    } catch (MalformedContent e) {
      return "what cannot be read (" + e.getMessage() + ")";
    }
  }

  /** Reads one without a {@link #fault}. */
  static FallbackIndex of(RawManifest raw) {
    try {
      return new FallbackIndex(
          raw.digest(),
          StrictJson.parseObject(raw.bytes(), "index"),
          ((Manifest.Index) raw.parse()).manifests());
    } catch (MalformedContent e) {
      throw new IllegalArgumentException("an index that has a fault", e);
    }
  }

  int size() {
    return entries.size();
  }

  /** Whether it has an entry for exactly this content, whatever else the entry says. */
  boolean lists(Descriptor descriptor) {
    return entries.stream().anyMatch(descriptor::isSameContent);
  }

  /** This index with entries more; one that has the digest of such a one but another size or type gives way. */
  RawManifest with(List<Descriptor> more) {
    Set<Digest> digests = more.stream().map(Descriptor::digest).collect(Collectors.toSet());
    var manifests = new ArrayList<JsonValue>();
    List<JsonValue> written = json.get("manifests") instanceof JsonArray array ? array.elements() : List.of();
    for (int i = 0; i < written.size(); i++) {
      if (!digests.contains(entries.get(i).digest())) {
        manifests.add(written.get(i));
      }
    }
    more.forEach(descriptor -> manifests.add(descriptor.json()));
    Map<String, JsonValue> members = new LinkedHashMap<>(json.members());
    members.put("manifests", new JsonArray(manifests));
    return RawManifest.of(MediaType.OCI_INDEX, JsonText.compact(new JsonObject(members)));
  }
}
