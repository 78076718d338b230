package dev.inkan.cli.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.cli.TestWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a list of images may hold; the everyday of it is {@code testdata/scripts/verify-file.txt}. */
class ImageListTest {
  private Path folder;
  private TestWorld world;

  @BeforeEach
  void setUp(@TempDir Path temporary) throws IOException {
    folder = temporary;
    world = new TestWorld(folder);
    world.take("keys/p256.pub", "release.pub");
  }

  /** A list that is refused ends the call before any registry is asked. */
  private void assertRefused(String text, String sentence) throws IOException {
    Files.writeString(folder.resolve("list"), text, StandardCharsets.ISO_8859_1);
    assertEquals(2, world.run("verify", "--key", "release.pub", "--file", "list"), world.err());
    assertEquals("", world.out());
    assertTrue(world.err().contains(sentence), world.err());
  }

  @Test
  void aListHasABoundOfImages() throws IOException {
    assertRefused("a\n".repeat(10_001), "list:10001: more than 10000 images in one list");
  }

  @Test
  void aListHasABoundOfBytes() throws IOException {
    assertRefused("#" + "x".repeat(1 << 20), "has more than 1048576 bytes");
  }

  @Test
  void aLineHasABoundOfCharacters() throws IOException {
    assertRefused("\n" + "x".repeat(1025), "list:2: a line of 1025 characters is not an image's name");
  }

  @Test
  void aListIsTextInUtf8() throws IOException {
    assertRefused("\u00ff", "list is not text in UTF-8");
  }

  @Test
  void whatALineHoldsIsEscapedInTheError() throws IOException {
    assertRefused("app\u001b[2J", "list:1: \"app\\u001b[2J\" is not an image's name");
    world.forget();
    assertRefused("\u00ef\u00bb\u00bfapp", "list:1: \"\\ufeffapp\" is not an image's name");
  }

  @Test
  void linesOfWindowsAreLines() throws IOException {
    assertRefused("\r\n# a comment\r\nNot:A:Name\r\n", "list:3: \"Not:A:Name\" is not");
  }
}
