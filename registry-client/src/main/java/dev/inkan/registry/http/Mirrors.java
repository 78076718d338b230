package dev.inkan.registry.http;

import dev.inkan.registry.reference.Repository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where repositories are read besides at their registry. A mirror is only asked for what a digest proves: tags,
 * referrers and writing are the registry's alone, so that no mirror decides what an image is or hides what is said of
 * it. Must be safe for several threads.
 */
@FunctionalInterface
public interface Mirrors {

  /**
   * How a repository is read.
   *
   * @param mirrors in the order in which they are asked, before the registry
   * @param instead what takes the registry's place, for tags and referrers too, or null; nothing is written then
   * @param blockedBy who forbids to ask the registry, such as a file's name, or null
   */
  record Route(List<Mirror> mirrors, @Nullable Mirror instead, @Nullable String blockedBy) {
    /** To the registry, as if there were no mirrors. */
    public static final Route DIRECT = new Route(List.of(), null, null);

    public Route {
      mirrors = List.copyOf(mirrors);
    }
  }

  /**
   * How {@code repository} is read.
   *
   * @throws UnusableMirrors when what says so cannot be used; then the repository is not read at all
   */
  Route route(Repository repository) throws UnusableMirrors;

  /** Every registry is asked itself. */
  static Mirrors none() {
    return repository -> Route.DIRECT;
  }
}
