package dev.inkan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A271: somebody else is at work in the same folder while a key is made. Whoever is asked for the password does it, for
 * then the folder was looked at already and nothing is written yet.
 */
class KeyFilesTest {
  private Path folder;
  private TestWorld world;

  @BeforeEach
  void setUp(@TempDir Path temporary) {
    folder = temporary;
    world = new TestWorld(folder);
  }

  @FunctionalInterface
  private interface Deed {
    void now() throws IOException;
  }

  private void generateWhile(Deed deed) {
    world.person(question -> {
      try {
        if (question.startsWith("password")) {
          deed.now();
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return "secret".toCharArray();
    });
    assertEquals(2, world.run("key", "generate"), world::err);
    assertEquals("", world.out());
  }

  @Test
  void aPrivateKeyThatTurnsUpIsNotOverwritten() throws Exception {
    generateWhile(() -> Files.writeString(folder.resolve("inkan.key"), "theirs"));
    assertEquals("theirs", Files.readString(folder.resolve("inkan.key")));
    assertFalse(Files.exists(folder.resolve("inkan.pub")));
  }

  @Test
  void aLinkThatTurnsUpIsNotFollowed() throws Exception {
    generateWhile(() -> Files.createSymbolicLink(folder.resolve("inkan.key"), Path.of("elsewhere")));
    assertFalse(Files.exists(folder.resolve("elsewhere")));
    assertTrue(Files.isSymbolicLink(folder.resolve("inkan.key")));
  }

  @Test
  void whenTheSecondFileCannotBeCreatedTheFirstIsTakenAway() throws Exception {
    generateWhile(() -> Files.writeString(folder.resolve("inkan.pub"), "theirs"));
    assertFalse(Files.exists(folder.resolve("inkan.key")));
    assertEquals("theirs", Files.readString(folder.resolve("inkan.pub")));
    assertTrue(world.err().contains("inkan.pub is there already, and is not overwritten"), world.err());
  }
}
