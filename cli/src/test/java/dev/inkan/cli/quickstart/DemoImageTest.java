package dev.inkan.cli.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoImageTest {

  @Test
  void theSameGreetingMakesTheSameImage() {
    assertEquals(new DemoImage("hello").manifest(), new DemoImage("hello").manifest());
    assertNotEquals(new DemoImage("hello").manifest(), new DemoImage("hullo").manifest());
  }

  @Test
  void itIsAnImageOfTwoLayers() throws Exception {
    var image = (Manifest.Image) new DemoImage("hello").manifest().parse();
    assertEquals(2, image.layers().size());
    assertTrue(image.layers().stream().allMatch(layer -> layer.mediaType().equals(MediaType.OCI_LAYER_GZIP)));
    assertEquals(MediaType.OCI_CONFIG, image.config().mediaType());
  }

  @Test
  void tarReadsItsLayers(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("layer.tar.gz");
    var layer = new TarLayer().folder("app").file("app/hello.sh", 0755, "echo hello\n").file("b", 0644, "");
    Files.write(file, layer.compressed().toByteArray());
    var tar = new ProcessBuilder("tar", "-xzvf", file.toString()).directory(folder.toFile()).start();
    assertEquals("app/\napp/hello.sh\nb\n", new String(tar.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, tar.waitFor());
    assertEquals("echo hello\n", Files.readString(folder.resolve("app/hello.sh")));
    assertTrue(Files.isExecutable(folder.resolve("app/hello.sh")));
    assertEquals(0, layer.archive().size() % 512);
  }
}
