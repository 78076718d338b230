package dev.inkan.registry.server;

import com.sun.net.httpserver.HttpExchange;
import dev.inkan.registry.content.JsonValue.JsonObject;
import java.io.IOException;
import java.util.Map;

/** Everything that the protocol can be asked for, and who answers it. */
record Endpoints(
    String host,
    ManifestEndpoint manifests,
    BlobEndpoint blobs,
    UploadEndpoint uploads,
    ListingEndpoint listings) {

  static Endpoints of(RegistryServer.Options options, String host, UploadSessions sessions) {
    var deletion = new Deletion(options.deleter());
    return new Endpoints(
        host,
        new ManifestEndpoint(options.reader(), options.writer(), deletion, options.referrersApi()),
        new BlobEndpoint(options.reader(), deletion),
        new UploadEndpoint(host, options.reader(), options.writer(), sessions, options.maxBlob()),
        new ListingEndpoint(options.reader(), options.referrersApi(), options.pageSize()));
  }

  /** Answers whatever is asked; a request that cannot be served gets the protocol's error. */
  Answer answer(HttpExchange exchange) {
    try {
      Request request = Request.of(exchange);
      return answer(request, Route.of(host, exchange.getRequestURI().getPath()))
          .with("Docker-Distribution-API-Version", "registry/2.0");
    } catch (Refusal refusal) {
      return Answer.refusing(refusal);
    } catch (IOException | RuntimeException e) {
      return Answer.refusing(new Refusal(500, "UNKNOWN", "a fault of this server: " + e.getClass().getSimpleName()));
    }
  }

  private Answer answer(Request request, Route route) throws Refusal, IOException {
    return switch (route) {
      case Route.Ping ignored -> ping(request);
      case Route.Manifests at -> manifests.answer(request, at.reference());
      case Route.Blob at -> blobs.answer(request, at.repository(), at.digest());
      case Route.Uploads at -> uploads.begin(request, at.repository());
      case Route.Upload at -> uploads.go(request, at.repository(), at.id());
      case Route.Tags at -> listings.tags(request, at.repository());
      case Route.Referrers at -> listings.referrers(request, at.subject());
    };
  }

  private static Answer ping(Request request) throws Refusal {
    if (request.isRead()) {
      return Answer.json(200, new JsonObject(Map.of()));
    }
    throw request.notAllowed();
  }
}
