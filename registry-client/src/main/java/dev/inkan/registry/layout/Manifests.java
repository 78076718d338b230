package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.content.StrictJson;
import org.jspecify.annotations.Nullable;

/** Manifests among the blobs of a layout, where nothing but their own bytes, or a listing, says what they are. */
final class Manifests {
  /** What registries commonly accept, and all that a manifest may have. */
  static final int MAX_BYTES = 4 * 1024 * 1024;

  private Manifests() {}

  /**
   * Reads what an entry of {@code index.json} describes.
   *
   * @throws RegistryException INTEGRITY when it is not there, or not what the entry says; LOCAL when the entry is of no
   *     manifest; TOO_LARGE beyond 4 MiB
   */
  static RawManifest listed(LayoutFiles files, Request request, Descriptor entry) throws RegistryException {
    if (!entry.mediaType().isImage() && !entry.mediaType().isIndex()) {
      throw request.local(LayoutFiles.INDEX + " says that it is " + entry.mediaType() + ", which is no manifest");
    }
    Bytes bytes = read(files, request, entry.digest());
    if (bytes == null) {
      throw request.failure(
          Kind.INTEGRITY, LayoutFiles.INDEX + " lists it, but there is no file " + LayoutFiles.blob(entry.digest()));
    }
    if (bytes.size() != entry.size()) {
      throw request.failure(
          Kind.INTEGRITY,
          LayoutFiles.INDEX + " says that it has " + entry.size() + " bytes, but its file has " + bytes.size());
    }
    return new RawManifest(new Descriptor(entry.mediaType(), entry.digest(), bytes.size()), bytes);
  }

  /**
   * Reads a manifest of which only the digest is known.
   *
   * @param listed what {@code index.json} says that it is, or null; its own word comes first
   * @throws RegistryException NOT_FOUND when there is none; INTEGRITY when the bytes are not the digest's; TOO_LARGE
   *     beyond 4 MiB
   */
  static RawManifest byDigest(LayoutFiles files, Request request, Digest digest, @Nullable MediaType listed)
      throws RegistryException {
    Bytes bytes = read(files, request, digest);
    MediaType type = bytes == null ? null : type(bytes, listed);
    if (bytes == null || type == null) {
      throw request.failure(Kind.NOT_FOUND, "there is no such manifest");
    }
    return new RawManifest(new Descriptor(type, digest, bytes.size()), bytes);
  }

  /**
   * Proven bytes, or null when there are none.
   *
   * @throws RegistryException UNSUPPORTED when they cannot be proven
   */
  static @Nullable Bytes read(LayoutFiles files, Request request, Digest digest) throws RegistryException {
    if (!digest.isSupported()) {
      throw request.failure(Kind.UNSUPPORTED, "nothing can be proven against a digest of " + digest.algorithm());
    }
    Bytes bytes = files.read(request, LayoutFiles.blob(digest), MAX_BYTES);
    if (bytes != null && !digest.matches(bytes)) {
      throw request.failure(Kind.INTEGRITY, "the file " + LayoutFiles.blob(digest) + " holds something else");
    }
    return bytes;
  }

  /** What kind of manifest these proven bytes are, or null when they are none. */
  static @Nullable MediaType type(Bytes bytes, @Nullable MediaType listed) {
    JsonObject json;
    try {
      json = StrictJson.parseObject(bytes, "manifest");
    } catch (MalformedContent e) {
      return listed != null && isManifest(listed) ? listed : null;
    }
    if (json.get("mediaType") instanceof JsonString(String own) && isManifest(own)) {
      return new MediaType(own);
    }
    if (listed != null && isManifest(listed)) {
      return listed;
    }
    JsonValue inside = json.get("schemaVersion") == null ? null : json.get("mediaType");
    if (inside != null || json.get("schemaVersion") == null) {
      return null;
    }
    return json.get("manifests") != null
        ? MediaType.OCI_INDEX
        : json.get("config") != null ? MediaType.OCI_MANIFEST : null;
  }

  private static boolean isManifest(String type) {
    return MediaType.OCI_MANIFEST.value().equals(type)
        || MediaType.OCI_INDEX.value().equals(type)
        || MediaType.DOCKER_MANIFEST.value().equals(type)
        || MediaType.DOCKER_LIST.value().equals(type);
  }

  private static boolean isManifest(MediaType type) {
    return type.isImage() || type.isIndex();
  }

  /** What a manifest hangs on, or null; one that is malformed hangs on nothing. */
  static @Nullable Digest subject(RawManifest raw) {
    try {
      Descriptor subject = raw.parse().subject();
      return subject == null ? null : subject.digest();
    } catch (MalformedContent e) {
      return null;
    }
  }

  /** As the referrers API lists it: artifact type, or else an image's config media type, and all annotations. */
  static Descriptor asReferrer(RawManifest raw, Manifest manifest) {
    return new Descriptor(
        raw.mediaType(), raw.digest(), raw.descriptor().size(), manifest.listedType(), manifest.annotations(), null);
  }
}
