package dev.inkan.registry.layout;

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
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.content.StrictJson;
import dev.inkan.registry.reference.References;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code index.json} lists, and how it is to be written again: whatever else is in it stays as it is. */
record LayoutIndex(JsonObject json, List<Entry> entries) {
  LayoutIndex {
    entries = List.copyOf(entries);
  }

  static LayoutIndex empty() {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("schemaVersion", JsonNumber.of(2));
    json.put("mediaType", new JsonString(MediaType.OCI_INDEX.value()));
    json.put("manifests", new JsonArray(List.of()));
    return new LayoutIndex(new JsonObject(json), List.of());
  }

  /**
   * Reads one.
   *
   * @throws MalformedContent when it is no OCI index, strict in all that an index must be
   */
  static LayoutIndex parse(Bytes bytes) throws MalformedContent {
    Manifest manifest = RawManifest.of(MediaType.OCI_INDEX, bytes).parse();
    JsonObject json = StrictJson.parseObject(bytes, "index");
    List<JsonValue> written = json.get("manifests") instanceof JsonArray array ? array.elements() : List.of();
    var entries = new ArrayList<Entry>();
    for (int i = 0; i < written.size(); i++) {
      entries.add(new Entry(written.get(i).asObject("manifests"), ((Manifest.Index) manifest).manifests().get(i)));
    }
    return new LayoutIndex(json, entries);
  }

  Bytes bytes() {
    Map<String, JsonValue> members = new LinkedHashMap<>(json.members());
    members.put("manifests", new JsonArray(entries.stream().<JsonValue>map(Entry::json).toList()));
    return JsonText.compact(new JsonObject(members));
  }

  /** Every tag once, in lexical order; names that are no tags are none. */
  List<String> tags() {
    Digest root = onlyRoot();
    return Stream.concat(
            entries.stream().map(Entry::name), entries.stream().map(entry -> familyTag(entry, root)))
        .filter(tag -> tag != null && References.isTag(tag))
        .distinct()
        .sorted()
        .toList();
  }

  /** What has this tag: nothing, or one content; when more, they contradict each other. */
  List<Descriptor> tagged(String tag) {
    List<Descriptor> named = contents(entry -> tag.equals(entry.name()));
    Digest root = onlyRoot();
    return named.isEmpty() ? contents(entry -> tag.equals(familyTag(entry, root))) : named;
  }

  /** The entries of that kind, the same content once. */
  List<Descriptor> contents(Predicate<Entry> which) {
    return entries.stream()
        .filter(which)
        .map(Entry::descriptor)
        .map(listed -> new Descriptor(listed.mediaType(), listed.digest(), listed.size()))
        .distinct()
        .toList();
  }

  /** Whether something of this digest is listed. */
  boolean lists(Digest digest) {
    return entries.stream().anyMatch(entry -> entry.descriptor().digest().equals(digest));
  }

  /**
   * The tag that an entry has without a name, or null: cosign saves one image and what hangs on it, and marks what is
   * what. Where there are several images, nobody can tell which of them it hangs on.
   */
  private static @Nullable String familyTag(Entry entry, @Nullable Digest root) {
    String suffix = Families.suffix(entry.kind());
    return suffix == null || root == null || entry.name() != null ? null : Families.tag(root, suffix);
  }

  private @Nullable Digest onlyRoot() {
    List<Digest> roots = roots();
    return roots.size() == 1 ? roots.getFirst() : null;
  }

  private List<Digest> roots() {
    return entries.stream()
        .filter(entry -> Families.isRoot(entry.kind()))
        .map(entry -> entry.descriptor().digest())
        .distinct()
        .toList();
  }

  /**
   * This index with the tag on {@code content}. What had the tag before is no longer listed, unless it {@code stays}
   * for another reason. An entry of the same content that has no name yet gets it.
   */
  LayoutIndex with(String tag, Descriptor content, @Nullable String kind, Predicate<Descriptor> stays) {
    List<Entry> changed = new ArrayList<>();
    Digest root = onlyRoot();
    boolean there = false;
    for (Entry each : entries) {
      // Who an unnamed family belongs to is told by there being one image only, which may be over now.
      String family = familyTag(each, root);
      Entry entry = family == null ? each : each.named(family, null);
      boolean same = entry.descriptor().isSameContent(content);
      if (!tag.equals(entry.name()) || same) {
        there |= tag.equals(entry.name());
        changed.add(entry);
      } else {
        release(entry, stays, changed);
      }
    }
    if (!there) {
      name(changed, tag, content, kind);
    }
    return new LayoutIndex(json, changed).inOrder();
  }

  /** What loses its tag is no longer listed, unless it stays for another reason. */
  private static void release(Entry entry, Predicate<Descriptor> stays, List<Entry> left) {
    if (stays.test(entry.descriptor())) {
      left.add(entry.unnamed());
    }
  }

  /** This index without the tag; what had it is no longer listed, unless it {@code stays} for another reason. */
  LayoutIndex without(String tag, Predicate<Descriptor> stays) {
    Set<Digest> tagged = tagged(tag).stream().map(Descriptor::digest).collect(Collectors.toSet());
    Digest root = onlyRoot();
    List<Entry> left = new ArrayList<>();
    for (Entry entry : entries) {
      boolean has = tag.equals(entry.name()) || tag.equals(familyTag(entry, root));
      if (!has || !tagged.contains(entry.descriptor().digest())) {
        left.add(entry);
      } else {
        release(entry, stays, left);
      }
    }
    return new LayoutIndex(json, left);
  }

  /** This index without the content, whatever tags it has. */
  LayoutIndex without(Digest content) {
    return new LayoutIndex(
        json, entries.stream().filter(entry -> !entry.descriptor().digest().equals(content)).toList());
  }

  private static void name(List<Entry> entries, String tag, Descriptor content, @Nullable String kind) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.name() == null && entry.descriptor().isSameContent(content)) {
        entries.set(i, entry.named(tag, kind));
        return;
      }
    }
    entries.add(Entry.of(content).named(tag, kind));
  }

  /** This index with an entry more, unless its digest is listed already. */
  LayoutIndex with(Descriptor descriptor) {
    if (lists(descriptor.digest())) {
      return this;
    }
    var more = new ArrayList<>(entries);
    more.add(Entry.of(descriptor));
    return new LayoutIndex(json, more);
  }

  /** Families behind everything else, those of the first image first: cosign takes the first that it finds. */
  private LayoutIndex inOrder() {
    Map<String, Integer> ranks = new HashMap<>();
    for (Digest root : roots()) {
      ranks.put(root.algorithm() + "-" + root.encoded(), ranks.size() + 1);
    }
    return new LayoutIndex(
        json, entries.stream().sorted(Comparator.comparingInt(entry -> rank(entry.name(), ranks))).toList());
  }

  private static int rank(@Nullable String tag, Map<String, Integer> ranks) {
    return tag == null || !Families.isAttached(tag)
        ? 0
        : ranks.getOrDefault(tag.replaceFirst("\\..*", ""), Integer.MAX_VALUE);
  }
}
