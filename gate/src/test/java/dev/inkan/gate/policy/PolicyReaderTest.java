package dev.inkan.gate.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.gate.policy.Requirement.All;
import dev.inkan.gate.policy.Requirement.Any;
import dev.inkan.gate.policy.Requirement.AtLeast;
import dev.inkan.gate.policy.Requirement.Signer;
import dev.inkan.gate.testing.Sections;
import dev.inkan.gate.testing.Signers;
import dev.inkan.registry.content.Bytes;
import dev.inkan.verifier.trust.TrustedSigner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String HEAD =
      """
      apiVersion: inkan.dev/v1
      kind: ImagePolicy
      metadata: {name: acme}
      rules: [{name: all, match: {images: ["**"]}, require: {signatures: release}}]
      """;
  private static final String SIGNERS = "signers: {release: {cosign: {key: release.pub}}}\n";

  private static Policy read(String yaml) throws PolicyException {
    return PolicyReader.read("policy.yaml", Bytes.utf8(yaml), Signers.files(), NOW);
  }

  private static PolicyException refused(String yaml) {
    return assertThrows(PolicyException.class, () -> read(yaml));
  }

  @Test
  void everyPartOfThisVersionIsRead() throws PolicyException {
    Policy policy =
        read(
            """
            apiVersion: inkan.dev/v1
            kind: ImagePolicy
            metadata: {name: acme-prod, version: 7, expires: "2027-03-01T01:00:00+01:00"}
            defaults: {noMatch: warn}
            signers:
              release: {cosign: {key: keys/release.pub}}
              ci: {cosign: {key: keys/ci.pub}}
              qa: {cosign: {key: keys/qa.pub}}
            rules:
              - name: prod
                match: {images: [r.example.com/prod/**, "r.example.com/app:v*"]}
                require:
                  signatures: {all: [release, {atLeast: {count: 1, of: [ci, {any: [qa]}]}}]}
              - name: rest
                match:
                  images:
                    - "**"
                require: {signatures: release}
            """);
    assertEquals("acme-prod", policy.name());
    assertEquals(7, policy.version());
    assertEquals(Instant.parse("2027-03-01T00:00:00Z"), policy.expires());
    assertEquals(NoMatch.WARN, policy.noMatch());
    assertEquals(
        List.of("release", "ci", "qa"), policy.signers().signers().stream().map(TrustedSigner::name).toList());
    assertEquals(List.of("prod", "rest"), policy.rules().stream().map(Rule::name).toList());
    assertEquals(
        List.of("r.example.com/prod/**", "r.example.com/app:v*"),
        policy.rules().getFirst().images().stream().map(ImagePattern::toString).toList());
    assertEquals(
        new All(
            List.of(
                new Signer("release"),
                new AtLeast(1, List.of(new Signer("ci"), new Any(List.of(new Signer("qa"))))))),
        policy.rules().getFirst().signatures());
    assertEquals(new Signer("release"), policy.rules().getLast().signatures());
  }

  @Test
  void whatIsLeftOutHasTheStrictDefault() throws PolicyException {
    Policy policy = read(HEAD + SIGNERS);
    assertEquals(NoMatch.DENY, policy.noMatch());
    assertNull(policy.version());
    assertNull(policy.expires());
    assertEquals(NoMatch.DENY, read(HEAD + SIGNERS + "defaults: {}\n").noMatch());
    assertEquals(NoMatch.ALLOW, read(HEAD + SIGNERS + "defaults: {noMatch: allow}\n").noMatch());
  }

  /** A205, A206, A219, A222, A223 and the closed list of policy.md 1: place and whole sentence of each. */
  @ParameterizedTest
  @MethodSource
  void isRefusedWithPlaceAndSentence(Sections refused) {
    String yaml = refused.body().replace("$BASE\n", HEAD).replace("$SIGNERS\n", SIGNERS);
    PolicyException exception = refused(yaml);
    assertEquals("policy.yaml:" + refused.heading(), exception.getMessage());
  }

  static List<Sections> isRefusedWithPlaceAndSentence() {
    return Sections.read("/dev/inkan/gate/policy/refused.txt");
  }

  /** YAML 1.2 core schema: these are text, whatever YAML 1.1 made of them. */
  @ParameterizedTest
  @ValueSource(strings = {"off", "no", "on", "yes", "y", "n", "2026-11-23", "1.2.3", "1-2", "0o9", "12a", "null-x"})
  void wordsThatOldYamlReadOtherwiseAreText(String word) throws PolicyException {
    Policy policy = read(HEAD.replace("name: acme", "name: " + word) + SIGNERS);
    assertEquals(word, policy.name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "0x1f", "0o7", "1.5", "1e3", ".inf", ".nan", "true", "False", "null", "~", ""})
  void aPlainNumberTruthValueOrNullIsNoText(String word) {
    PolicyException refused = refused(HEAD.replace("name: acme", "name: " + word) + SIGNERS);
    assertTrue(refused.sentence().startsWith("expected a name"), refused.sentence());
  }

  @Test
  void aQuotedNumberIsText() throws PolicyException {
    assertEquals("7", read(HEAD.replace("name: acme", "name: \"7\"") + SIGNERS).name());
  }

  @Test
  void thePlaceIsGivenInNumbersToo() {
    PolicyException refused = refused(HEAD + "singers: {}\n");
    assertEquals("policy.yaml", refused.file());
    assertEquals(5, refused.line());
    assertEquals(1, refused.column());
    assertTrue(refused.sentence().startsWith("\"singers\" is not known"), refused.sentence());
  }

  /** A policy is in force until the moment that it names, which is the first at which it is not. */
  @Test
  void aPolicyExpiresAtTheMomentItNames() throws PolicyException {
    String yaml = HEAD.replace("{name: acme}", "{name: acme, expires: \"2027-01-01T00:00:00Z\"}") + SIGNERS;
    Instant end = Instant.parse("2027-01-01T00:00:00Z");
    Policy policy = PolicyReader.read("p", Bytes.utf8(yaml), Signers.files(), end.minusNanos(1));
    assertTrue(policy.isInForce(end.minusNanos(1)));
    assertFalse(policy.isInForce(end));
    var refused =
        assertThrows(
            PolicyException.class, () -> PolicyReader.read("p", Bytes.utf8(yaml), Signers.files(), end));
    assertEquals(
        "p:3:33: the policy expired at 2027-01-01T00:00:00Z; renew it and set a later time", refused.getMessage());
  }

  @Test
  void keysAreAskedForAsThePolicyNamesThem() throws PolicyException {
    var asked = new ArrayList<String>();
    KeyLoader loader =
        (signer, key) -> {
          asked.add(signer + " = " + key);
          return Signers.withKey(signer, key);
        };
    String yaml = HEAD + "signers: {release: {cosign: {key: ../keys/release.pub}}, b: {cosign: {key: /etc/b}}}\n";
    var ignored = PolicyReader.read("policy.yaml", Bytes.utf8(yaml), loader, NOW);
    assertEquals(List.of("release = ../keys/release.pub", "b = /etc/b"), asked);
  }

  /** A key loader is the caller's; what it says about a file is shown in one line all the same. */
  @Test
  void whatTheKeyLoaderSaysIsMadePrintable() {
    KeyLoader hostile = (signer, key) -> {
      throw new UnloadableKey("no\n\u001b[2Jfile");
    };
    var refused =
        assertThrows(
            PolicyException.class,
            () -> PolicyReader.read("p", Bytes.utf8(HEAD + SIGNERS), hostile, NOW));
    assertEquals("no\\u000a\\u001b[2Jfile", refused.sentence());
  }

  /** YAML 1.2.2, 5.2 allows one in front, and editors write it. */
  @Test
  void aByteOrderMarkInFrontChangesNothing() throws PolicyException {
    assertEquals(read(HEAD + SIGNERS).digest(), read("\uFEFF" + HEAD + SIGNERS).digest());
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] bytes = (HEAD + SIGNERS).getBytes(UTF_8);
    bytes[bytes.length - 2] = (byte) 0xff;
    var refused =
        assertThrows(
            PolicyException.class, () -> PolicyReader.read("p", Bytes.of(bytes), Signers.files(), NOW));
    assertEquals("p:1:1: the file is not valid UTF-8; save it as UTF-8", refused.getMessage());
  }

  @Test
  void aFileBeyondTheBoundIsRefusedBeforeItIsParsed() {
    PolicyException refused = refused("[".repeat((1 << 20) + 1));
    assertEquals("the file has 1048577 bytes, more than the bound of 1048576", refused.sentence());
  }

  /** A052: depth is bounded before it costs a stack. */
  @Test
  void depthIsBounded() {
    assertEquals("nested more than 32 levels deep", refused("[".repeat(100_000)).sentence());
    assertEquals("nested more than 32 levels deep", refused("{a: ".repeat(33) + "}".repeat(33)).sentence());
    String tree = "{any: [".repeat(20) + "release" + "]}".repeat(20);
    String deep = HEAD.replace("signatures: release", "signatures: " + tree);
    assertEquals("nested more than 32 levels deep", refused(deep).sentence());
  }

  /** Whatever is done to a file, it is read or refused with a place in it; never is there another exception. */
  @Test
  void aMutilatedFileIsReadOrRefused() {
    var random = new Random(20261123);
    String file = HEAD + SIGNERS + "defaults: {noMatch: deny} # a comment\n";
    String spice = "[]{}:,-?&*!|>%@`\"'#\n\t \\~<=\u00e9\u2028\uFEFF\u0000";
    int refused = 0;
    for (int round = 0; round < 2000; round++) {
      var text = new StringBuilder(file);
      for (int bite = random.nextInt(4); bite >= 0; bite--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.setCharAt(at, spice.charAt(random.nextInt(spice.length())));
          default -> text.insert(at, spice.charAt(random.nextInt(spice.length())));
        }
      }
      refused += isRefused(text.toString()) ? 1 : 0;
    }
    assertTrue(refused > 1000, refused + " of 2000 refused");
  }

  private static boolean isRefused(String yaml) {
    try {
      return read(yaml).rules().isEmpty();
    } catch (PolicyException e) {
      assertTrue(e.line() >= 1 && e.line() <= yaml.lines().count() + 1, e.getMessage() + " of " + yaml);
      assertFalse(e.sentence().chars().anyMatch(Character::isISOControl), e.sentence());
      return true;
    }
  }

  @Test
  void numbersOfEntriesAreBounded() {
    String many = "\"**\", ".repeat(1001);
    assertEquals("a list of more than 1000 elements", refused(HEAD.replace("\"**\"", many)).sentence());
    var signers = new StringBuilder("signers:\n");
    for (int i = 0; i <= 1000; i++) {
      signers.append("  s").append(i).append(": {cosign: {key: s").append(i).append(".pub}}\n");
    }
    assertEquals("more than 1000 names", refused(HEAD + signers).sentence());
    String longKey = HEAD + SIGNERS.replace("release.pub", "x".repeat(4097));
    assertEquals("text of more than 4096 characters", refused(longKey).sentence());
  }

  @Test
  void equalMeaningHasEqualDigestAndAnotherKeyAnother() throws PolicyException {
    Policy policy = read(HEAD + SIGNERS);
    assertEquals(policy.digest(), read("# a comment\n" + SIGNERS + HEAD).digest());
    String quoted = SIGNERS.replace("{key: release.pub}", "{key: \"release.pub\"}");
    assertEquals(policy.digest(), read(HEAD + quoted).digest());
    for (String other :
        List.of(
            HEAD + SIGNERS.replace("release.pub", "other.pub"),
            HEAD.replace("name: acme", "name: acme2") + SIGNERS,
            HEAD.replace("name: acme", "name: acme, version: 1") + SIGNERS,
            HEAD.replace("name: acme", "name: acme, expires: \"2030-01-01T00:00:00Z\"") + SIGNERS,
            HEAD.replace("\"**\"", "r.io/a") + SIGNERS,
            HEAD.replace("signatures: release", "signatures: {any: [release]}") + SIGNERS,
            HEAD.replace("name: all", "name: each") + SIGNERS,
            HEAD + SIGNERS + "defaults: {noMatch: allow}\n")) {
      assertNotEquals(policy.digest(), read(other).digest(), other);
    }
  }

  @Test
  void aKeyAloneIsAPolicyForEveryImage() {
    Policy policy = Policy.requiring(Signers.named("inkan.pub"));
    assertEquals(NoMatch.DENY, policy.noMatch());
    assertEquals(1, policy.rules().size());
    assertEquals(new Signer("inkan.pub"), policy.rules().getFirst().signatures());
    assertEquals("**", policy.rules().getFirst().images().getFirst().toString());
  }

  @Test
  void valuesThatNoFileCouldGiveAreRefusedAsWell() {
    Signer a = new Signer("a");
    Signer b = new Signer("b");
    assertThrows(IllegalArgumentException.class, () -> new All(List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Any(List.of(a, a)));
    assertThrows(IllegalArgumentException.class, () -> new AtLeast(0, List.of(a)));
    assertThrows(IllegalArgumentException.class, () -> new AtLeast(2, List.of(a)));
    assertThrows(
        IllegalArgumentException.class, () -> new AtLeast(2, List.of(a, new Any(List.of(a, b)))));
    assertThrows(IllegalArgumentException.class, () -> new Rule("r", List.of(), a));
    Policy key = Policy.requiring(Signers.named("a"));
    Rule stranger = new Rule("r", List.of(ImagePattern.everything()), b);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Policy("p", null, null, NoMatch.DENY, key.signers(), List.of(stranger)));
    assertThrows(
        IllegalArgumentException.class, () -> new Policy("p", null, null, NoMatch.DENY, key.signers(), List.of()));
    Rule rule = key.rules().getFirst();
    assertThrows(
        IllegalArgumentException.class,
        () -> new Policy("p", null, null, NoMatch.DENY, key.signers(), List.of(rule, rule)));
  }
}
