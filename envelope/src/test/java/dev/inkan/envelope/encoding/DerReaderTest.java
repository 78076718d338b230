package dev.inkan.envelope.encoding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.Bytes;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DerReaderTest {
  private static DerReader reader(String hex) {
    return DerReader.of(Bytes.of(HexFormat.of().parseHex(hex)));
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    Bytes long200 = Bytes.of(new byte[200]);
    Bytes long70000 = Bytes.of(new byte[70_000]);
    DerReader in = DerReader.of(Der.sequence(
        Der.integer(-129),
        Der.integer(BigInteger.TWO.pow(255)),
        Der.oid("1.2.840.113549.1.1.1"),
        Der.oid("2.16.840.1.101.3.4.2.1"),
        Der.nothing(),
        Der.bitString(long200),
        Der.octetString(long70000),
        Der.element(0xA0, Der.integer(7))));
    DerReader elements = in.sequence();
    in.end();
    assertEquals(BigInteger.valueOf(-129), elements.integer());
    assertEquals(BigInteger.TWO.pow(255), elements.integer());
    assertEquals("1.2.840.113549.1.1.1", elements.oid());
    assertEquals("2.16.840.1.101.3.4.2.1", elements.oid());
    elements.nothing();
    assertEquals(long200, elements.bitString());
    assertEquals(long70000, elements.octetString());
    assertTrue(elements.nextIs(0xA0));
    assertEquals(7, elements.inside(0xA0).smallInteger());
    assertFalse(elements.nextIs(0xA0));
    elements.end();
  }

  /** A106: what the Basic Encoding Rules allow and the Distinguished ones do not. */
  @ParameterizedTest
  @ValueSource(strings = {"", "02", "0200", "020200", "02020001", "0202ff80", "02810101", "0282000101", "0280010000",
      "02840000000101", "0203", "03020001"})
  void anIntegerHasOneEncoding(String hex) {
    assertThrows(MalformedEncoding.class, () -> reader(hex).integer());
  }

  @Test
  void anIntegerAtTheEdgeOfItsLengthIsNotPadded() throws Exception {
    assertEquals(BigInteger.valueOf(128), reader("02020080").integer());
    assertEquals(BigInteger.valueOf(-128), reader("020180").integer());
    assertEquals(BigInteger.valueOf(-129), reader("0202ff7f").integer());
    assertEquals(BigInteger.ZERO, reader("020100").integer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0201ff", "02050080000000"})
  void aSmallIntegerIsNeitherNegativeNorLarge(String hex) {
    assertThrows(MalformedEncoding.class, () -> reader(hex).smallInteger());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0300", "030101", "03020180"})
  void aBitStringIsOfWholeBytes(String hex) {
    assertThrows(MalformedEncoding.class, () -> reader(hex).bitString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0600", "060180", "06022a80", "06032a8001", "06072a8180808000ff", "06062affffffff7f"})
  void anObjectIdentifierHasOneEncoding(String hex) {
    assertThrows(MalformedEncoding.class, () -> reader(hex).oid());
  }

  @Test
  void nothingMayFollowNorStickOut() throws Exception {
    DerReader behind = reader("300000");
    behind.sequence();
    assertThrows(MalformedEncoding.class, behind::end);
    assertThrows(MalformedEncoding.class, () -> reader("3003020201").sequence().integer());
    assertThrows(MalformedEncoding.class, () -> reader("050100").nothing());
  }
}
