package dev.inkan.signer.testing;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.attached.Attached;
import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** An image in a registry behind real HTTP, a client for it, and what can be seen of both. */
public final class Workshop implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-23T20:37:54Z");

  public final MisbehavingRegistry registry;
  public final HttpRegistry client;
  public final Repository repository;
  public final RawManifest image;

  private Workshop(MisbehavingRegistry registry) throws RegistryException {
    this.registry = registry;
    this.client = HttpRegistry.open(HttpRegistryOptions.defaults().withPause(wait -> {}).withRetries(1));
    this.repository = registry.repository("team/app");
    this.image = TestImages.pushImage(registry.content(), registry.tag("team/app", "v1"));
    registry.clearRequests();
  }

  /** On a registry with the referrers API. */
  public static Workshop withApi() throws IOException {
    return new Workshop(MisbehavingRegistry.start());
  }

  /** On a registry that only has the fallback tag. */
  public static Workshop withoutApi() throws IOException {
    return new Workshop(MisbehavingRegistry.over(MemoryRegistry.without(Lack.REFERRERS_API)));
  }

  public OneSigner signer(String key) {
    return new OneSigner(TestData.signingKey(key), client, client);
  }

  /** A signer that writes under {@code .sig} tags. */
  public OneSigner tagSigner(String key) {
    return OneSigner.ofTags(TestData.signingKey(key), client, client);
  }

  public ByDigest subject() {
    return new ByDigest(repository, image.digest());
  }

  /** What is listed, as stored and without HTTP. */
  public List<Descriptor> listed(Place place) throws RegistryException {
    return new Attached(registry.content()).list(subject(), place).entries();
  }

  /** The requests that change something. */
  public List<String> writes() {
    return registry.requests().stream()
        .filter(request -> !request.method().equals("GET") && !request.method().equals("HEAD"))
        .map(Object::toString)
        .toList();
  }

  /** Where the fallback index of the image is. */
  public String fallbackTag() {
    return image.digest().toString().replace(':', '-');
  }

  /** An index manifest of these entries. */
  public static RawManifest index(List<Descriptor> entries) {
    var json = new StringBuilder("{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":[");
    for (Descriptor entry : entries) {
      json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
          .append("{\"mediaType\":\"" + entry.mediaType() + "\",\"size\":" + entry.size() + ",\"digest\":\""
              + entry.digest() + "\"}");
    }
    return RawManifest.of(MediaType.OCI_INDEX, Bytes.utf8(json.append("]}").toString()));
  }

  @Override
  public void close() throws IOException {
    client.close();
    registry.close();
  }
}
