package dev.inkan.registry.reference;

import dev.inkan.registry.content.Printable;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where images of one name are stored, fully expanded: {@code docker.io/library/busybox}, or a layout on disk: the
 * folder {@code oci:build/images}, an archive. {@link References} makes one of what people type.
 *
 * @param host the registry as the user named it, in lower case, with its port if it has one ({@code localhost:5000});
 *     Docker Hub is always {@code docker.io}. Of a layout its whole text, {@code oci:DIR}, {@code oci-archive:FILE} or {@code docker-archive:FILE}
 * @param path the name below it, of the distribution specification's grammar. Of a layout empty, and of nothing else
 */
public record Repository(String host, String path) {
  /** Docker Hub's name, whatever host its API is served from. */
  public static final String DOCKER_HUB = "docker.io";

  /** What a layout on disk can be. */
  public enum LocalForm {
    /** An OCI image layout. */
    FOLDER("oci:"),
    /** A tar archive of one. */
    OCI_ARCHIVE("oci-archive:"),
    /** A tar archive as {@code docker save} writes it, read as a layout. */
    DOCKER_ARCHIVE("docker-archive:");

    private final String prefix;

    LocalForm(String prefix) {
      this.prefix = prefix;
    }

    /** What a name of this form begins with. */
    public String prefix() {
      return prefix;
    }

    /** Whether it can be read but not written. */
    public boolean isArchive() {
      return this != FOLDER;
    }

    static Optional<LocalForm> of(String text) {
      return Arrays.stream(values()).filter(form -> text.startsWith(form.prefix)).findFirst();
    }
  }

  private static final int MAX_FILE = 4096;

  /** All hosts that are meant by it. */
  public static final Set<String> DOCKER_HUB_NAMES = Set.of(DOCKER_HUB, "index.docker.io", "registry-1.docker.io");

  /** Throws {@link IllegalArgumentException} when a part is not of its grammar or not fully expanded. */
  public Repository {
    String fault = fault(host, path);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
  }

  /**
   * An OCI image layout: all images in one folder. Two names of one folder are two repositories.
   *
   * @param directory the folder as the user named it; the prefix is not part of it
   * @throws IllegalArgumentException when no folder can have that name
   */
  public static Repository layout(String directory) {
    return local(LocalForm.FOLDER, directory);
  }

  /**
   * All images of one folder or archive. Two names of one are two repositories.
   *
   * @param file as the user named it; the prefix is not part of it
   * @throws IllegalArgumentException when no file can have that name
   */
  public static Repository local(LocalForm form, String file) {
    return new Repository(form.prefix() + file, "");
  }

  /** Whether this is on disk, not a repository of a registry: a layout, or an archive that is read as one. */
  public boolean isLayout() {
    return path.isEmpty();
  }

  /** What it is on disk; empty for a repository of a registry. */
  public Optional<LocalForm> form() {
    return isLayout() ? LocalForm.of(host) : Optional.empty();
  }

  /** The folder or file of a layout, as the user named it; throws {@link IllegalStateException} for anything else. */
  public String file() {
    return form()
        .map(form -> host.substring(form.prefix().length()))
        .orElseThrow(() -> new IllegalStateException("not on disk: " + this));
  }

  /** What keeps this from being a repository, or null. */
  static @Nullable String fault(String host, String path) {
    LocalForm form = path.isEmpty() ? LocalForm.of(host).orElse(null) : null;
    if (form != null) {
      return fileFault(form.isArchive() ? "file" : "folder", host.substring(form.prefix().length()));
    }
    if (host.length() + 1 + path.length() > NameGrammar.MAX_NAME) {
      return "host and name are longer than " + NameGrammar.MAX_NAME + " characters";
    }
    String fault = NameGrammar.hostFault(host);
    if (fault == null) {
      fault = NameGrammar.pathFault(path);
    }
    if (fault == null && DOCKER_HUB_NAMES.contains(host) && !(host.equals(DOCKER_HUB) && path.contains("/"))) {
      fault = "not written in full: " + host + "/" + path + " is docker.io/NAMESPACE/NAME";
    }
    return fault;
  }

  private static @Nullable String fileFault(String kind, String name) {
    if (name.isEmpty()) {
      return "the name of the layout's " + kind + " is empty";
    }
    if (name.length() > MAX_FILE) {
      return "the " + kind + "'s name is longer than " + MAX_FILE + " characters";
    }
    boolean plain = name
        .codePoints()
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    return plain ? null : "not a " + kind + "'s name: " + Printable.quoted(name);
  }

  @Override
  public String toString() {
    return isLayout() ? host : host + "/" + path;
  }
}
