package dev.inkan.registry.server;

import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The uploads under way, their bytes in a temporary folder that is made with the first and goes with the last, so that
 * an idle server leaves nothing behind however it ends. At most 64: beyond, the one that was used longest ago and is idle
 * gives way.
 */
final class UploadSessions implements AutoCloseable {
  private static final int MAX_OPEN = 64;

  private final Map<String, UploadSession> open = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable Path folder;
  private boolean closed;

  /** Begins an upload; throws Refusal 429 when 64 are being written to at this moment, 503 when closed. */
  synchronized UploadSession begin(Repository repository) throws IOException, Refusal {
    if (closed) {
      throw new Refusal(503, "UNKNOWN", "the server is shutting down");
    }
    if (open.size() >= MAX_OPEN) {
      giveWay();
    }
    String id = UUID.randomUUID().toString();
    var session = new UploadSession(id, repository, Files.createFile(folder().resolve(id)));
    open.put(id, session);
    return session;
  }

  /** Made again when somebody swept it away: a server outlives a cleaner of temporary files. */
  private Path folder() throws IOException {
    if (folder == null || !Files.isDirectory(folder)) {
      folder = Files.createTempDirectory("inkan-uploads-");
    }
    return folder;
  }

  private void giveWay() throws IOException, Refusal {
    for (UploadSession session : open.values()) {
      if (session.lock().tryLock()) {
        try {
          open.remove(session.id());
          session.discard();
          return;
        } finally {
          session.lock().unlock();
        }
      }
    }
    throw new Refusal(429, "TOOMANYREQUESTS", MAX_OPEN + " uploads are under way");
  }

  /** The upload of that name in that repository; throws Refusal 404 when there is none. */
  synchronized UploadSession find(Repository repository, String id) throws Refusal {
    UploadSession session = open.get(id);
    if (session == null || !session.repository().equals(repository)) {
      throw new Refusal(404, "BLOB_UPLOAD_UNKNOWN", "no such upload");
    }
    return session;
  }

  synchronized void end(UploadSession session) throws IOException {
    open.remove(session.id());
    session.discard();
    if (open.isEmpty()) {
      removeFolder();
    }
  }

  private void removeFolder() throws IOException {
    if (folder != null) {
      Files.deleteIfExists(folder);
      folder = null;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    for (UploadSession session : open.values()) {
      session.discard();
    }
    open.clear();
    removeFolder();
  }
}
