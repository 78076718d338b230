package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.References;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The images that a layout lists, without what hangs on them. */
final class Roots {
  private static final int MAX_NAMES = 20;
  /** Each is read, for its own bytes say whether it hangs on something. */
  private static final int MAX_READ = 1000;

  private Roots() {}

  static Reference only(Layout layout, Request request) throws RegistryException {
    LayoutIndex index = layout.index(request);
    List<Descriptor> candidates = index.contents(Roots::mayBeImage);
    if (candidates.size() > MAX_READ) {
      throw request.local("there are more than " + MAX_READ + " things in it: write a tag or a digest behind its name");
    }
    List<Descriptor> images = candidates.stream()
        .filter(image -> !Content.hangs(layout.files(), request, image))
        .toList();
    List<String> digests = images.stream().map(image -> image.digest().toString()).distinct().toList();
    if (digests.isEmpty()) {
      throw request.failure(Kind.NOT_FOUND, "there is no image in it");
    }
    if (digests.size() > 1) {
      throw request.local("there are " + digests.size() + " images in it: write "
          + names(index, digests) + " behind its name");
    }
    List<String> tags = tags(index, digests.getFirst());
    return tags.size() == 1
        ? new ByTag(request.repository(), tags.getFirst())
        : new ByDigest(request.repository(), images.getFirst().digest());
  }

  private static boolean mayBeImage(Entry entry) {
    String name = entry.name();
    return (entry.descriptor().mediaType().isImage() || entry.descriptor().mediaType().isIndex())
        && Families.suffix(entry.kind()) == null
        && (name == null || !Families.isAttached(name));
  }

  private static List<String> tags(LayoutIndex index, String digest) {
    return index.entries().stream()
        .filter(entry -> entry.descriptor().digest().toString().equals(digest))
        .map(Entry::name)
        .filter(Objects::nonNull)
        .filter(tag -> References.isTag(tag) && !Families.isAttached(tag))
        .distinct()
        .toList();
  }

  private static String names(LayoutIndex index, List<String> digests) {
    String names = digests.stream()
        .limit(MAX_NAMES)
        .map(digest -> tags(index, digest).isEmpty() ? "@" + digest : ":" + tags(index, digest).getFirst())
        .collect(Collectors.joining(", "));
    return Printable.text(names) + (digests.size() > MAX_NAMES ? ", ..." : "");
  }
}
