package dev.inkan.registry.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.content.StrictJson;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** One layout in a folder, by hand and through the registry. */
record OnDisk(Path root, LayoutRegistry registry) {
  static final MediaType NOTE = new MediaType("application/vnd.example.note");

  static OnDisk at(Path folder) {
    return new OnDisk(folder.resolve("app"), new LayoutRegistry(folder));
  }

  /** The same, as another run sees it. */
  OnDisk again() {
    return at(root.resolve("..").normalize());
  }

  Repository repository() {
    return Repository.layout("app");
  }

  ByTag tag(String tag) {
    return new ByTag(repository(), tag);
  }

  ByDigest digest(Digest digest) {
    return new ByDigest(repository(), digest);
  }

  RawManifest image(String tag) throws RegistryException {
    return TestImages.pushImage(registry, tag(tag), tag);
  }

  /** Makes something that hangs on an image; it is not written. */
  RawManifest note(RawManifest subject, String text, Map<String, String> annotations) throws RegistryException {
    return TestImages.artifact(registry, repository(), subject.descriptor(), NOTE, Bytes.utf8(text), annotations);
  }

  List<Digest> referrers(RawManifest subject) throws RegistryException {
    var listed = (Referrers.Listed) registry.referrers(digest(subject.digest()));
    return listed.descriptors().stream().map(Descriptor::digest).toList();
  }

  Path file(String name) {
    return root.resolve(name);
  }

  Path blob(Digest digest) {
    return file(LayoutFiles.blob(digest));
  }

  String index() throws IOException {
    return Files.readString(file("index.json"));
  }

  /** The entries of {@code index.json} as they are written. */
  List<JsonObject> entries() throws IOException {
    try {
      return StrictJson.parseObject(Bytes.utf8(index()), "index").array("manifests").stream()
          .map(JsonObject.class::cast)
          .toList();
    } catch (MalformedContent e) {
      throw new AssertionError(e);
    }
  }

  void writeIndex(String json) throws IOException {
    Files.createDirectories(file("blobs/sha256"));
    Files.writeString(file("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
    Files.writeString(file("index.json"), json);
  }

  /** Puts a blob there by hand. */
  Digest put(Bytes content) throws IOException {
    Digest digest = Digest.sha256(content);
    Files.write(blob(digest), content.toByteArray());
    return digest;
  }

  static RegistryException fails(Kind kind, Executable call) {
    RegistryException failure = assertThrows(RegistryException.class, call);
    assertEquals(kind, failure.kind(), failure.getMessage());
    return failure;
  }
}
