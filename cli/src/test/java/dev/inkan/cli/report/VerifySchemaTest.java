package dev.inkan.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.cli.TestWorld;
import dev.inkan.cli.quickstart.Forger;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.content.StrictJson;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code verify --output json} prints is of the published schema, and the same bytes for the same facts. */
class VerifySchemaTest {
  private TestWorld world;
  private MisbehavingRegistry registry;
  private ByTag signed;
  private JsonObject schema;

  @BeforeEach
  void setUp(@TempDir Path folder) throws Exception {
    Path file = Path.of(System.getProperty("inkan.root"), "docs", "schema", "verify.schema.json");
    schema = StrictJson.parseObject(Bytes.of(Files.readAllBytes(file)), "schema");
    registry = MisbehavingRegistry.start();
    world = new TestWorld(folder);
    world.take("keys/p256.pkcs8.key", "release.key");
    world.take("keys/p256.pub", "release.pub");
    world.take("keys/p384.pub", "stranger.pub");
    signed = registry.tag("app", "signed");
    TestImages.pushImage(registry.content(), signed);
    assertEquals(0, world.run("sign", "--key", "release.key", "-a", "build=7", signed.toString()), world.err());
  }

  @AfterEach
  void tearDown() throws Exception {
    registry.close();
  }

  private JsonObject verify(int exit, String... words) throws Exception {
    world.forget();
    var all = new ArrayList<>(List.of("verify", "--output", "json", "--retries", "0"));
    all.addAll(List.of(words));
    assertEquals(exit, world.run(all.toArray(String[]::new)), world.err());
    JsonObject document = StrictJson.parseObject(Bytes.utf8(world.out()), "document");
    assertEquals(List.of(), Schema.faults(schema, document), world.out());
    return document;
  }

  private static JsonObject first(JsonObject document) throws Exception {
    return document.array("images").getFirst().asObject("image");
  }

  @Test
  void aYesConforms() throws Exception {
    JsonObject image = first(verify(0, "--key", "release.pub", signed.toString()));
    assertEquals("admit", image.string("verdict"));
    assertEquals(signed.toString(), image.string("reference"));
    assertEquals(1, image.array("signers").size());
  }

  @Test
  void theSameFactsGiveTheSameBytes() throws Exception {
    verify(0, "--key", "release.pub", signed.toString());
    String first = world.out();
    verify(0, "--key", "release.pub", signed.toString());
    assertEquals(first, world.out());
  }

  /** A266: only what holds is listed as a signer. */
  @Test
  void aNoConformsAndListsNoSignerThatDoesNotHold() throws Exception {
    JsonObject image = first(verify(1, "--key", "stranger.pub", signed.toString()));
    assertEquals(0, image.array("signers").size());
    assertEquals(1, image.array("rejected").size());
    assertEquals("BAD_SIGNATURE", image.array("rejected").getFirst().asObject("rejected").string("code"));
  }

  @Test
  void aMovedSignatureConforms() throws Exception {
    RawManifest image = registry.content().resolve(signed);
    RawManifest altered = TestImages.pushImage(registry.content(), registry.tag("app", "altered"));
    Forger.moveSignatures(registry.content(), signed.repository(), image, altered);
    verify(1, "--key", "release.pub", registry.tag("app", "altered").toString());
  }

  @Test
  void anIndexWithItsChildrenConforms() throws Exception {
    ByTag all = registry.tag("app", "all");
    TestImages.pushIndex(registry.content(), all);
    verify(1, "--key", "release.pub", all.toString());
  }

  @Test
  void whatCannotBeReadConforms() throws Exception {
    registry.has(Fault.status(503, On.blobs()));
    JsonObject unread = verify(3, "--key", "release.pub", signed.toString());
    assertEquals(1, first(unread).array("unread").size());
    registry.has(Fault.status(429, On.referrers()));
    verify(3, "--key", "release.pub", signed.toString());
    registry.has(Fault.html(On.everything()));
    JsonObject unresolved = verify(3, "--key", "release.pub", signed.toString());
    assertEquals("undetermined", unresolved.string("verdict"));
  }

  @Test
  void severalImagesAndTrustFromTheEnvironmentConform() throws Exception {
    world.environment.put("INKAN_KEY", "release.pub");
    JsonObject document =
        verify(1, "--trust-env", signed.toString(), registry.tag("app", "nowhere").toString());
    assertEquals("deny", document.string("verdict"));
    assertEquals(2, document.array("images").size());
    assertEquals(List.of(new JsonString("INKAN_KEY")), document.array("environment"));
  }

  /** A267: a document, too, can be shown on a terminal. */
  @Test
  void textFromOutsideIsEscapedInTheDocument() throws Exception {
    String evil = "\u009b2J\u001b[2J\u202e\u2028";
    assertEquals(0, world.run("sign", "--key", "release.key", "-a", "note=" + evil, signed.toString()), world.err());
    JsonObject image = first(verify(0, "--key", "release.pub", "-a", "note=" + evil, signed.toString()));
    assertEquals(
        evil, image.array("signers").getFirst().asObject("signer").object("annotations").string("note"));
    assertTrue(world.out().chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), world.out());
  }

  @Test
  void theCheckItselfSeesWhatDoesNotConform() throws Exception {
    JsonObject good = verify(0, "--key", "release.pub", signed.toString());
    for (String member : List.of("verdict", "images")) {
      var without = new LinkedHashMap<>(good.members());
      without.remove(member);
      assertFalse(Schema.faults(schema, new JsonObject(without)).isEmpty(), member);
    }
    for (String member : List.of("verdict", "images", "another")) {
      var changed = new LinkedHashMap<>(good.members());
      changed.put(member, new JsonString("perhaps"));
      assertFalse(Schema.faults(schema, new JsonObject(changed)).isEmpty(), member);
    }
    var image = new LinkedHashMap<String, JsonValue>(first(good).members());
    image.put("digest", new JsonString("nonsense"));
    var document = new LinkedHashMap<>(good.members());
    document.put("images", new JsonValue.JsonArray(List.of(new JsonObject(image))));
    assertEquals(
        List.of("/images/0/digest does not match its pattern"), Schema.faults(schema, new JsonObject(document)));
  }
}
