package dev.inkan.registry.server;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Blobs by digest, whole or in part (distribution-spec "Pulling blobs"). */
record BlobEndpoint(RegistryReader reader, Deletion deletion) {

  Answer answer(Request request, Repository repository, Digest digest) throws Refusal {
    if (request.method().equals("DELETE")) {
      return deletion.blob(request, repository, digest);
    }
    if (!request.isRead()) {
      throw request.notAllowed();
    }
    Descriptor blob = describe(repository, digest);
    if (EntityTag.isIn(request.header("If-None-Match"), digest)) {
      return described(Answer.empty(304), digest);
    }
    ByteRange range = range(request, blob);
    if (range == null) {
      return described(new Answer(200, Map.of(), blob.size(), () -> open(repository, blob)), digest);
    }
    return described(new Answer(206, Map.of(), range.length(), () -> open(repository, blob, range)), digest)
        .with("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + blob.size());
  }

  private static Answer described(Answer answer, Digest digest) {
    return answer
        .with("Content-Type", "application/octet-stream")
        .with("Docker-Content-Digest", digest.toString())
        .with("ETag", EntityTag.of(digest))
        .with("Accept-Ranges", "bytes");
  }

  private Descriptor describe(Repository repository, Digest digest) throws Refusal {
    try {
      return reader.describeBlob(repository, digest);
    } catch (RegistryException e) {
      throw Refusal.of(e, "BLOB_UNKNOWN");
    }
  }

  private static @Nullable ByteRange range(Request request, Descriptor blob) throws Refusal {
    String condition = request.header("If-Range");
    boolean holds = condition == null || condition.equals(EntityTag.of(blob.digest()));
    return holds && request.method().equals("GET") ? ByteRange.parse(request.header("Range"), blob.size()) : null;
  }

  private InputStream open(Repository repository, Descriptor blob) throws IOException {
    return reader.blob(repository, blob);
  }

  private InputStream open(Repository repository, Descriptor blob, ByteRange range) throws IOException {
    InputStream in = reader.blob(repository, blob);
    in.skipNBytes(range.first());
    return in;
  }
}
