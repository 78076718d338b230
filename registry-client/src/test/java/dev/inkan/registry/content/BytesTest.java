package dev.inkan.registry.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void nobodyCanChangeThem() throws Exception {
    byte[] array = {1, 2, 3};
    Bytes bytes = Bytes.of(array);
    array[0] = 9;
    bytes.toByteArray()[1] = 9;
    assertEquals(Bytes.of(new byte[] {1, 2, 3}), bytes);
    assertThrows(ReadOnlyBufferException.class, () -> bytes.asReadOnlyBuffer().put((byte) 9));
    assertEquals(1, bytes.newInputStream().read());
  }

  @Test
  void equalContentIsEqual() {
    assertEquals(Bytes.utf8("a"), Bytes.utf8("a"));
    assertEquals(Bytes.utf8("a").hashCode(), Bytes.utf8("a").hashCode());
    assertNotEquals(Bytes.utf8("a"), Bytes.utf8("b"));
    assertTrue(Bytes.EMPTY.isEmpty());
    assertEquals(Bytes.utf8("abc"), Bytes.concat(Bytes.utf8("a"), Bytes.EMPTY, Bytes.utf8("bc")));
  }

  @Test
  void theirTextFormShowsNoContent() {
    assertEquals("Bytes[6]", Bytes.utf8("secret").toString());
  }

  @Test
  void whatIsNotUtf8HasNoText() throws Exception {
    assertEquals("\u20ac", Bytes.utf8("\u20ac").utf8());
    assertThrows(MalformedContent.class, () -> Bytes.of(new byte[] {(byte) 0xff}).utf8());
  }
}
