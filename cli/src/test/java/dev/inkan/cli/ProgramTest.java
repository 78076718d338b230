package dev.inkan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  private TestWorld world;

  @BeforeEach
  void setUp(@TempDir Path folder) {
    world = new TestWorld(folder);
  }

  /** A265. */
  @Test
  void aResultThatCannotBeWrittenIsAFailure() {
    var closed = new PrintStream(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        },
        false,
        StandardCharsets.UTF_8);
    assertEquals(2, world.runInto(closed, "version"));
    assertTrue(world.err().contains("standard output took not all of the result"), world.err());
  }

  /** A274: nobody knows what an unexpected exception quotes. */
  @Test
  void aBugIsOneSentenceWithoutTraceAndWithoutItsMessage() {
    assertEquals(70, world.runInto(faulty(), "version"));
    assertEquals(1, world.err().lines().count(), world.err());
    assertTrue(world.err().startsWith("inkan: this is a bug of inkan, not yours (IllegalStateException at dev.inkan."));
    assertFalse(world.err().contains("hunter2"), world.err());
  }

  @Test
  void theTraceOfABugIsThereWhenAskedForButItsMessageIsNot() {
    assertEquals(70, world.runInto(faulty(), "version", "-v"));
    assertTrue(world.err().contains("\n    at dev.inkan.cli.Program.run("), world.err());
    assertTrue(world.err().contains("\njava.lang.IllegalArgumentException\n"), world.err());
    assertFalse(world.err().contains("hunter2"), world.err());
  }

  private static PrintStream faulty() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
      @Override
      public void print(String text) {
        throw new IllegalStateException("token hunter2", new IllegalArgumentException("password hunter2"));
      }
    };
  }
}
