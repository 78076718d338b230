package dev.inkan.registry.attached;

import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.RawManifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one place says hangs on a digest. Nothing of it is proven: {@link Attached#open} does that, entry by entry.
 *
 * @param offered whether the registry has such a place at all; when not, there are no entries
 * @param entries in the place's order; one that stands twice with the same media type, digest and size is kept once.
 *     Never filtered: artifact types in listings are often wrong
 * @param notices what was strange about the place, for a person to read; printable
 * @param contents what was read of the entries already, by digest
 */
public record Listing(
    Place place,
    boolean offered,
    List<Descriptor> entries,
    List<String> notices,
    Map<Digest, RawManifest> contents) {

  public Listing {
    entries = List.copyOf(entries);
    notices = List.copyOf(notices);
    contents = Map.copyOf(contents);
    if (!offered && !entries.isEmpty()) {
      throw new IllegalArgumentException("entries of a place that is not offered");
    }
  }

  public Listing(Place place, boolean offered, List<Descriptor> entries, List<String> notices) {
    this(place, offered, entries, notices, Map.of());
  }

  /** The same with something strange about the place. */
  Listing noting(String notice) {
    return new Listing(place, offered, entries, List.of(notice), contents);
  }

  /** The manifest that an entry names, when it came with the listing. */
  Optional<RawManifest> content(Descriptor entry) {
    return Optional.ofNullable(contents.get(entry.digest()));
  }
}
