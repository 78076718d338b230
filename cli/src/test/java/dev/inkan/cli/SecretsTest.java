package dev.inkan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A274, A275: no secret is ever said, whatever goes wrong and however much is asked to be said. */
class SecretsTest {
  private static final String CANARY = "canary-7f3a91";
  private static final String LOGIN =
      Base64.getEncoder().encodeToString(("robot:" + CANARY).getBytes(StandardCharsets.UTF_8));

  private TestWorld world;
  private Path folder;
  private MisbehavingRegistry registry;
  private ByTag image;

  @BeforeEach
  void setUp(@TempDir Path temporary) throws Exception {
    folder = temporary;
    world = new TestWorld(folder);
    registry = MisbehavingRegistry.start();
    image = registry.tag("app", "v1");
    TestImages.pushImage(registry.content(), image);
    world.take("keys/p256.pub", "release.pub");
    world.take("keys/p256.cosign.key", "other.key");
    Files.writeString(
        folder.resolve("config.json"), "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + LOGIN + "\"}}}");
  }

  @AfterEach
  void tearDown() throws Exception {
    registry.close();
  }

  private void check(int exit, String... words) {
    assertEquals(exit, world.run(words), world.err());
    for (String secret : List.of(CANARY, LOGIN)) {
      assertFalse(world.out().contains(secret), world.out());
      assertFalse(world.err().contains(secret), world.err());
    }
  }

  @Test
  void aPasswordIsNotSaid() {
    world.environment.put("INKAN_PASSWORD", CANARY);
    check(0, "key", "generate", "-v");
    check(0, "key", "public", "--key", "inkan.key", "-v");
    check(0, "sign", "--key", "inkan.key", "-v", image.toString());
    check(2, "key", "public", "--key", "other.key", "-v");
    check(2, "sign", "--key", "other.key", "-v", image.toString());
    check(2, "key", "generate", "-v");
  }

  @Test
  void aPasswordInThePlaceOfAFlagIsNotSaid() {
    for (List<String> words : List.of(
        List.of("key", "generate", "--password", CANARY),
        List.of("key", "generate", "--password=" + CANARY),
        List.of("key", "generate", "-p" + CANARY),
        List.of("key", "generate", CANARY),
        List.of("sign", "--identity-token", CANARY, image.toString()))) {
      check(2, words.toArray(String[]::new));
    }
  }

  @Test
  void aKeyInAVariableIsNotSaid() {
    world.environment.put("RELEASE", "-----BEGIN PRIVATE KEY-----\n" + CANARY + "\n-----END PRIVATE KEY-----\n");
    check(2, "sign", "--key", "env://RELEASE", "-v", image.toString());
    check(2, "verify", "--key", "env://RELEASE", "-v", image.toString());
    check(2, "verify", "--key", world.environment.get("RELEASE"), "-v", image.toString());
  }

  @Test
  void aLoginIsNotSaid() {
    String[] verify = {
      "verify", "--key", "release.pub", "--registry-config", "config.json", "--retries", "0", "-v", image.toString()
    };
    registry.has(Fault.status(401, On.everything(), Map.of("WWW-Authenticate", "Basic realm=\"x\"")));
    check(3, verify);
    assertTrue(world.err().contains("config.json"), world.err());
    assertTrue(
        registry.seen().stream().anyMatch(seen -> ("Basic " + LOGIN).equals(seen.headers().getFirst("Authorization"))),
        "the login was not even tried");
    registry.behaves();
    registry.has(Fault.status(403, On.everything()));
    check(3, verify);
  }

  @Test
  void aLoginInABrokenFileIsNotSaid() throws Exception {
    for (String broken : List.of("{\"auths\":{\"h\":{\"auth\":\"" + LOGIN, "{\"auths\":{\"h\":{\"auth\":\"" + CANARY
        + "\"}}}", CANARY)) {
      Files.writeString(folder.resolve("config.json"), broken);
      check(2, "verify", "--key", "release.pub", "--registry-config", "config.json", "-v", image.toString());
    }
  }

  @Test
  void aCredentialHelperIsNotToldThePasswordOfAKey() throws Exception {
    Path helper = folder.resolve("docker-credential-spy");
    Files.writeString(helper, "#!/bin/sh\nenv >'" + folder + "/heard'\necho '{\"Username\":\"u\",\"Secret\":\"s\"}'\n");
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.resolve("config.json"), "{\"credsStore\":\"spy\"}");
    world.environment.putAll(Map.of(
        "PATH", folder + ":/usr/bin:/bin", "INKAN_PASSWORD", CANARY, "COSIGN_PASSWORD", CANARY, "OTHER", "kept"));
    registry.has(Fault.status(401, On.everything(), Map.of("WWW-Authenticate", "Basic realm=\"x\"")));
    check(3, "verify", "--key", "release.pub", "--registry-config", "config.json", "--retries", "0", image.toString());
    String heard = Files.readString(folder.resolve("heard"));
    assertTrue(heard.contains("OTHER=kept"), heard);
    assertFalse(heard.contains(CANARY), heard);
  }
}
