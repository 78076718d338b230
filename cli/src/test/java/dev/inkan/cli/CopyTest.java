package dev.inkan.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of a copy, and what is left of one that is ended. */
class CopyTest {
  @TempDir private Path folder;

  /** An image of one layer that takes a moment. */
  private static RawManifest largeImage(MisbehavingRegistry registry) throws Exception {
    var content = new byte[8 << 20];
    new Random(7).nextBytes(content);
    var app = registry.repository("app");
    Descriptor layer =
        TestImages.pushBlob(registry.content(), app, MediaType.OCI_LAYER_GZIP, Bytes.of(content));
    Descriptor config = TestImages.pushBlob(registry.content(), app, MediaType.OCI_CONFIG, Bytes.utf8("{}"));
    RawManifest image = TestImages.manifest(config, List.of(layer), null, null, Map.of());
    registry.content().pushTag(registry.tag("app", "v1"), image, new Expected.Anything());
    return image;
  }

  private static Fault slow(On on) {
    return new Fault("slow", on, Integer.MAX_VALUE, (exchange, chain) -> {
      long start = System.nanoTime();
      while (System.nanoTime() - start < 300_000_000L) {
        Thread.onSpinWait();
      }
      chain.doFilter(exchange);
    });
  }

  @Test
  void whoWatchesSeesHowFarItIsAndNothingOfItStays() throws Exception {
    try (var source = MisbehavingRegistry.start(); var destination = MisbehavingRegistry.start()) {
      largeImage(source);
      source.has(slow(On.blobs()));
      var world = new TestWorld(folder);
      world.watch();
      assertEquals(0, world.run("copy", source.host() + "/app:v1", destination.host() + "/prod/app"));
      assertTrue(world.err().contains("\r\u001b[Kcopying  "), world.err());
      assertTrue(world.err().contains(" of 2 blobs, "), world.err());
      assertTrue(world.err().endsWith("\r\u001b[K"), world.err());
      assertFalse(world.out().contains("\u001b"));
    }
  }

  @Test
  void nobodyElseDoes() throws Exception {
    try (var source = MisbehavingRegistry.start(); var destination = MisbehavingRegistry.start()) {
      largeImage(source);
      source.has(slow(On.blobs()));
      for (String flag : List.of("--quiet", "--verbose")) {
        var world = new TestWorld(folder);
        world.watch();
        assertEquals(0, world.run("copy", flag, source.host() + "/app:v1", destination.host() + "/prod/app"));
        assertFalse(world.err().contains("\r"), world.err());
      }
      var unwatched = new TestWorld(folder);
      assertEquals(0, unwatched.run("copy", source.host() + "/app:v1", destination.host() + "/other/app"));
      assertEquals("", unwatched.err());
    }
  }

  /** Ctrl-C: exit code 130, no tag, and a second run finishes. */
  @Test
  void whoEndsItFindsNoTag() throws Exception {
    try (var source = MisbehavingRegistry.start();
        var destination = MisbehavingRegistry.over(new MemoryRegistry())) {
      RawManifest image = largeImage(source);
      destination.neverAnswers(On.manifests().and(On.method("PUT")));
      String from = source.host() + "/app:v1";
      String to = destination.host() + "/prod/app";
      Process process = ProcessTest.start(Map.of(), "copy", from, to);
      try (BufferedReader err = process.errorReader(UTF_8)) {
        while (destination.seen().stream().noneMatch(seen -> seen.method().equals("PUT")
            && seen.path().contains("/manifests/"))) {
          assertTrue(process.isAlive(), () -> err.lines().toList().toString());
          Thread.onSpinWait();
        }
        ProcessTest.signal(process, "INT");
        assertEquals(130, process.waitFor());
      }
      assertThrows(
          RegistryException.class, () -> destination.content().resolve(destination.tag("prod/app", "v1")));
      destination.behaves();
      assertEquals(0, new TestWorld(folder).run("copy", from, to));
      assertEquals(image, destination.content().resolve(destination.tag("prod/app", "v1")));
    }
  }
}
