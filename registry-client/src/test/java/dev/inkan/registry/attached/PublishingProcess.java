package dev.inkan.registry.attached;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.reference.Repository;
import java.nio.file.Path;

/** A process of its own that hangs several notes on an image, one after the other. */
final class PublishingProcess {
  static final int NOTES = 10;

  private PublishingProcess() {}

  /** FOLDER HOST DIGEST SIZE NAME. */
  public static void main(String[] args) throws Exception {
    var app = new Repository(args[1], "app");
    var subject = new Descriptor(MediaType.OCI_MANIFEST, Digest.parse(args[2]), Long.parseLong(args[3]));
    try (HttpRegistry registry = HttpRegistry.open(HttpRegistryOptions.defaults().withTurns(Path.of(args[0])))) {
      var writer = new AttachedWriter(registry, registry);
      for (int i = 0; i < NOTES; i++) {
        writer.publish(app, note(subject, args[4] + " " + i));
      }
    }
  }

  static RawManifest note(Descriptor subject, String text) {
    return RawManifest.of(
        MediaType.OCI_MANIFEST,
        Bytes.utf8("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",\"artifactType\":"
            + "\"application/vnd.example.note\",\"config\":{\"mediaType\":\"application/vnd.oci.empty.v1+json\","
            + "\"digest\":\"" + Digest.sha256(Bytes.utf8("{}")) + "\",\"size\":2},\"layers\":[],\"annotations\":"
            + "{\"text\":\"" + text + "\"},\"subject\":{\"mediaType\":\"" + subject.mediaType() + "\",\"digest\":\""
            + subject.digest() + "\",\"size\":" + subject.size() + "}}"));
  }
}
