package dev.inkan.cli.surroundings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.cli.surroundings.Terminal.Volume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Terminal terminal(Volume volume) {
    return new Terminal(stream(out), stream(err), volume);
  }

  private static PrintStream stream(OutputStream sink) {
    return new PrintStream(sink, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  /** A267: escape sequences, line ends, NUL and direction marks reach no terminal, whoever forgot to escape them. */
  @Test
  void aLineStaysOneLineAndCannotSteerATerminal() {
    String evil = "a\u001b[2J\u001b]0;x\u0007b\r\nc\u0000d\u202ee\u200f\u0085f\u2028g";
    Terminal terminal = terminal(Volume.VERBOSE);
    terminal.result(evil);
    terminal.note(evil);
    terminal.warn(evil);
    terminal.detail(evil);
    terminal.error(evil);
    String safe = "a\\u001b[2J\\u001b]0;x\\u0007b\\u000d\\u000ac\\u0000d\\u202ee\\u200f\\u0085f\\u2028g";
    assertEquals(safe + "\n", text(out));
    assertEquals(safe + "\nwarning: " + safe + "\n  " + safe + "\n" + safe + "\n", text(err));
  }

  @Test
  void aLongLineIsNotCut() {
    String line = "ü\uD83D\uDE00".repeat(2000);
    terminal(Volume.NORMAL).result(line);
    assertEquals(line + "\n", text(out));
  }

  @Test
  void quietLeavesResultsWarningsAndErrors() {
    Terminal terminal = terminal(Volume.QUIET);
    terminal.result("result");
    terminal.note("note");
    terminal.detail("detail");
    terminal.warn("careful");
    terminal.error("error");
    assertEquals("result\n", text(out));
    assertEquals("warning: careful\nerror\n", text(err));
  }

  @Test
  void detailsAreForTheVerbose() {
    terminal(Volume.NORMAL).detail("detail");
    assertEquals("", text(err));
    terminal(Volume.NORMAL).at(Volume.VERBOSE).detail("detail");
    assertEquals("  detail\n", text(err));
  }

  @Test
  void aFullDiskIsSeen() {
    var full = new PrintStream(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        },
        false,
        StandardCharsets.UTF_8);
    var terminal = new Terminal(full, stream(err), Volume.NORMAL);
    terminal.result("result");
    assertFalse(terminal.flush());
    assertTrue(terminal(Volume.NORMAL).flush());
  }
}
