package dev.inkan.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.BlobSource;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.RawServer;
import dev.inkan.registry.testing.RawServer.Request;
import dev.inkan.registry.testing.Reply;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A blob that another repository of the registry has is taken over; what is not, is uploaded. */
class MountTest {
  private static final BlobSource NOT_READ = () -> {
    throw new IOException("nobody reads it");
  };
  private static final String MOUNT = "POST /v2/app/blobs/uploads/?mount=" + Kit.BLOB.digest() + "&from=team/base";
  private static final String STORED = "Location: /v2/app/blobs/" + Kit.BLOB.digest();
  private static final String SESSION = "Location: /v2/app/blobs/uploads/7";

  private static Repository base(RawServer server) {
    return new Repository(server.host(), "team/base");
  }

  private static boolean isMount(Request request) {
    return request.line().contains("?mount=");
  }

  /** A registry that answers a mount with {@code mounted}, and takes uploads. */
  private static Reply answer(Request request, Reply mounted) {
    return isMount(request) ? mounted
        : request.method().equals("POST") ? Reply.of(202, "", SESSION) : Reply.of(201, "", STORED);
  }

  @Test
  void aMountIsOneRequestAndReadsNothing() throws Exception {
    try (var server = RawServer.start(r -> answer(r, Reply.of(201, "", STORED))); var registry = Kit.once()) {
      assertTrue(registry.mountBlob(Kit.app(server), Kit.BLOB, base(server), NOT_READ));
      assertEquals(List.of(MOUNT), server.lines());
    }
  }

  @Test
  void whatIsNotMountedGoesIntoTheSessionThatWasOpenedInstead() throws Exception {
    try (var server = RawServer.start(r -> answer(r, Reply.of(202, "", SESSION))); var registry = Kit.once()) {
      assertFalse(registry.mountBlob(Kit.app(server), Kit.BLOB, base(server), Kit.CONTENT::newInputStream));
      assertEquals(
          List.of(MOUNT, "PUT /v2/app/blobs/uploads/7?digest=" + Kit.BLOB.digest()), server.lines());
      assertEquals(Kit.CONTENT, server.requests().get(1).body());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405})
  void aRegistryThatRefusesToMountIsUploadedTo(int status) throws Exception {
    try (var server = RawServer.start(r -> answer(r, Reply.of(status))); var registry = Kit.once()) {
      assertFalse(registry.mountBlob(Kit.app(server), Kit.BLOB, base(server), Kit.CONTENT::newInputStream));
      assertEquals(
          List.of(MOUNT, "POST /v2/app/blobs/uploads/", "PUT /v2/app/blobs/uploads/7?digest=" + Kit.BLOB.digest()),
          server.lines());
    }
  }

  /** registry.md 6 row 46. */
  @Test
  void aMountOfSomethingElseIsNone() throws Exception {
    String other = "Location: /v2/app/blobs/sha256:" + "0".repeat(64);
    try (var server = RawServer.start(r -> answer(r, Reply.of(201, "", other))); var registry = Kit.once()) {
      assertFalse(registry.mountBlob(Kit.app(server), Kit.BLOB, base(server), Kit.CONTENT::newInputStream));
      assertEquals(3, server.requests().size());
    }
  }

  @Test
  void aRegistryThatCannotAnswerIsAskedAgain() throws Exception {
    var mounts = new AtomicInteger();
    try (var server = RawServer.start(
            r -> answer(r, mounts.incrementAndGet() == 1 ? Reply.of(503) : Reply.of(201, "", STORED)));
        var registry = HttpRegistry.open(Kit.options())) {
      assertTrue(registry.mountBlob(Kit.app(server), Kit.BLOB, base(server), NOT_READ));
      assertEquals(List.of(MOUNT, MOUNT), server.lines());
    }
  }

  @Test
  void anUploadIsNotSentToAnotherOrigin() throws Exception {
    try (var elsewhere = RawServer.start(r -> Reply.of(201));
        var server = RawServer.start(
            r -> answer(r, Reply.of(202, "", "Location: http://" + elsewhere.host() + "/upload")));
        var registry = Kit.once()) {
      Kit.fails(Kind.REFUSED, () -> registry.mountBlob(Kit.app(server), Kit.BLOB, base(server), NOT_READ));
      assertTrue(elsewhere.requests().isEmpty());
    }
  }

  @Test
  void nothingIsMountedFromAnotherRegistry() throws Exception {
    try (var server = RawServer.start(r -> Reply.of(201)); var registry = Kit.once()) {
      var foreign = new Repository("registry.example", "team/base");
      assertThrows(
          IllegalArgumentException.class,
          () -> registry.mountBlob(Kit.app(server), Kit.BLOB, foreign, NOT_READ));
      assertTrue(server.requests().isEmpty());
    }
  }

  /** One token for both, the own repository first: some services look at the first scope only. */
  @Test
  void theLoginCoversTheRepositoryThatTheBlobComesFrom() throws Exception {
    try (var tokens = RawServer.start(r -> Reply.of(200, "{\"token\":\"t\"}"));
        var server = RawServer.start(r -> r.header("Authorization") != null
            ? answer(r, Reply.of(201, "", STORED))
            : Reply.of(401, "", "WWW-Authenticate: Bearer realm=\"http://" + tokens.host() + "/token\""));
        var registry = Kit.once()) {
      assertTrue(registry.mountBlob(Kit.app(server), Kit.BLOB, base(server), NOT_READ));
      assertEquals(
          List.of("GET /token?scope=repository%3Aapp%3Apull%2Cpush&scope=repository%3Ateam%2Fbase%3Apull"),
          tokens.lines());
    }
  }

  @Test
  void whoMayNotReadTheOtherRepositoryUploads() throws Exception {
    try (var tokens = RawServer.start(r -> Reply.of(200, "{\"token\":\"t\"}"));
        var server = RawServer.start(r -> r.header("Authorization") == null || isMount(r)
            ? Reply.of(401, "", "WWW-Authenticate: Bearer realm=\"http://" + tokens.host() + "/token\"")
            : answer(r, Reply.of(500)));
        var registry = Kit.once()) {
      assertFalse(registry.mountBlob(Kit.app(server), Kit.BLOB, base(server), Kit.CONTENT::newInputStream));
    }
  }

  @Test
  void theEmbeddedRegistryMounts() throws Exception {
    var content = new MemoryRegistry();
    try (var server = MisbehavingRegistry.over(content); var registry = Kit.once()) {
      Repository from = server.repository("team/base");
      Repository to = server.repository("app");
      content.pushBlob(from, Kit.BLOB, Kit.CONTENT::newInputStream);
      assertTrue(registry.mountBlob(to, Kit.BLOB, from, NOT_READ));
      assertEquals(Kit.CONTENT, content.readBlob(to, Kit.BLOB, 100));
    }
  }
}
