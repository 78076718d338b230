package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.server.RegistryServer;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.Reply;
import dev.inkan.registry.testing.TestImages;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** distribution-spec "Content Management". */
class DeletionTest {

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void whatTheRegistryHasDeletedIsDeleted(int status) throws Exception {
    try (var server = RawServer.start(request -> Reply.of(status)); var registry = Kit.once()) {
      registry.deleteTag(Kit.v1(server));
      registry.deleteManifest(Kit.image(server));
      registry.deleteBlob(Kit.app(server), Kit.BLOB.digest());
      assertEquals(
          List.of(
              "DELETE /v2/app/manifests/v1",
              "DELETE /v2/app/manifests/" + Kit.MANIFEST.digest(),
              "DELETE /v2/app/blobs/" + Kit.BLOB.digest()),
          server.lines());
    }
  }

  @Test
  void aWholeRegistryLosesWhatIsDeletedAndNothingElse() throws Exception {
    try (var server = RegistryServer.start(RegistryServer.Options.serving(new MemoryRegistry()));
        var registry = Kit.once()) {
      var app = new Repository(server.host(), "app");
      RawManifest image = TestImages.pushImage(registry, new ByTag(app, "v1"));
      registry.pushTag(new ByTag(app, "v2"), image, new Expected.Anything());
      RawManifest note = TestImages.artifact(
          registry, app, image.descriptor(), MediaType.OCI_LAYER_GZIP, Bytes.utf8("note"), Map.of());
      registry.pushManifest(app, note);
      registry.deleteTag(new ByTag(app, "v1"));
      Kit.fails(Kind.NOT_FOUND, () -> registry.resolve(new ByTag(app, "v1")));
      assertEquals(image, registry.resolve(new ByTag(app, "v2")));
      registry.deleteManifest(new ByDigest(app, note.digest()));
      assertEquals(
          List.of(), ((Referrers.Listed) registry.referrers(new ByDigest(app, image.digest()))).descriptors());
      Digest layer = ((Manifest.Image) note.parse()).layers().getFirst().digest();
      registry.deleteBlob(app, layer);
      Kit.fails(Kind.NOT_FOUND, () -> registry.deleteBlob(app, layer));
      registry.deleteManifest(new ByDigest(app, image.digest()));
      Kit.fails(Kind.NOT_FOUND, () -> registry.resolve(new ByTag(app, "v2")));
    }
  }

  /** docker-registry 2.8 answers 400 to a tag, others 405: its manifest is never deleted in its place. */
  @ParameterizedTest
  @ValueSource(ints = {400, 405, 501})
  void aRegistryThatDeletesNoTagsKeepsTheManifestToo(int status) throws Exception {
    try (var server = RawServer.start(request -> Reply.of(status)); var registry = Kit.once()) {
      Kit.fails(Kind.UNSUPPORTED, () -> registry.deleteTag(Kit.v1(server)));
      assertEquals(List.of("DELETE /v2/app/manifests/v1"), server.lines());
    }
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    try (var server = RawServer.start(request -> Reply.of(404)); var registry = Kit.once()) {
      Kit.fails(Kind.NOT_FOUND, () -> registry.deleteTag(Kit.v1(server)));
    }
  }

  @Test
  void whatIsGoneAfterAnAnswerThatWasLostIsDeleted() throws Exception {
    var asked = new AtomicInteger();
    try (var server =
            RawServer.start(request -> asked.incrementAndGet() == 1 ? Reply.of(502) : Reply.of(404));
        var registry = HttpRegistry.open(Kit.options().withRetries(1))) {
      registry.deleteManifest(Kit.image(server));
      assertEquals(2, asked.get());
    }
  }

  /** Nor may somebody else be told to delete what we named here. */
  @Test
  void itLeadsNowhereElse() throws Exception {
    try (var elsewhere = RawServer.start(request -> Reply.of(202));
        var server = RawServer.start(
            request -> Reply.of(307, "", "Location: http://" + elsewhere.host() + "/v2/app/manifests/v1"));
        var registry = Kit.once()) {
      Kit.fails(Kind.REFUSED, () -> registry.deleteTag(Kit.v1(server)));
      assertEquals(List.of(), elsewhere.lines());
    }
  }

  @Test
  void theLoginIsForDeleting() throws Exception {
    try (var tokens = RawServer.start(request -> Reply.of(200, "{\"token\":\"t0k3n\"}", "Content-Type: application/json"));
        var server = RawServer.start(request -> request.header("Authorization") == null
            ? Reply.of(401, "", "WWW-Authenticate: Bearer realm=\"http://" + tokens.host() + "/token\",service=\"s\"")
            : Reply.of(202));
        var registry = Kit.once()) {
      registry.deleteTag(Kit.v1(server));
      String asked = tokens.requests().getFirst().target();
      assertTrue(asked.contains("repository:app:delete,pull") || asked.contains("repository%3Aapp%3Adelete%2Cpull"), asked);
    }
  }

  @Test
  void anythingElseIsNoDeletion() throws Exception {
    try (var server = RawServer.start(request -> Reply.of(403)); var registry = Kit.once()) {
      RegistryException e = Kit.fails(Kind.DENIED, () -> registry.deleteTag(Kit.v1(server)));
      assertEquals(403, e.status().orElseThrow());
    }
  }
}
