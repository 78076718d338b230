package dev.inkan.registry.http;

import dev.inkan.registry.reference.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Another place to read a repository from. Credentials for it are those of its own host, never the repository's.
 *
 * @param repository its name there
 * @param allowHttp whether it may be spoken to in plain text when it speaks no TLS
 * @param namespace the host that it stands for, which it is told with every request ({@code ?ns=}), or null
 * @param certificates kept for it alone, or null: those that are kept for its host
 */
public record Mirror(
    Repository repository,
    boolean allowHttp,
    @Nullable String namespace,
    CertificateFolders.@Nullable Found certificates) {

  /** Without more than its name, over https. */
  public static Mirror of(Repository repository) {
    return new Mirror(repository, false, null, null);
  }
}
