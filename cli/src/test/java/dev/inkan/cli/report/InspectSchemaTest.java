package dev.inkan.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.cli.TestWorld;
import dev.inkan.cli.quickstart.Forger;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.content.StrictJson;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code inspect --output json} prints is of the published schema, and the same bytes for the same facts. */
class InspectSchemaTest {
  private TestWorld world;
  private MisbehavingRegistry registry;
  private ByTag signed;
  private RawManifest image;
  private JsonObject schema;

  @BeforeEach
  void setUp(@TempDir Path folder) throws Exception {
    Path file = Path.of(System.getProperty("inkan.root"), "docs", "schema", "inspect.schema.json");
    schema = StrictJson.parseObject(Bytes.of(Files.readAllBytes(file)), "schema");
    registry = MisbehavingRegistry.start();
    world = new TestWorld(folder);
    world.take("keys/p256.pkcs8.key", "release.key");
    signed = registry.tag("app", "signed");
    image = TestImages.pushImage(registry.content(), signed);
    assertEquals(0, world.run("sign", "--key", "release.key", signed.toString()), world.err());
  }

  @AfterEach
  void tearDown() throws Exception {
    registry.close();
  }

  private JsonObject inspect(int exit, ByTag tag) throws Exception {
    world.forget();
    assertEquals(exit, world.run("inspect", "--output", "json", "--retries", "0", tag.toString()), world.err());
    JsonObject document = StrictJson.parseObject(Bytes.utf8(world.out()), "document");
    assertEquals(List.of(), Schema.faults(schema, document), world.out());
    return document.object("manifest");
  }

  private void hang(String type, String content, Map<String, String> annotations) throws Exception {
    registry
        .content()
        .pushManifest(
            signed.repository(),
            TestImages.artifact(
                registry.content(),
                signed.repository(),
                image.descriptor(),
                new MediaType(type),
                Bytes.utf8(content),
                annotations));
  }

  @Test
  void aSignedImageConforms() throws Exception {
    JsonObject shown = inspect(0, signed);
    assertEquals("image", shown.string("kind"));
    JsonObject signature = shown.array("attached").getFirst().asObject("attached");
    assertEquals("signature", signature.string("kind"));
    JsonObject content = signature.array("contents").getFirst().asObject("content");
    assertEquals("https://sigstore.dev/cosign/sign/v1", content.string("type"));
  }

  @Test
  void theSameFactsGiveTheSameBytes() throws Exception {
    inspect(0, signed);
    String first = world.out();
    inspect(0, signed);
    assertEquals(first, world.out());
  }

  @Test
  void everyKindOfThingConforms() throws Exception {
    hang("application/spdx+json", "{}", Map.of("org.opencontainers.image.created", "2026-05-29T12:00:00Z"));
    hang("application/vnd.dev.sigstore.bundle.v0.3+json", "not one", Map.of());
    hang("application/vnd.in-toto+json", "{}", Map.of("in-toto.io/predicate-type", "https://slsa.dev/provenance/v1"));
    hang("application/vnd.example.note", "a note", Map.of());
    assertEquals(5, inspect(0, signed).array("attached").size());
  }

  @Test
  void anIndexConforms() throws Exception {
    ByTag all = registry.tag("app", "all");
    TestImages.pushIndex(registry.content(), all);
    assertEquals(2, inspect(0, all).array("children").size());
  }

  @Test
  void whatIsAboutSomethingElseConforms() throws Exception {
    RawManifest other = TestImages.pushImage(registry.content(), registry.tag("app", "other"));
    Forger.moveSignatures(registry.content(), signed.repository(), image, other);
    inspect(0, registry.tag("app", "other"));
  }

  @Test
  void whatCannotBeReadConforms() throws Exception {
    registry.has(Fault.status(503, On.blobs()));
    inspect(3, signed);
    registry.behaves();
    registry.has(Fault.status(429, On.referrers()));
    inspect(3, signed);
    registry.behaves();
    registry.has(Fault.bitFlipped(On.blobs()));
    inspect(1, signed);
  }

  /** A267: a document, too, can be shown on a terminal. */
  @Test
  void textFromOutsideIsEscaped() throws Exception {
    String evil = "\u009b2J\u001b[2J\u202e\u2028";
    hang("application/vnd.in-toto+json", "{}", Map.of("in-toto.io/predicate-type", evil));
    inspect(0, signed);
    assertTrue(world.out().chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), world.out());
    assertEquals(0, world.run("inspect", signed.toString()), world.err());
    assertTrue(world.out().chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), world.out());
  }

  @Test
  void theCheckItselfSeesWhatDoesNotConform() throws Exception {
    inspect(0, signed);
    JsonObject good = StrictJson.parseObject(Bytes.utf8(world.out()), "document");
    for (String member : good.members().keySet()) {
      var without = new LinkedHashMap<>(good.members());
      without.remove(member);
      assertFalse(Schema.faults(schema, new JsonObject(without)).isEmpty(), member);
    }
    var changed = new LinkedHashMap<>(good.members());
    changed.put("verdict", new JsonString("admit"));
    assertFalse(Schema.faults(schema, new JsonObject(changed)).isEmpty());
  }
}
