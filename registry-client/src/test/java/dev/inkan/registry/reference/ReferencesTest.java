package dev.inkan.registry.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people type, and what it names (distribution-spec; docker's rules for the host). */
class ReferencesTest {
  private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final String DIGEST = "sha256:" + HEX;

  @ParameterizedTest
  @CsvSource({
    "busybox, docker.io/library/busybox:latest",
    "busybox:1.36, docker.io/library/busybox:1.36",
    "library/busybox, docker.io/library/busybox:latest",
    "grafana/loki, docker.io/grafana/loki:latest",
    "docker.io/busybox, docker.io/library/busybox:latest",
    "docker.io/library/busybox:1, docker.io/library/busybox:1",
    "index.docker.io/busybox, docker.io/library/busybox:latest",
    "index.docker.io/a/b, docker.io/a/b:latest",
    "registry-1.docker.io/busybox, docker.io/library/busybox:latest",
    "DOCKER.IO/busybox, docker.io/library/busybox:latest",
    "localhost, docker.io/library/localhost:latest",
    "localhost/app, localhost/app:latest",
    "localhost:5000/app, localhost:5000/app:latest",
    "localhost:5000/app:v1, localhost:5000/app:v1",
    "localhost:5000, docker.io/library/localhost:5000",
    "ghcr.io/org/app/sub:v1, ghcr.io/org/app/sub:v1",
    "GHCR.io/org/app, ghcr.io/org/app:latest",
    "Registry/app, registry/app:latest",
    "127.0.0.1:5000/app, 127.0.0.1:5000/app:latest",
    "example.com:443/app, example.com:443/app:latest",
    "example.com:1/app, example.com:1/app:latest",
    "example.com:65535/app, example.com:65535/app:latest",
    "[::1]:5000/app:v1, [::1]:5000/app:v1",
    "[2001:DB8::1]/app, [2001:db8::1]/app:latest",
    "[1:2:3:4:5:6:7:8]/app, [1:2:3:4:5:6:7:8]/app:latest",
    "[::ffff:127.0.0.1]:5000/app, [::ffff:127.0.0.1]:5000/app:latest",
    "[::]/app, [::]/app:latest",
    "xn--bcher-kva.example/app, xn--bcher-kva.example/app:latest",
    "example.com/a__b/c-d/e.f/g---h, example.com/a__b/c-d/e.f/g---h:latest",
    "example.com/app:_v1.2-3, example.com/app:_v1.2-3",
    "example.com/app:V1, example.com/app:V1",
    "a/b/c/d/e, docker.io/a/b/c/d/e:latest",
  })
  void whatPeopleTypeIsExpandedAsDockerDoes(String typed, String meant) throws Exception {
    Reference reference = References.parse(typed);
    assertTrue(reference instanceof ByTag);
    assertEquals(meant, reference.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io.evil.example/app, docker.io.evil.example",
    "docker.io-evil.example/app, docker.io-evil.example",
    "localhost.evil.example/app, localhost.evil.example",
    "myacr.azurecr.io.evil.example/app, myacr.azurecr.io.evil.example",
    "xn--dcker-jua.io/app, xn--dcker-jua.io",
  })
  void aHostThatOnlyLooksLikeAnotherIsItself(String typed, String host) throws Exception {
    assertEquals(host, References.parse(typed).repository().host());
  }

  /** A005: the digest decides, whatever the tag says. */
  @ParameterizedTest
  @ValueSource(strings = {"example.com/app@" + DIGEST, "example.com/app:v1@" + DIGEST})
  void aDigestDecidesAndItsTagIsDropped(String typed) throws Exception {
    var reference = (ByDigest) References.parse(typed);
    assertEquals("example.com/app@" + DIGEST, reference.toString());
    assertEquals(DIGEST, reference.digest().toString());
  }

  @Test
  void aDigestNeedsNoHost() throws Exception {
    assertEquals("docker.io/library/busybox@" + DIGEST, References.parse("busybox@" + DIGEST).toString());
  }

  @Test
  void aSha512DigestIsADigestToo() throws Exception {
    assertEquals("docker.io/library/a@sha512:" + HEX + HEX, References.parse("a@sha512:" + HEX + HEX).toString());
  }

  /** A007 and registry.md 1.1: each is refused before anything is asked, with what is wrong with it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | empty",
        HEX + " | id",
        HEX + ":v1 | id",
        HEX + "@" + DIGEST + " | id",
        "app@" + DIGEST + "@" + DIGEST + " | more than one @",
        "app@@" + DIGEST + " | more than one @",
        "app@sha256 | not a digest",
        "app@sha256: | not a digest",
        "app@ | not a digest",
        "app@:" + HEX + " | not a digest",
        "app@sha256:abc | 64 lower-case",
        "app@sha256:" + HEX + "0 | 64 lower-case",
        "app@sha256:0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF | lower-case",
        "app@sha256:../../../../etc/passwd | not a digest",
        "app@" + DIGEST + ":v1 | not a digest",
        "@" + DIGEST + " | empty part",
        "app:sha256-" + HEX + " | write @sha256:",
        "app:sha256-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | write @sha256:",
        "app:sha256:" + HEX + " | write @",
        "app:sha256:abc | write @",
        "app: | not a tag",
        "app:.v1 | not a tag",
        "app:-v1 | not a tag",
        "app:v1:v2 | not a tag",
        "app:v1+2 | not a tag",
        "app:@" + DIGEST + " | not a tag",
        "app:.@" + DIGEST + " | not a tag",
        "Busybox | upper-case",
        "docker.io/Library/busybox | upper-case",
        "example.com/App | upper-case",
        "org/App | upper-case",
        "/app | empty part",
        "app/ | empty part",
        "a//b | empty part",
        "example.com/ | empty part",
        "example.com//app | empty part",
        "docker.io/ | empty part",
        "a/../b | not a repository's name",
        "a/./b | not a repository's name",
        "../app | not a host",
        "./app | not a host",
        ".../app | not a host",
        "a___b/c | not a repository's name",
        "a..b | not a repository's name",
        "-a/b | not a repository's name",
        "a-/b | not a repository's name",
        "a/b_ | not a repository's name",
        "a/b% | not a repository's name",
        "a/b?n=1 | not a repository's name",
        "a/b#c | not a repository's name",
        "a\\b | not a repository's name",
        "user@example.com/app | not a digest",
        "user:password@example.com/app | not a digest",
        "example.com:0/app | port",
        "example.com:65536/app | port",
        "example.com:99999/app | port",
        "example.com:00443/app | port",
        "example.com:443443/app | port",
        "example.com:/app | port",
        "example.com:http/app | port",
        "example.com:+80/app | port",
        "-example.com/app | not a host",
        "example-.com/app | not a host",
        "example..com/app | not a host",
        "example.com./app | not a host",
        "exa_mple.com/app | not a host",
        "[::1/app | not a host",
        "::1/app | not a host",
        "[::1]5000/app | port",
        "[::1%25lo]/app | not a host",
        "[fe80::1%lo]/app | not a host",
        "[1:2:3:4:5:6:7]/app | not a host",
        "[1:2:3:4:5:6:7:8:9]/app | not a host",
        "[1::2::3]/app | not a host",
        "[1:2:3:4:5:6:7::8]/app | not a host",
        "[12345::]/app | not a host",
        "[:::]/app | not a host",
        "[]/app | not a host",
        "[::256.0.0.1]/app | not a host",
        "[::1.2.3]/app | not a host",
        "[example.com]/app | not a host",
        "[::1] | without a repository",
        "[::1]:5000 | without a repository",
        "b\u00fccher.example/app | punycode",
        "\u0434ocker.io/app | punycode",
        "docker\u2024io/app | punycode",
        "example\u3002com/app | punycode",
        "\u212aubernetes.example/app | punycode",
        "example.com/b\u00fccher | not a repository's name",
        "https://example.com/app | without https://",
        "http://example.com/app | without http://",
        "docker://example.com/app | without docker://",
        "oci://example.com/app | without oci://",
        "OCI://example.com/app | without OCI://",
        "oci:dir | write oci:dir:TAG",
        "oci-layout:dir | write oci:DIR:TAG",
        "oci-archive:x.tar | write oci-archive:x.tar:TAG",
        "docker-archive:x.tar | write docker-archive:x.tar:TAG",
        "docker-archive: | the name of the layout's file is empty",
        "oci-archive://x.tar:v1 | without oci-archive://",
        "docker-daemon:app:v1 | name the image in its registry",
        "containers-storage:app | name the image in its registry",
        "` app` | white space",
        "`app ` | white space",
        "a b | white space",
        "`a\tb` | white space",
        "`app\n` | white space",
        "`a\u0000b` | white space",
        "`a\u007fb` | white space",
      })
  void whatIsNotANameIsRefusedWithWhatIsWrong(String typed, String why) {
    var refused = assertThrows(MalformedReference.class, () -> References.parse(typed));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
  }

  @Test
  void hostAndNameHave255CharactersTogether() throws Exception {
    String fits = "example.com/" + "a".repeat(255 - 12);
    assertEquals(fits + ":latest", References.parse(fits).toString());
    var refused = assertThrows(MalformedReference.class, () -> References.parse(fits + "a"));
    assertTrue(String.valueOf(refused.getMessage()).contains("255"), refused.getMessage());
  }

  @Test
  void theExpandedNameCounts() {
    assertThrows(MalformedReference.class, () -> References.parse("a".repeat(240)));
  }

  @Test
  void aTagHas128Characters() throws Exception {
    assertEquals("docker.io/library/app:" + "t".repeat(128), References.parse("app:" + "t".repeat(128)).toString());
    assertThrows(MalformedReference.class, () -> References.parse("app:" + "t".repeat(129)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.", "a/", "[", "a:", "@", "-", "a.a", "1."})
  void noNameIsTooLongToBeRefusedAtOnce(String part) {
    assertThrows(MalformedReference.class, () -> References.parse(part.repeat(1_000_000)));
    assertThrows(IllegalArgumentException.class, () -> new Repository(part.repeat(1_000_000), "app"));
    assertThrows(IllegalArgumentException.class, () -> new Repository("example.com", part.repeat(1_000_000)));
  }

  @Test
  void theMessageShowsWhatWasTypedWithoutItsControlCharacters() {
    var refused = assertThrows(MalformedReference.class, () -> References.parse("a\u001b[31mb\u202e"));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("\"a\\u001b[31mb\\u202e\""), refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"ghcr.io/org/app, ghcr.io/org/app", "busybox, docker.io/library/busybox", "[::1]:5000/a, [::1]:5000/a"})
  void aRepositoryIsNamedByItself(String typed, String meant) throws Exception {
    assertEquals(meant, References.parseRepository(typed).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"app:v1", "app:", "app@" + DIGEST, "https://example.com/app", "", "oci:dir", "oci:5000/app"})
  void aRepositoryHasNeitherTagNorDigestAndIsNoFolder(String typed) {
    assertThrows(MalformedReference.class, () -> References.parseRepository(typed));
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io, busybox",
    "index.docker.io, library/busybox",
    "registry-1.docker.io, library/busybox",
    "Example.com, app",
    "example.com, App",
    "example.com, a//b",
    "example.com, ''",
    "'', app",
    "example.com/a, app",
    "user@example.com, app",
    "b\u00fccher.example, app",
  })
  void aRepositoryThatExistsIsLegalAndWrittenInFull(String host, String path) {
    assertThrows(IllegalArgumentException.class, () -> new Repository(host, path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "-v", "a/b", "a:b", "a b", "v1\n", "\u00fc"})
  void aTagThatExistsIsLegal(String tag) {
    assertThrows(IllegalArgumentException.class, () -> new ByTag(new Repository("example.com", "app"), tag));
  }

  @Test
  void theTagThatListsWhatHangsOnADigestCanBeNamedByCode() {
    String tag = "sha256-" + HEX;
    assertEquals(tag, new ByTag(new Repository("example.com", "app"), tag).tag());
    assertFalse(tag.contains(":"));
  }

  @ParameterizedTest
  @CsvSource({
    "oci:dir, dir, , ",
    "oci:dir:v1, dir, v1, ",
    "oci:./a/b:v1, ./a/b, v1, ",
    "oci:/var/lib/images, /var/lib/images, , ",
    "oci:/var/lib/images:latest, /var/lib/images, latest, ",
    "oci:dir@" + DIGEST + ", dir, , " + DIGEST,
    "oci:dir:v1@" + DIGEST + ", dir, v1, " + DIGEST,
    "oci:DIR:V1, DIR, V1, ",
    "oci:with space/b\u00fccher:v1, with space/b\u00fccher, v1, ",
    "oci:a:b/c, a:b/c, , ",
    "oci:a:b/c:v1, a:b/c, v1, ",
    "oci:a:b/, a:b/, , ",
    "oci:a@b/c:v1, a@b/c, v1, ",
    "oci:a@b/, a@b/, , ",
    "oci:host.example/app:v1, host.example/app, v1, ",
    "'oci:C:\\images', 'C:\\images', , ",
    "'oci:C:\\images:v1', 'C:\\images', v1, ",
    "oci:..:v1, .., v1, ",
    "oci:~:v1, ~, v1, ",
  })
  void aLayoutIsAFolderAndWhatStandsBehindIt(String typed, String directory, String tag, String digest)
      throws Exception {
    ImageName name = References.parseName(typed);
    assertEquals(Repository.layout(directory), name.repository());
    assertTrue(name.repository().isLayout());
    assertEquals(Optional.of(directory), name.repository().form().map(form -> name.repository().file()));
    assertEquals(tag, name.tag());
    assertEquals(digest, name.digest() == null ? null : String.valueOf(name.digest()));
    assertEquals(typed, name.toString());
    assertEquals(typed, References.parseName(typed).toString());
  }

  /** What looks like a tag or a digest and is none is never taken for a part of the folder's name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oci: | empty",
        "oci::v1 | empty",
        "oci:@" + DIGEST + " | empty",
        "oci:dir: | not a tag",
        "oci:dir:.v1 | not a tag",
        "oci:dir:v1+2 | not a tag",
        "oci:dir: v1 | not a tag",
        "oci:dir@sha256:abc | 64 lower-case",
        "oci:dir:v1@sha256:abc | 64 lower-case",
        "oci:dir@latest | not a digest",
        "oci:me@home:v1 | ends with /",
        "oci:dir:sha256:" + HEX + " | write @",
        "oci:dir:sha256-" + HEX + " | write @sha256:",
        "oci://host/app:v1 | without oci://",
      })
  void whatIsNotALayoutIsRefusedWithWhatIsWrong(String typed, String why) {
    var refused = assertThrows(MalformedReference.class, () -> References.parseName(typed));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\nb", "a\u007fb", "a\u009bb", "a\ud800b", ""})
  void noFolderHasControlCharactersInItsName(String directory) {
    assertThrows(MalformedReference.class, () -> References.parseName("oci:" + directory));
    assertThrows(IllegalArgumentException.class, () -> Repository.layout(directory));
  }

  @Test
  void aFoldersNameIsBounded() {
    assertEquals("oci:" + "a".repeat(4096), Repository.layout("a".repeat(4096)).toString());
    assertThrows(IllegalArgumentException.class, () -> Repository.layout("a".repeat(4097)));
    assertThrows(MalformedReference.class, () -> References.parseName("oci:" + "a".repeat(1_000_000)));
  }

  /** A host may well be called oci. */
  @Test
  void aRegistryIsNeverTakenForALayout() throws Exception {
    assertFalse(new Repository("oci:5000", "app").isLayout());
    assertFalse(References.parseName("oci.example/app").repository().isLayout());
    assertEquals(Optional.empty(), new Repository("oci:5000", "app").form());
    assertThrows(IllegalArgumentException.class, () -> new Repository("oci:dir", "/"));
    assertThrows(IllegalArgumentException.class, () -> new Repository("example.com", ""));
  }

  @Test
  void whatWasNotTypedIsNotAssumed() throws Exception {
    assertEquals(Optional.empty(), References.parseName("example.com/app").reference());
    assertEquals("example.com/app:latest", References.parseName("example.com/app").orLatest().toString());
    ImageName both = References.parseName("example.com/app:v1@" + DIGEST);
    assertEquals("v1", both.tag());
    assertEquals("example.com/app@" + DIGEST, both.orLatest().toString());
    assertEquals("example.com/app:v1@" + DIGEST, both.toString());
  }

  @Test
  void aLayoutsOnlyImageIsAsked() throws Exception {
    assertEquals("oci:dir:v1", References.parse("oci:dir:v1").toString());
    assertEquals("oci:dir@" + DIGEST, References.parse("oci:dir:v1@" + DIGEST).toString());
    assertThrows(MalformedReference.class, () -> References.parse("oci:dir"));
  }
}
