package dev.inkan.cli;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.FallbackTag;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.content.StrictJson;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;

/** Rewrites what hangs on an image so that descriptors bring their content along. */
final class Inlining {
  private Inlining() {}

  /**
   * The one thing that hangs on the subject gets its layer's content inside.
   *
   * @param listed whether the fallback index that lists it gets the manifest's content inside, too
   */
  static void inline(MemoryRegistry content, ByDigest subject, boolean listed) throws Exception {
    Repository repository = subject.repository();
    ByTag tag = FallbackTag.of(subject);
    Descriptor entry = listed
        ? ((Manifest.Index) content.resolve(tag).parse()).manifests().getFirst()
        : ((Referrers.Listed) content.referrers(subject)).descriptors().getFirst();
    RawManifest before = content.manifest(new ByDigest(repository, entry.digest()));
    Descriptor layer = ((Manifest.Image) before.parse()).layers().getFirst();
    Bytes bundle = content.readBlob(repository, layer, 1_000_000);
    RawManifest after = RawManifest.of(before.mediaType(), with(before.bytes(), "layers", layer, bundle));
    content.pushManifest(repository, after);
    content.deleteManifest(new ByDigest(repository, before.digest()));
    content.deleteBlob(repository, layer.digest());
    if (listed) {
      Bytes index = with(content.resolve(tag).bytes(), "manifests", after.descriptor(), after.bytes());
      content.pushTag(tag, RawManifest.of(content.resolve(tag).mediaType(), index), new Expected.Anything());
      content.deleteManifest(new ByDigest(repository, after.digest()));
    }
  }

  /** JSON with one descriptor in a list, which brings its content along. */
  private static Bytes with(Bytes json, String list, Descriptor descriptor, Bytes data) throws Exception {
    var members = new LinkedHashMap<String, JsonValue>(StrictJson.parseObject(json, "manifest").members());
    var entry = new LinkedHashMap<String, JsonValue>(descriptor.json().members());
    entry.put("data", new JsonString(Base64.getEncoder().encodeToString(data.toByteArray())));
    members.put(list, new JsonArray(new ArrayList<>(List.of(new JsonObject(entry)))));
    return JsonText.compact(new JsonObject(members));
  }
}
