package dev.inkan.registry.mirror;

import dev.inkan.registry.http.Mirror;
import dev.inkan.registry.http.Mirrors;
import dev.inkan.registry.http.UnusableMirrors;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Podman's, skopeo's and CRI-O's {@code registries.conf} (containers-registries.conf(5), version 2), with the drop-ins
 * {@code FILE.d/*.conf} beside it. Short names are not looked up in it, and it names no credentials here.
 */
public final class RegistriesConf implements Mirrors {
  private static final int MAX_DROP_INS = 200;
  private static final Set<String> REGISTRY_KEYS =
      Set.of("prefix", "location", "insecure", "blocked", "mirror-by-digest-only", "mirror");
  private static final Set<String> MIRROR_KEYS = Set.of("location", "insecure", "pull-from-mirror");
  private static final Set<String> PULLS = Set.of("all", "digest-only", "tag-only");

  private final List<Entry> entries;

  private RegistriesConf(Collection<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Reads a file and its drop-ins, of which a later one replaces what an earlier one says of the same prefix.
   *
   * @throws UnusableMirrors when one of them cannot be used, or is of version 1
   */
  public static RegistriesConf read(Path file) throws UnusableMirrors {
    Map<String, Entry> byPrefix = new LinkedHashMap<>();
    add(file, byPrefix);
    for (Path dropIn : dropIns(file)) {
      add(dropIn, byPrefix);
    }
    return new RegistriesConf(byPrefix.values());
  }

  private static List<Path> dropIns(Path file) throws UnusableMirrors {
    Path folder = file.resolveSibling(file.getFileName() + ".d");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var files = new ArrayList<Path>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.conf")) {
      for (Path each : all) {
        files.add(each);
        if (files.size() > MAX_DROP_INS) {
          throw new UnusableMirrors(folder + " has more than " + MAX_DROP_INS + " files");
        }
      }
    } catch (IOException e) {
      throw new UnusableMirrors(folder + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  private static void add(Path file, Map<String, Entry> byPrefix) throws UnusableMirrors {
    Toml document = Toml.read(file);
    if (document.has("registries")) {
      throw document.wrong("registries", "is version 1 of this file; write [[registry]] tables");
    }
    var here = new LinkedHashMap<String, Entry>();
    for (Toml table : document.tables("registry")) {
      Entry entry = Entry.of(table);
      if (here.put(entry.prefix().text(), entry) != null) {
        throw table.wrong("prefix", "or location " + entry.prefix().text() + " is there twice");
      }
    }
    byPrefix.putAll(here);
  }

  @Override
  public Route route(Repository repository) throws UnusableMirrors {
    Entry best = null;
    int longest = -1;
    for (Entry entry : entries) {
      int matched = entry.prefix().matched(repository);
      // A host that is spelled out is nearer than a wildcard for it.
      if (matched > longest || (matched == longest && best != null && best.prefix().wildcard())) {
        best = matched < 0 ? best : entry;
        longest = matched;
      }
    }
    return best == null ? Route.DIRECT : best.route(repository, longest);
  }

  /** What a table is about: a host, or all below a domain, and the beginning of the path. */
  private record Prefix(String text, Location location, boolean wildcard) {

    static Prefix of(Toml table, String key) throws UnusableMirrors {
      String text = String.valueOf(table.text(key));
      boolean wildcard = key.equals("prefix") && text.startsWith("*.");
      Location location = Location.parse(wildcard ? text.substring(2) : text);
      if (location == null) {
        throw table.wrong(key, "is no registry, or folder of one, as HOST[:PORT][/PATH]");
      }
      return new Prefix(text, location, wildcard);
    }

    /** How much of the path it matches; -1 when it does not match. */
    int matched(Repository repository) {
      if (!wildcard) {
        return location.matched(repository);
      }
      boolean below = repository.host().endsWith("." + location.host());
      return below ? location.matched(new Repository(location.host(), repository.path())) : -1;
    }
  }

  private record Place(Location location, boolean insecure) {
    static Place of(Toml table) throws UnusableMirrors {
      return new Place(Prefix.of(table, "location").location(), table.flag("insecure"));
    }
  }

  /** One table. */
  private record Entry(
      Path file, Prefix prefix, @Nullable Location location, boolean insecure, boolean blocked, List<Place> mirrors) {

    static Entry of(Toml table) throws UnusableMirrors {
      table.allow(REGISTRY_KEYS);
      if (!table.has("prefix") && !table.has("location")) {
        throw new UnusableMirrors(table.file() + ": a [[registry]] has neither prefix nor location");
      }
      Prefix location = table.has("location") ? Prefix.of(table, "location") : null;
      Prefix prefix = location == null || table.has("prefix") ? Prefix.of(table, "prefix") : location;
      table.flag("mirror-by-digest-only");
      var mirrors = new ArrayList<Place>();
      for (Toml mirror : table.tables("mirror")) {
        mirror.allow(MIRROR_KEYS);
        if (!mirror.has("location")) {
          throw table.wrong("mirror", "without a location");
        }
        String pull = mirror.text("pull-from-mirror");
        if (pull != null && !PULLS.contains(pull)) {
          throw mirror.wrong("pull-from-mirror", "is all, digest-only or tag-only");
        }
        if (!"tag-only".equals(pull)) {
          mirrors.add(Place.of(mirror));
        }
      }
      return new Entry(
          table.file(),
          prefix,
          location == null ? null : location.location(),
          table.flag("insecure"),
          table.flag("blocked"),
          mirrors);
    }

    Route route(Repository repository, int matched) throws UnusableMirrors {
      String path = repository.path();
      String rest = matched == 0 ? path : path.substring(Math.min(path.length(), matched + 1));
      var places = new ArrayList<Mirror>();
      for (Place mirror : mirrors) {
        places.add(at(mirror.location(), rest, mirror.insecure()));
      }
      Mirror own = location == null
          ? new Mirror(repository, insecure, null, null)
          : at(location, rest, insecure);
      return new Route(places, own, blocked ? file.toString() : null);
    }

    private Mirror at(Location place, String rest, boolean plain) throws UnusableMirrors {
      Repository there = place.repository(rest);
      if (there == null) {
        throw new UnusableMirrors(
            file + ": below " + place.host() + (place.path().isEmpty() ? "" : "/" + place.path())
                + " no repository can be named for " + prefix.text());
      }
      return new Mirror(there, plain, null, null);
    }
  }
}
