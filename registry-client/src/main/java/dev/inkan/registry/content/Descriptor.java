package dev.inkan.registry.content;

import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What some content is, how long, and its digest (image-spec descriptor.md).
 *
 * @param size in bytes; what the content must have, no more and no less. Never allocate by it: it may come from outside
 * @param artifactType what a listing says that the content is for; not proven by the digest
 * @param annotations as listed; not proven by the digest
 * @param data the content itself, as it was brought along (descriptor.md "data"), or null. Not proven: {@link #isProvenByData} tells
 */
public record Descriptor(
    MediaType mediaType,
    Digest digest,
    long size,
    @Nullable MediaType artifactType,
    Map<String, String> annotations,
    @Nullable Platform platform,
    @Nullable Bytes data) {

  /** The most characters of base64 that are looked at as content that was brought along; 768 KiB of it. */
  public static final int MAX_DATA = 1024 * 1024;

  private static final Set<String> MEMBERS =
      Set.of("mediaType", "digest", "size", "urls", "annotations", "data", "artifactType", "platform");

  public Descriptor {
    if (size < 0) {
      throw new IllegalArgumentException("negative size " + size);
    }
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  public Descriptor(
      MediaType mediaType,
      Digest digest,
      long size,
      @Nullable MediaType artifactType,
      Map<String, String> annotations,
      @Nullable Platform platform) {
    this(mediaType, digest, size, artifactType, annotations, platform, null);
  }

  public Descriptor(MediaType mediaType, Digest digest, long size) {
    this(mediaType, digest, size, null, Map.of(), null);
  }

  /** Describes {@code content} by its SHA-256. */
  public static Descriptor of(MediaType mediaType, Bytes content) {
    return new Descriptor(mediaType, Digest.sha256(content), content.size());
  }

  /**
   * Reads a descriptor. {@code urls} are never followed. An artifact type that is none is left out, and so is {@code
   * data} that is no base64 or longer than {@link #MAX_DATA}: nothing is decided by either, and one in a listing must not
   * hide the other entries.
   *
   * @throws MalformedContent when another member is missing or of the wrong kind, or the size is not a whole number of
   *     bytes
   */
  public static Descriptor read(JsonObject json) throws MalformedContent {
    json.refuseLookAlikes(MEMBERS);
    JsonValue platform = json.get("platform");
    return new Descriptor(
        MediaType.parse(json.string("mediaType")),
        Digest.parse(json.string("digest")),
        json.size("size"),
        readArtifactType(json.get("artifactType")),
        json.strings("annotations"),
        platform == null ? null : readPlatform(platform.asObject("platform")),
        readData(json.get("data")));
  }

  private static @Nullable Bytes readData(@Nullable JsonValue json) {
    if (!(json instanceof JsonString(String text)) || text.length() > MAX_DATA) {
      return null;
    }
    try {
      return Bytes.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable MediaType readArtifactType(@Nullable JsonValue json) throws MalformedContent {
    String type = json == null ? "" : json.asString("artifactType");
    return MediaType.isWellFormed(type) ? new MediaType(type) : null;
  }

  /**
   * As an entry of a manifest or a listing; members that are not there are left out, annotations in their order. {@code
   * data} is never written.
   */
  public JsonObject json() {
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("mediaType", new JsonString(mediaType.value()));
    json.put("digest", new JsonString(digest.toString()));
    json.put("size", JsonNumber.of(size));
    if (platform != null) {
      json.put("platform", platform.json());
    }
    if (artifactType != null) {
      json.put("artifactType", new JsonString(artifactType.value()));
    }
    if (!annotations.isEmpty()) {
      json.put("annotations", JsonObject.ofStrings(annotations));
    }
    return new JsonObject(json);
  }

  /** Whether the data that was brought along is this content, by length and by digest; not when there is none. */
  public boolean isProvenByData() {
    return data != null && digest.isSupported() && data.size() == size && digest.matches(data);
  }

  private static Platform readPlatform(JsonObject json) throws MalformedContent {
    JsonValue variant = json.get("variant");
    return new Platform(
        json.string("os"), json.string("architecture"), variant == null ? null : variant.asString("variant"));
  }

  /** Whether {@code other} is the same content: media type, digest and size, whatever a listing says besides. */
  public boolean isSameContent(Descriptor other) {
    return mediaType.equals(other.mediaType) && digest.equals(other.digest) && size == other.size;
  }
}
