package dev.inkan.envelope.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.envelope.Envelope;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatementTest {
  private static final Digest IMAGE = Digest.sha256(Bytes.utf8("image"));
  private static final Digest OTHER = Digest.sha256(Bytes.utf8("other"));
  private static final String GOOD = statement(subject("\"sha256\":\"" + IMAGE.encoded() + "\""));

  private static String statement(String subjects) {
    return "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[" + subjects
        + "],\"predicateType\":\"https://sigstore.dev/cosign/sign/v1\",\"predicate\":{}}";
  }

  private static String subject(String digests) {
    return "{\"digest\":{" + digests + "},\"annotations\":{}}";
  }

  private static String annotated(Digest digest, String annotations) {
    return "{\"digest\":{\"" + digest.algorithm() + "\":\"" + digest.encoded() + "\"},\"annotations\":" + annotations
        + "}";
  }

  private static Statement read(String json) throws MalformedEnvelope {
    return Statement.read(Bytes.utf8(json));
  }

  private static void refused(MalformedEnvelope.Kind kind, String sentence, String json) {
    MalformedEnvelope refusal = assertThrows(MalformedEnvelope.class, () -> read(json), json);
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(sentence), message);
    assertEquals(kind, refusal.kind());
  }

  private static void malformed(String sentence, String json) {
    refused(MalformedEnvelope.Kind.MALFORMED, sentence, json);
  }

  @Test
  void aStatementIsAboutItsSubjectsAndNothingElse() throws Exception {
    Statement statement = read(GOOD);
    assertEquals(Statement.COSIGN_SIGN, statement.type());
    assertTrue(statement.isAbout(IMAGE));
    assertFalse(statement.isAbout(OTHER));
    assertFalse(statement.isAbout(new Digest("blake3", IMAGE.encoded())), "the same digits under another algorithm");
  }

  @Test
  void whatCosignSignsIsWrittenInItsOrder() throws Exception {
    Bytes bare = Statement.cosignSign(IMAGE, Map.of());
    assertEquals(GOOD, bare.utf8());
    String notes = Statement.cosignSign(IMAGE, Map.of("b", "2", "a", "1\"\u00e9</")).utf8();
    assertTrue(notes.contains("},\"annotations\":{\"a\":\"1\\\"\u00e9</\",\"b\":\"2\"}}],"), notes);
    Statement read = read(notes);
    assertTrue(read.isAbout(IMAGE));
    assertEquals(Map.of("b", "2", "a", "1\"\u00e9</"), read.annotations(IMAGE));
  }

  @Test
  void bothVersionsAndAnyPredicateAreRead() throws Exception {
    String old = GOOD.replace("/v1\",\"subject\":[{", "/v0.1\",\"subject\":[{\"name\":\"r/app\",");
    assertEquals("r/app", read(old).subjects().getFirst().name());
    for (String predicate : List.of("\"text\"", "[1,2]", "null", "1.5e7", "{\"a\":{\"b\":[null]}}")) {
      assertTrue(read(GOOD.replace("\"predicate\":{}", "\"predicate\":" + predicate)).isAbout(IMAGE));
    }
    assertTrue(read(GOOD.replace(",\"predicate\":{}", "")).isAbout(IMAGE));
  }

  /** A070. */
  @ParameterizedTest
  @ValueSource(strings = {"https://in-toto.io/Statement/v2", "https://in-toto.io/Statement/v1/", "", "Statement",
      "http://in-toto.io/Statement/v1"})
  void anotherVersionIsUnknown(String version) {
    refused(MalformedEnvelope.Kind.UNKNOWN, "unknown version",
        GOOD.replace("https://in-toto.io/Statement/v1", version));
  }

  /** A066, A071. */
  @Test
  void aStatementHasSubjectsAndEachIsOne() {
    malformed("no subject", statement(""));
    malformed("\"subject\" is missing", GOOD.replaceFirst("\"subject\":\\[.*\\],", ""));
    malformed("\"subject\" is missing", GOOD.replaceFirst("\"subject\":\\[.*\\]", "\"subject\":null"));
    malformed("must be an array", GOOD.replaceFirst("\"subject\":\\[(.*)\\]", "\"subject\":$1"));
    malformed("must be an object", statement("null"));
    malformed("must be an object", statement(subject("\"sha256\":\"" + IMAGE.encoded() + "\"") + ",null"));
    malformed("\"digest\" is missing", statement("{\"name\":\"x\"}"));
    malformed("no digest", statement(subject("")));
    malformed("", "not JSON");
    malformed("", "");
    malformed("\"_type\" is missing", "{}");
    malformed("\"predicateType\" is missing", GOOD.replaceFirst("\"predicateType\":\"[^\"]*\",", ""));
    malformed("is empty", GOOD.replaceFirst("\"predicateType\":\"[^\"]*\"", "\"predicateType\":\"\""));
    assertThrows(IllegalArgumentException.class, () -> new Statement("t", List.of()));
  }

  /** A050, A051. */
  @ParameterizedTest
  @CsvSource({
    "subject, Subject", "predicateType, predicate_type", "_type, type", "digest, Digest", "annotations, extra"
  })
  void aMemberIsKnownAndStandsOnce(String name, String added) {
    malformed("unknown member", GOOD.replace("\"" + name + "\":", "\"" + added + "\":0,\"" + name + "\":"));
    malformed("stands twice", GOOD.replace("\"" + name + "\":", "\"" + name + "\":0,\"" + name + "\":"));
  }

  /** A050: in either order. */
  @Test
  void aDigestStandsOnce() {
    String good = "\"sha256\":\"" + IMAGE.encoded() + "\"";
    String evil = "\"sha256\":\"" + OTHER.encoded() + "\"";
    malformed("stands twice", statement(subject(good + "," + evil)));
    malformed("stands twice", statement(subject(evil + "," + good)));
  }

  /** A075, A073: a value of another length belongs to another algorithm. */
  @ParameterizedTest
  @ValueSource(strings = {"UPPER", " SPACE", "sha256:PREFIX", "SHORT", "", "LONG"})
  void aDigestHasOneSpelling(String kind) {
    String hex = IMAGE.encoded();
    String bent = switch (kind) {
      case "UPPER" -> hex.toUpperCase(Locale.ROOT);
      case " SPACE" -> " " + hex;
      case "sha256:PREFIX" -> "sha256:" + hex;
      case "SHORT" -> hex.substring(1);
      case "LONG" -> hex + hex;
      default -> "";
    };
    malformed("", GOOD.replace(hex, bent));
  }

  /** A073: neither another algorithm's agreement nor a disagreement beside it is a match. */
  @Test
  void onlyADigestThatCanBeProvenCounts() throws Exception {
    String right = "\"sha256\":\"" + IMAGE.encoded() + "\"";
    assertFalse(read(statement(subject("\"sha1\":\"" + IMAGE.encoded() + "\""))).isAbout(IMAGE));
    assertFalse(read(statement(subject("\"SHA256\":\"" + IMAGE.encoded() + "\""))).isAbout(IMAGE));
    assertTrue(read(statement(subject(right + ",\"gitCommit\":\"anything\""))).isAbout(IMAGE));
    assertFalse(read(statement(subject(right + ",\"sha512\":\"" + "ab".repeat(64) + "\""))).isAbout(IMAGE));
    Digest long512 = new Digest("sha512", "ab".repeat(64));
    assertTrue(read(statement(annotated(long512, "{}"))).isAbout(long512));
  }

  /** A074: any subject may be the one, wherever it stands. */
  @Test
  void theImageMayBeAnyOfTheSubjects() throws Exception {
    String other = annotated(OTHER, "{\"a\":\"other's\"}");
    Statement statement = read(statement((other + ",").repeat(5) + annotated(IMAGE, "{\"a\":\"b\"}")));
    assertTrue(statement.isAbout(IMAGE));
    assertEquals(Map.of("a", "b"), statement.annotations(IMAGE));
    assertEquals(Map.of(), statement.annotations(Digest.sha256(Bytes.EMPTY)));
  }

  @Test
  void annotationsOfOneDigestAreUnitedAndAContradictionIsNone() throws Exception {
    Statement statement = read(statement(String.join(
        ",", annotated(IMAGE, "{\"a\":\"1\",\"b\":\"2\"}"), annotated(IMAGE, "{\"b\":\"3\",\"c\":\"4\"}"),
        annotated(IMAGE, "{\"b\":\"2\"}"))));
    assertEquals(Map.of("a", "1", "c", "4"), statement.annotations(IMAGE));
  }

  @Test
  void anAnnotationThatIsNoStringMeetsNoDemand() throws Exception {
    Statement statement = read(statement(annotated(IMAGE, "{\"a\":1,\"b\":null,\"c\":[\"x\"],\"d\":\"y\"}")));
    assertEquals(Map.of("d", "y"), statement.annotations(IMAGE));
    malformed("must be an object", statement(annotated(IMAGE, "[]")));
  }

  /** A076. */
  @Test
  void subjectsAndDigestsAreBounded() throws Exception {
    String one = annotated(IMAGE, "{}");
    assertEquals(1024, read(statement(one + ("," + one).repeat(1023))).subjects().size());
    refused(MalformedEnvelope.Kind.LIMIT, "1025 subjects", statement(one + ("," + one).repeat(1024)));
    var digests = new StringBuilder("\"sha256\":\"" + IMAGE.encoded() + "\"");
    for (int i = 0; i < 31; i++) {
      digests.append(",\"x").append(i).append("\":\"0\"");
    }
    assertTrue(read(statement(subject(digests.toString()))).isAbout(IMAGE));
    refused(MalformedEnvelope.Kind.LIMIT, "33 digests", statement(subject(digests + ",\"y\":\"0\"")));
  }

  @Test
  void onlyAnInTotoPayloadIsReadAsAStatement() throws Exception {
    assertEquals(read(GOOD), Claims.read(envelope("application/vnd.in-toto+json")));
    for (String type : List.of("", "text/plain", "application/json", "application/vnd.in-toto+JSON")) {
      MalformedEnvelope refusal = assertThrows(MalformedEnvelope.class, () -> Claims.read(envelope(type)));
      assertEquals(MalformedEnvelope.Kind.UNKNOWN, refusal.kind(), "A061");
    }
  }

  private static Envelope envelope(String payloadType) {
    return new Envelope(
        "sigstore",
        payloadType,
        Bytes.utf8(GOOD),
        Bytes.EMPTY,
        List.of(new Envelope.Signature(Bytes.EMPTY, null)),
        new Envelope.Material.PublicKeyHint(""),
        List.of(),
        Map.of());
  }
}
