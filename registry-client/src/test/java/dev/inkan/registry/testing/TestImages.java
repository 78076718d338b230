package dev.inkan.registry.testing;

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
import dev.inkan.registry.content.Platform;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Pushes small images that any tool can pull and run through: real configuration, real gzipped tar layers, the same
 * bytes for the same {@code content} every time.
 */
public final class TestImages {
  private TestImages() {}

  /** An index and its two children, {@code linux/amd64} first and {@code linux/arm64} second. */
  public record PushedIndex(RawManifest index, List<RawManifest> children) {
    public PushedIndex {
      children = List.copyOf(children);
    }
  }

  /** Pushes an image of two layers for {@code linux/amd64} and tags it. Other content gives another digest. */
  public static RawManifest pushImage(RegistryWriter writer, ByTag tag, String content) throws RegistryException {
    RawManifest image = pushContent(writer, tag.repository(), "amd64", content);
    writer.pushTag(tag, image, new Expected.Anything());
    return image;
  }

  /** {@link #pushImage(RegistryWriter, ByTag, String)} with the repository and tag as its content. */
  public static RawManifest pushImage(RegistryWriter writer, ByTag tag) throws RegistryException {
    return pushImage(writer, tag, tag.repository().path() + ":" + tag.tag());
  }

  /** Pushes an index of an image for two platforms and tags it. */
  public static PushedIndex pushIndex(RegistryWriter writer, ByTag tag) throws RegistryException {
    var children = new ArrayList<RawManifest>();
    var entries = new ArrayList<JsonValue>();
    for (String architecture : List.of("amd64", "arm64")) {
      RawManifest child = pushContent(writer, tag.repository(), architecture, tag.tag());
      writer.pushManifest(tag.repository(), child);
      children.add(child);
      Descriptor listed = child.descriptor();
      entries.add(new Descriptor(
          listed.mediaType(),
          listed.digest(),
          listed.size(),
          null,
          Map.of(),
          new Platform("linux", architecture, null)).json());
    }
    var index = new LinkedHashMap<String, JsonValue>();
    index.put("schemaVersion", JsonNumber.of(2));
    index.put("mediaType", new JsonString(MediaType.OCI_INDEX.value()));
    index.put("manifests", new JsonArray(entries));
    RawManifest raw = RawManifest.of(MediaType.OCI_INDEX, JsonText.compact(new JsonObject(index)));
    writer.pushTag(tag, raw, new Expected.Anything());
    return new PushedIndex(raw, children);
  }

  private static RawManifest pushContent(
      RegistryWriter writer, Repository repository, String architecture, String content) throws RegistryException {
    var layers = new ArrayList<Descriptor>();
    var diffIds = new ArrayList<JsonValue>();
    for (Bytes tar : List.of(tar("etc/os-release", "ID=inkan-test\n"), tar("app/content", content + "\n"))) {
      Bytes gzipped = gzip(tar);
      diffIds.add(new JsonString(Digest.sha256(tar).toString()));
      layers.add(pushBlob(writer, repository, MediaType.OCI_LAYER_GZIP, gzipped));
    }
    Bytes config = JsonText.compact(config(architecture, diffIds));
    return manifest(pushBlob(writer, repository, MediaType.OCI_CONFIG, config), layers, null, null, Map.of());
  }

  private static JsonObject config(String architecture, List<JsonValue> diffIds) {
    var rootfs = new LinkedHashMap<String, JsonValue>();
    rootfs.put("type", new JsonString("layers"));
    rootfs.put("diff_ids", new JsonArray(diffIds));
    var config = new LinkedHashMap<String, JsonValue>();
    config.put("architecture", new JsonString(architecture));
    config.put("os", new JsonString("linux"));
    config.put("config", new JsonObject(Map.of("Cmd", new JsonArray(List.of(new JsonString("/app/content"))))));
    config.put("rootfs", new JsonObject(rootfs));
    return new JsonObject(config);
  }

  /**
   * Makes an artifact that hangs on {@code subject}: an empty configuration and one layer, both pushed; the manifest
   * itself is returned unpushed.
   */
  public static RawManifest artifact(
      RegistryWriter writer,
      Repository repository,
      Descriptor subject,
      MediaType artifactType,
      Bytes content,
      Map<String, String> annotations)
      throws RegistryException {
    Descriptor config = pushBlob(writer, repository, MediaType.OCI_EMPTY, Bytes.utf8("{}"));
    Descriptor layer = pushBlob(writer, repository, artifactType, content);
    return manifest(config, List.of(layer), artifactType, subject, annotations);
  }

  /** Pushes {@code content} and describes it. */
  public static Descriptor pushBlob(RegistryWriter writer, Repository repository, MediaType type, Bytes content)
      throws RegistryException {
    Descriptor descriptor = Descriptor.of(type, content);
    writer.pushBlob(repository, descriptor, content::newInputStream);
    return descriptor;
  }

  /** An OCI image manifest, not pushed. */
  public static RawManifest manifest(
      Descriptor config,
      List<Descriptor> layers,
      @Nullable MediaType artifactType,
      @Nullable Descriptor subject,
      Map<String, String> annotations) {
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("schemaVersion", JsonNumber.of(2));
    json.put("mediaType", new JsonString(MediaType.OCI_MANIFEST.value()));
    if (artifactType != null) {
      json.put("artifactType", new JsonString(artifactType.value()));
    }
    json.put("config", config.json());
    json.put("layers", new JsonArray(layers.stream().<JsonValue>map(Descriptor::json).toList()));
    if (subject != null) {
      json.put("subject", subject.json());
    }
    if (!annotations.isEmpty()) {
      json.put("annotations", JsonObject.ofStrings(annotations));
    }
    return RawManifest.of(MediaType.OCI_MANIFEST, JsonText.compact(new JsonObject(json)));
  }

  private static Bytes gzip(Bytes content) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(content.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return Bytes.of(out.toByteArray());
  }

  /** A tar archive (POSIX ustar) of one regular file of 1970. */
  private static Bytes tar(String name, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    var header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
    put(header, 124, String.format("%011o ", content.length) + String.format("%011o ", 0));
    put(header, 148, "        0");
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format("%06o\0 ", sum));
    var padded = new byte[(content.length + 511) / 512 * 512 + 1024];
    System.arraycopy(content, 0, padded, 0, content.length);
    return Bytes.concat(Bytes.of(header), Bytes.of(padded));
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
