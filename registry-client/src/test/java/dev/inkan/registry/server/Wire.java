package dev.inkan.registry.server;

import dev.inkan.registry.content.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Speaks plain HTTP to a server, without any of our client's care. */
final class Wire implements AutoCloseable {
  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  Wire(URI base) {
    this.base = base;
  }

  record Response(int status, HttpHeaders headers, Bytes body) {
    String header(String name) {
      return headers.firstValue(name).orElse("(none)");
    }

    String text() {
      return new String(body.toByteArray(), StandardCharsets.UTF_8);
    }
  }

  /** Headers alternate names and values. */
  Response send(String method, String path, Bytes body, String... headers) throws IOException, InterruptedException {
    boolean none = body.isEmpty() && (method.equals("GET") || method.equals("HEAD"));
    return send(method, path, none ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.toByteArray()), headers);
  }

  /** Sends the body in HTTP chunks, without a length, as tools that stream do. */
  Response sendChunked(String method, String path, Bytes body, String... headers)
      throws IOException, InterruptedException {
    return send(method, path, BodyPublishers.ofInputStream(body::newInputStream), headers);
  }

  private Response send(String method, String path, HttpRequest.BodyPublisher body, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(base.resolve(path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
    return new Response(response.statusCode(), response.headers(), Bytes.of(response.body()));
  }

  Response get(String path, String... headers) throws IOException, InterruptedException {
    return send("GET", path, Bytes.EMPTY, headers);
  }

  Response head(String path, String... headers) throws IOException, InterruptedException {
    return send("HEAD", path, Bytes.EMPTY, headers);
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
