package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Bytes;
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
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.StrictJson;
import dev.inkan.registry.layout.Archive.Member;
import dev.inkan.registry.reference.References;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An archive as {@code docker save} writes it (moby image/tarexport, {@code manifest.json}), read as a layout. It has no
 * manifests: each image's is made of its configuration and layers, the same for the same archive. A tag is what stands
 * behind the last colon of a name in {@code RepoTags}.
 */
final class DockerArchive {
  static final String MANIFEST = "manifest.json";

  private static final MediaType CONFIG = new MediaType("application/vnd.docker.container.image.v1+json");
  private static final MediaType LAYER = new MediaType("application/vnd.docker.image.rootfs.diff.tar");
  private static final MediaType PACKED_LAYER = new MediaType("application/vnd.docker.image.rootfs.diff.tar.gzip");
  private static final int MAX_IMAGES = 1000;

  private final Request request;
  private final Path path;
  private final TarIndex tar;
  private final Map<String, Member> files = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  private DockerArchive(Request request, Path path, TarIndex tar) {
    this.request = request;
    this.path = path;
    this.tar = tar;
  }

  /**
   * Opens one.
   *
   * @throws RegistryException LOCAL when there is no such file, or it is no such archive
   */
  static Archive open(Request request, Path path) throws RegistryException {
    TarIndex tar = Archive.index(request, path);
    if (!tar.files().containsKey(MANIFEST)) {
      throw request.local(
          "no docker archive (no file " + MANIFEST + " in it)"
              + (tar.files().containsKey(LayoutFiles.VERSION) ? ": it is an oci-archive:FILE" : ""));
    }
    try {
      return new DockerArchive(request, path, tar).read();
    } catch (MalformedContent e) {
      throw request.local("the archive cannot be read: " + e.getMessage());
    }
  }

  private Archive read() throws RegistryException, MalformedContent {
    List<JsonValue> images = StrictJson.parse(bytes(MANIFEST, Layout.MAX_INDEX)).asArray(MANIFEST);
    if (images.size() > MAX_IMAGES) {
      throw new MalformedContent("more than " + MAX_IMAGES + " images");
    }
    for (JsonValue image : images) {
      add(image.asObject("image"));
    }
    LayoutIndex empty = LayoutIndex.empty();
    files.put(LayoutFiles.INDEX, new Member.Made(new LayoutIndex(empty.json(), entries).bytes()));
    files.put(LayoutFiles.VERSION, new Member.Made(Turn.CONTENT));
    return new Archive(path, files);
  }

  private void add(JsonObject image) throws RegistryException, MalformedContent {
    String configName = image.string("Config");
    Bytes config = bytes(configName, Manifests.MAX_BYTES);
    var layers = new ArrayList<JsonValue>();
    List<JsonValue> names = image.required("Layers").asArray("Layers");
    List<Digest> diffIds = diffIds(config);
    if (names.size() != diffIds.size() || names.size() > Manifest.MAX_ENTRIES) {
      throw new MalformedContent(
          names.size() + " layers, but " + diffIds.size() + " in the configuration of " + Printable.quoted(configName));
    }
    for (int i = 0; i < names.size(); i++) {
      layers.add(layer(names.get(i).asString("Layers"), diffIds.get(i)).json());
    }
    Descriptor described = Descriptor.of(CONFIG, config);
    files.put(LayoutFiles.blob(described.digest()), new Member.Made(config));
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("schemaVersion", JsonNumber.of(2));
    json.put("mediaType", new JsonString(MediaType.DOCKER_MANIFEST.value()));
    json.put("config", described.json());
    json.put("layers", new JsonArray(layers));
    Bytes manifest = JsonText.compact(new JsonObject(json));
    Descriptor content = Descriptor.of(MediaType.DOCKER_MANIFEST, manifest);
    files.put(LayoutFiles.blob(content.digest()), new Member.Made(manifest));
    list(content, image);
  }

  private void list(Descriptor content, JsonObject image) throws MalformedContent {
    JsonValue names = image.get("RepoTags");
    boolean named = false;
    for (JsonValue each : names instanceof JsonArray array ? array.elements() : List.<JsonValue>of()) {
      String name = each.asString("RepoTags");
      String tag = name.substring(name.lastIndexOf(':') + 1);
      if (References.isTag(tag)) {
        entries.add(Entry.of(content).named(tag, null));
        named = true;
      }
    }
    if (!named) {
      entries.add(Entry.of(content));
    }
  }

  private static List<Digest> diffIds(Bytes config) throws MalformedContent {
    var digests = new ArrayList<Digest>();
    JsonObject json = StrictJson.parseObject(config, "configuration");
    for (JsonValue each : json.object("rootfs").required("diff_ids").asArray("diff_ids")) {
      digests.add(Digest.parse(each.asString("diff_ids")));
    }
    return digests;
  }

  /** As it is stored: unpacked, its digest is the one that the configuration says; packed, it has another. */
  private Descriptor layer(String name, Digest diffId) throws RegistryException, MalformedContent {
    TarIndex.Part part = part(name);
    Descriptor layer = isPacked(part)
        ? new Descriptor(PACKED_LAYER, read(part, Digest::sha256), part.size())
        : new Descriptor(LAYER, diffId, part.size());
    files.put(LayoutFiles.blob(layer.digest()), new Member.Stored(part));
    return layer;
  }

  /** What is taken from the bytes of a file. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(InputStream in) throws IOException;
  }

  private <T> T read(TarIndex.Part part, Reading<T> reading) throws RegistryException {
    try (InputStream in = new ArchivedStream(request, path, part)) {
      return reading.of(in);
    } catch (IOException e) {
      throw request.local("the archive", e);
    }
  }

  private boolean isPacked(TarIndex.Part part) throws RegistryException {
    return read(part, in -> in.read() == 0x1f && in.read() == 0x8b);
  }

  private Bytes bytes(String name, int limit) throws RegistryException, MalformedContent {
    TarIndex.Part part = part(name);
    if (part.size() > limit) {
      throw new MalformedContent(Printable.quoted(name) + " has more than the bound of " + limit + " bytes");
    }
    return read(part, in -> Bytes.of(in.readAllBytes()));
  }

  /** A file, or what one link within the archive leads to: docker saved a layer once and linked to it. */
  private TarIndex.Part part(String name) throws MalformedContent {
    TarIndex.Part part = tar.files().get(name);
    String target = tar.links().get(name);
    if (part == null && target != null) {
      part = tar.files().get(Path.of(name).resolveSibling(target).normalize().toString().replace('\\', '/'));
    }
    if (part == null) {
      throw new MalformedContent(Printable.quoted(name) + " is not in it");
    }
    return part;
  }
}
