package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.reference.Repository.LocalForm;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/** In which folder a repository's layout is. */
sealed interface Place {

  /**
   * The layout of the request's repository, whether there is one or not.
   *
   * @throws RegistryException UNSUPPORTED when it cannot be here; LOCAL when no folder can have its name
   */
  Layout of(Request request) throws RegistryException;

  /** The folder or the archive that the repository itself names; a relative name is looked for in {@code base}. */
  record Named(Path base) implements Place {
    @Override
    public Layout of(Request request) throws RegistryException {
      LocalForm form = request.repository().form().orElse(null);
      if (form == null) {
        throw request.failure(Kind.UNSUPPORTED, "it is a registry, not a folder on this machine");
      }
      Path path = resolve(request, base, request.repository().file());
      return switch (form) {
        case FOLDER -> Layout.alone(path);
        case OCI_ARCHIVE -> Layout.archived(Archive.ofLayout(request, path));
        case DOCKER_ARCHIVE -> Layout.archived(DockerArchive.open(request, path));
      };
    }
  }

  /** The folder below {@code base} that has the repository's path, whatever its host: a registry kept on disk. */
  record Below(Path base) implements Place {
    /** What a layout has in its own folder: a repository of that name would lie in the middle of another. */
    private static final Set<String> TAKEN = Set.of(LayoutFiles.VERSION, LayoutFiles.INDEX, LayoutFiles.BLOBS);

    @Override
    public Layout of(Request request) throws RegistryException {
      if (request.repository().isLayout()) {
        throw request.failure(Kind.UNSUPPORTED, "it is a layout by itself, and none of this registry's");
      }
      Path folder = base;
      for (String part : request.repository().path().split("/")) {
        if (TAKEN.contains(part)) {
          throw request.failure(
              Kind.UNSUPPORTED, "a repository that is kept as a layout cannot be called " + part + ", or lie below that");
        }
        folder = resolve(request, folder, part);
        if (Files.isSymbolicLink(folder)) {
          throw request.local(part + " is a symbolic link, which is not followed");
        }
      }
      return Layout.amongOthers(folder);
    }
  }

  private static Path resolve(Request request, Path folder, String name) throws RegistryException {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw request.local("no folder can have this name here");
    }
  }
}
