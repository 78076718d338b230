package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;

/** What is being asked of which layout, as failures name it. */
record Request(Repository repository, String operation) {

  RegistryException failure(Kind kind, String detail) {
    return new RegistryException(kind, operation, repository.host(), detail);
  }

  /** What the user can mend: a file or folder that is not as it must be. */
  RegistryException local(String detail) {
    return failure(Kind.LOCAL, detail);
  }

  /**
   * A file, named as it is below the layout, that the system would not let us use, or not to the end. What failed as one
   * of ours already speaks for itself.
   */
  RegistryException local(String file, Exception e) {
    if (e instanceof RegistryException ours) {
      return ours;
    }
    if (e instanceof ClosedByInterruptException || e instanceof FileLockInterruptionException) {
      return new RegistryException(Kind.TIMEOUT, operation, repository.host(), null, "interrupted", e);
    }
    String reason =
        switch (e) {
          case AccessDeniedException ignored -> "this user has no right to it";
          case NoSuchFileException ignored -> "it is not there";
          case ReadOnlyFileSystemException ignored -> "the file system is read-only";
          case FileSystemException system when system.getReason() != null -> system.getReason();
          default -> e instanceof IOException && e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName();
        };
    return new RegistryException(
        Kind.LOCAL, operation, repository.host(), null, Printable.text(file + ": " + reason), e);
  }
}
