package dev.inkan.registry.server;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Uploads: in one request, in two, in chunks, and mounts (distribution-spec "Pushing blobs"). */
record UploadEndpoint(
    String host, RegistryReader reader, RegistryWriter writer, UploadSessions sessions, long maxBlob) {

  private static final MediaType ANY_BYTES = new MediaType("application/octet-stream");
  private static final Pattern CONTENT_RANGE = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  Answer begin(Request request, Repository repository) throws Refusal, IOException {
    if (!request.method().equals("POST")) {
      throw request.notAllowed();
    }
    Answer mounted = mount(request, repository);
    if (mounted != null) {
      return mounted;
    }
    UploadSession session = sessions.begin(repository);
    String digest = request.query().get("digest");
    return digest == null ? accepted(202, session) : finish(request, session, digest);
  }

  Answer go(Request request, Repository repository, String id) throws Refusal, IOException {
    UploadSession session = sessions.find(repository, id);
    session.lock().lock();
    try {
      // It may have ended, or given way, while this request waited for another.
      sessions.find(repository, id);
      return switch (request.method()) {
        case "GET" -> accepted(204, session);
        case "PATCH" -> {
          append(request, session);
          yield accepted(202, session);
        }
        case "PUT" -> finish(request, session, request.query().get("digest"));
        case "DELETE" -> {
          sessions.end(session);
          yield Answer.empty(204);
        }
        default -> throw request.notAllowed();
      };
    } finally {
      session.lock().unlock();
    }
  }

  /** What is held already, here or in the repository that {@code from} names, needs no upload. */
  private @Nullable Answer mount(Request request, Repository repository) throws Refusal {
    String mount = request.query().get("mount");
    if (mount == null) {
      return null;
    }
    Digest digest = Route.digest(mount);
    String from = request.query().get("from");
    Repository source = from == null ? repository : Route.repository(host, from);
    try {
      Descriptor blob = reader.describeBlob(source, digest);
      if (!source.equals(repository)) {
        writer.pushBlob(repository, blob, () -> reader.blob(source, blob));
      }
      return created(repository, digest);
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.UNSUPPORTED) {
        return null;
      }
      throw Refusal.of(e, "BLOB_UNKNOWN");
    }
  }

  private void append(Request request, UploadSession session) throws Refusal, IOException {
    String range = request.header("Content-Range");
    if (range != null) {
      requireNext(request, range, session);
    }
    session.append(request.body(), request.announcedLength(), maxBlob);
  }

  /** A chunk that says where it belongs begins where the last one ended, and is as long as it says. */
  private static void requireNext(Request request, String range, UploadSession session) throws Refusal {
    Matcher parts = CONTENT_RANGE.matcher(range);
    if (!parts.matches()) {
      throw new Refusal(400, "BLOB_UPLOAD_INVALID", "Content-Range is not FIRST-LAST");
    }
    long first = Long.parseLong(parts.group(1));
    long length = Long.parseLong(parts.group(2)) - first + 1;
    long announced = request.announcedLength();
    if (first != session.size()) {
      throw new Refusal(416, "BLOB_UPLOAD_INVALID", "the chunk does not begin at byte " + session.size());
    }
    if (announced >= 0 && announced != length) {
      throw new Refusal(400, "SIZE_INVALID", "Content-Range and Content-Length differ");
    }
  }

  private Answer finish(Request request, UploadSession session, @Nullable String digestText)
      throws Refusal, IOException {
    if (digestText == null) {
      throw new Refusal(400, "DIGEST_INVALID", "the query has no digest");
    }
    Digest digest = Route.digest(digestText);
    append(request, session);
    if (!session.matches(digest)) {
      sessions.end(session);
      throw new Refusal(400, "DIGEST_INVALID", "what was uploaded is not " + digest);
    }
    var blob = new Descriptor(ANY_BYTES, digest, session.size());
    try {
      writer.pushBlob(session.repository(), blob, session::open);
    } catch (RegistryException e) {
      throw Refusal.of(e, "BLOB_UNKNOWN");
    }
    sessions.end(session);
    return created(session.repository(), digest);
  }

  private static Answer accepted(int status, UploadSession session) {
    return Answer.empty(status)
        .with("Location", "/v2/" + session.repository().path() + "/blobs/uploads/" + session.id())
        .with("Docker-Upload-UUID", session.id())
        .with("Range", "0-" + Math.max(0, session.size() - 1));
  }

  private static Answer created(Repository repository, Digest digest) {
    return Answer.empty(201)
        .with("Location", "/v2/" + repository.path() + "/blobs/" + digest)
        .with("Docker-Content-Digest", digest.toString());
  }
}
