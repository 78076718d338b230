package dev.inkan.cli.quickstart;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.content.StrictJson;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import java.util.LinkedHashMap;

/** What somebody with the right to push, and without the key, can do: hang good signatures on another image. */
public final class Forger {
  private Forger() {}

  /** Hangs everything that hangs on {@code from} on {@code to} as well. */
  public static void moveSignatures(MemoryRegistry registry, Repository repository, RawManifest from, RawManifest to)
      throws RegistryException {
    if (registry.referrers(new ByDigest(repository, from.digest())) instanceof Referrers.Listed listed) {
      for (Descriptor entry : listed.descriptors()) {
        RawManifest signature = registry.manifest(new ByDigest(repository, entry.digest()));
        registry.pushManifest(repository, withSubject(signature, to.descriptor()));
      }
    }
  }

  private static RawManifest withSubject(RawManifest signature, Descriptor subject) {
    try {
      var members = new LinkedHashMap<String, JsonValue>(
          StrictJson.parseObject(signature.bytes(), "signature").members());
      members.put("subject", subject.json());
      return RawManifest.of(signature.mediaType(), JsonText.compact(new JsonObject(members)));
    } catch (MalformedContent e) {
      throw new IllegalStateException("a manifest of our own making does not parse", e);
    }
  }
}
