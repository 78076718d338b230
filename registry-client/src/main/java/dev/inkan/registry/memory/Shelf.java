package dev.inkan.registry.memory;

import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One repository's content. Every method is atomic. */
final class Shelf {
  private final Map<Digest, Bytes> blobs = new HashMap<>();
  private final Map<Digest, HeldManifest> manifests = new LinkedHashMap<>();
  private final Map<String, Digest> tags = new TreeMap<>();

  synchronized @Nullable Bytes blob(Digest digest) {
    return blobs.get(digest);
  }

  synchronized @Nullable RawManifest manifest(Digest digest) {
    HeldManifest held = manifests.get(digest);
    return held == null ? null : held.raw();
  }

  synchronized @Nullable RawManifest tagged(String tag) {
    Digest digest = tags.get(tag);
    return digest == null ? null : manifest(digest);
  }

  /** In lexical order, as the specification lists them. */
  synchronized List<String> tags() {
    return List.copyOf(tags.keySet());
  }

  /** In the order in which they came. */
  synchronized List<Descriptor> referrers(Digest subject) {
    return manifests.values().stream()
        .filter(held -> subject.equals(held.subject()))
        .map(HeldManifest::asReferrer)
        .toList();
  }

  synchronized void put(Digest digest, Bytes blob) {
    blobs.put(digest, blob);
  }

  synchronized HeldManifest put(HeldManifest held) {
    manifests.putIfAbsent(held.raw().digest(), held);
    return held;
  }

  /** Whether there was such a tag. */
  synchronized boolean deleteTag(String tag) {
    return tags.remove(tag) != null;
  }

  /** Whether there was such a manifest; its tags go with it. */
  synchronized boolean deleteManifest(Digest digest) {
    tags.values().removeIf(digest::equals);
    return manifests.remove(digest) != null;
  }

  /** Whether there was such a blob. */
  synchronized boolean deleteBlob(Digest digest) {
    return blobs.remove(digest) != null;
  }

  /** Whether the tag was as expected, and so was moved. */
  synchronized boolean put(HeldManifest held, String tag, Expected expected) {
    Digest now = tags.get(tag);
    boolean holds =
        switch (expected) {
          case Expected.Anything ignored -> true;
          case Expected.Absent ignored -> now == null;
          case Expected.Named named -> named.digest().equals(now);
        };
    if (holds) {
      tags.put(tag, put(held).raw().digest());
    }
    return holds;
  }
}
