package dev.inkan.cli.quickstart;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small image for Linux with two layers, made of nothing but code; the same greeting always makes the same image. */
public final class DemoImage {
  private static final String CREATED = "2026-01-01T00:00:00Z";

  private final Bytes config;
  private final List<Bytes> layers = new ArrayList<>();
  private final RawManifest manifest;

  /** An image whose program says {@code greeting}. */
  public DemoImage(String greeting) {
    List<TarLayer> content = List.of(
        new TarLayer()
            .folder("etc")
            .file("etc/os-release", 0644, "ID=inkan-demo\nPRETTY_NAME=\"A very small system\"\n")
            .file("etc/passwd", 0644, "root:x:0:0:root:/:/bin/sh\napp:x:1000:1000:app:/app:/bin/sh\n"),
        new TarLayer()
            .folder("app")
            .file("app/hello.sh", 0755, "#!/bin/sh\necho '" + greeting + "'\n"));
    content.forEach(layer -> layers.add(layer.compressed()));
    config = JsonText.compact(config(content));
    manifest = RawManifest.of(MediaType.OCI_MANIFEST, JsonText.compact(manifestJson()));
  }

  /** Its manifest. */
  public RawManifest manifest() {
    return manifest;
  }

  /** Pushes it, content first and the tag last. */
  public void push(RegistryWriter registry, ByTag tag) throws RegistryException {
    registry.pushBlob(tag.repository(), Descriptor.of(MediaType.OCI_CONFIG, config), config::newInputStream);
    for (Bytes layer : layers) {
      registry.pushBlob(tag.repository(), Descriptor.of(MediaType.OCI_LAYER_GZIP, layer), layer::newInputStream);
    }
    registry.pushTag(tag, manifest, new Expected.Anything());
  }

  private static JsonObject config(List<TarLayer> content) {
    var diffIds = new ArrayList<JsonValue>();
    var history = new ArrayList<JsonValue>();
    for (TarLayer layer : content) {
      diffIds.add(string(Digest.sha256(layer.archive()).toString()));
      history.add(object("created", string(CREATED), "created_by", string("inkan quickstart")));
    }
    return object(
        "created", string(CREATED),
        "architecture", string("amd64"),
        "os", string("linux"),
        "config",
            object("User", string("1000"), "Cmd", new JsonArray(List.of(string("/bin/sh"), string("/app/hello.sh")))),
        "rootfs", object("type", string("layers"), "diff_ids", new JsonArray(diffIds)),
        "history", new JsonArray(history));
  }

  private JsonObject manifestJson() {
    return object(
        "schemaVersion", JsonNumber.of(2),
        "mediaType", string(MediaType.OCI_MANIFEST.value()),
        "config", Descriptor.of(MediaType.OCI_CONFIG, config).json(),
        "layers", new JsonArray(layers.stream()
            .<JsonValue>map(layer -> Descriptor.of(MediaType.OCI_LAYER_GZIP, layer).json())
            .toList()));
  }

  private static JsonString string(String text) {
    return new JsonString(text);
  }

  /** An object of names and values in turn. */
  private static JsonObject object(Object... members) {
    Map<String, JsonValue> object = new LinkedHashMap<>();
    for (int at = 0; at < members.length; at += 2) {
      object.put((String) members[at], (JsonValue) members[at + 1]);
    }
    return new JsonObject(object);
  }
}
