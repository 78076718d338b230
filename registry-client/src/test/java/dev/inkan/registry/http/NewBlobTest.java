package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was made a moment ago need not be looked for. */
final class NewBlobTest {
  @Test
  void aBlobThatIsNewIsUploadedWithoutAsking() throws Exception {
    try (var server = RawServer.start(request -> request.method().equals("POST")
            ? Reply.of(202, "", "Location: /v2/app/blobs/uploads/7")
            : Reply.of(201, ""));
        var registry = Kit.once()) {
      registry.pushNewBlob(Kit.app(server), Kit.BLOB, Kit.CONTENT::newInputStream);
      assertEquals(
          List.of(
              "POST /v2/app/blobs/uploads/", "PUT /v2/app/blobs/uploads/7?digest=" + Kit.BLOB.digest()),
          server.lines());
      assertEquals(Kit.CONTENT, server.requests().getLast().body());
    }
  }
}
