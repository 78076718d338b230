package dev.inkan.gate.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePatternTest {
  private static final Digest DIGEST = Digest.sha256(Bytes.utf8("image"));

  /** Names fully expanded, as references are; A209-A213. */
  @ParameterizedTest
  @CsvSource({
    // the host is literal
    "r.example.com/prod/app,      r.example.com,           prod/app,            true",
    "r.example.com/prod/app,      r.example.com.evil,      prod/app,            false",
    "r.example.com/prod/app,      evilr.example.com,       prod/app,            false",
    "r.example.com/prod/app,      rxexample.com,           prod/app,            false",
    "r.example.com/prod/app,      r.example.com:443,       prod/app,            false",
    "r.example.com:443/prod/app,  r.example.com,           prod/app,            false",
    "r.example.com:5000/app,      r.example.com:5000,      app,                 true",
    "localhost/app,               localhost,               app,                 true",
    "localhost:5000/app,          localhost:5000,          app,                 true",
    "'[::1]:5000/app',            '[::1]:5000',            app,                 true",
    "xn--bcher-kva.example/app,   xn--bcher-kva.example,   app,                 true",
    // *.host is what lies below it, at any depth, and ends at a dot
    "*.example.com/app,           r.example.com,           app,                 true",
    "*.example.com/app,           a.b.example.com,         app,                 true",
    "*.example.com/app,           example.com,             app,                 false",
    "*.example.com/app,           evilexample.com,         app,                 false",
    "*.example.com/app,           r.example.com.evil,      app,                 false",
    "*.example.com/app,           r.example.com:5000,      app,                 false",
    "*.example.com:5000/app,      r.example.com:5000,      app,                 true",
    // A210: a trusted name inside the path is not the host
    "*.trusted.io/org/*,          evil.io,                 x.trusted.io/org/app, false",
    "trusted.io/**,               evil.io,                 trusted.io/app,      false",
    // * stays inside one segment
    "r.example.com/*,             r.example.com,           app,                 true",
    "r.example.com/*,             r.example.com,           prod/app,            false",
    "r.example.com/*/app,         r.example.com,           prod/app,            true",
    "r.example.com/*/app,         r.example.com,           a/b/app,             false",
    "r.example.com/prod/a*,       r.example.com,           prod/a,              true",
    "r.example.com/prod/a*,       r.example.com,           prod/app,            true",
    "r.example.com/prod/a*,       r.example.com,           prod/app/x,          false",
    "r.example.com/prod/*-app,    r.example.com,           prod/web-app,        true",
    "r.example.com/prod/*-app,    r.example.com,           prod/app,            false",
    "r.example.com/a*b*c,         r.example.com,           axbyc,               true",
    "r.example.com/a*b*c,         r.example.com,           acb,                 false",
    "r.example.com/a*a,           r.example.com,           a,                   false",
    "r.example.com/a*b*b,         r.example.com,           ab,                  false",
    "r.example.com/a*bc*c,        r.example.com,           abc,                 false",
    // ** is any depth, and at the end at least one segment
    "r.example.com/**,            r.example.com,           app,                 true",
    "r.example.com/**,            r.example.com,           a/b/c/d,             true",
    "r.example.com/prod/**,       r.example.com,           prod/app,            true",
    "r.example.com/prod/**,       r.example.com,           prod/a/b/c,          true",
    "r.example.com/prod/**,       r.example.com,           prod,                false",
    // A211: a prefix ends at a boundary
    "r.example.com/prod/**,       r.example.com,           prod-evil/app,       false",
    "r.example.com/prod/**,       r.example.com,           x/prod/app,          false",
    "r.example.com/**/app,        r.example.com,           app,                 true",
    "r.example.com/**/app,        r.example.com,           a/b/app,             true",
    "r.example.com/**/app,        r.example.com,           a/b/xapp,            false",
    "r.example.com/a/**/z,        r.example.com,           a/z,                 true",
    "r.example.com/a/**/z,        r.example.com,           a/b/c/z,             true",
    "r.example.com/a/**/z,        r.example.com,           a,                   false",
    "r.example.com/a/**/a,        r.example.com,           a,                   false",
    "r.example.com/a/**/m/**/z,   r.example.com,           a/x/m/y/z,           true",
    "r.example.com/a/**/m/**/z,   r.example.com,           a/m/z,               true",
    "r.example.com/a/**/m/**/z,   r.example.com,           a/x/z,               false",
    "r.example.com/a/**/m/**/m,   r.example.com,           a/m,                 false",
    "r.example.com/**/m/**,       r.example.com,           m,                   false",
    "r.example.com/**/m/**,       r.example.com,           m/x,                 true",
    // ** alone is every image on every host
    "**,                          r.example.com,           a/b/c,               true",
    "**,                          localhost:5000,          x,                   true",
    "**,                          docker.io,               library/nginx,       true",
    // A213: Docker Hub has one name, and its single words are in library/
    "docker.io/nginx,             docker.io,               library/nginx,       true",
    "docker.io/library/nginx,     docker.io,               library/nginx,       true",
    "index.docker.io/nginx,       docker.io,               library/nginx,       true",
    "registry-1.docker.io/a/b,    docker.io,               a/b,                 true",
    "docker.io/*,                 docker.io,               library/nginx,       true",
    "docker.io/*,                 docker.io,               acme/app,            false",
    "docker.io/acme/*,            docker.io,               acme/app,            true",
    "docker.io/**,                docker.io,               acme/app,            true",
    "docker.io/nginx,             r.example.com,           library/nginx,       false",
    "*.docker.io/app,             mirror.docker.io,        app,                 true",
    "*.docker.io/app,             docker.io,               library/app,         false"
  })
  void aNameMatchesByTheTable(String pattern, String host, String path, boolean expected) throws MalformedPattern {
    var repository = new Repository(host, path);
    ImagePattern parsed = ImagePattern.parse(pattern);
    assertEquals(expected, parsed.matches(new ByTag(repository, "v1")), "by tag");
    assertEquals(expected, parsed.matches(new ByDigest(repository, DIGEST)), "by digest");
  }

  @ParameterizedTest
  @CsvSource({
    "r.example.com/app:v1,      v1,     true",
    "r.example.com/app:v1,      v10,    false",
    "r.example.com/app:v*,      v10,    true",
    "r.example.com/app:v*,      dev,    false",
    "r.example.com/app:*-rc,    1.0-rc, true",
    "r.example.com/**:V1,       v1,     false",
    "r.example.com/app:latest,  latest, true"
  })
  void aTagNarrowsThePattern(String pattern, String tag, boolean expected) throws MalformedPattern {
    var named = new ByTag(new Repository("r.example.com", "app"), tag);
    assertEquals(expected, ImagePattern.parse(pattern).matches(named));
  }

  /** A235: a digest has no tag, so naming the image by digest is no way around a rule about its tags. */
  @Test
  void aNameByDigestDoesNotEscapeARuleAboutTags() throws MalformedPattern {
    var byDigest = new ByDigest(new Repository("r.example.com", "app"), DIGEST);
    assertTrue(ImagePattern.parse("r.example.com/app:v*").matches(byDigest));
    assertFalse(ImagePattern.parse("r.example.com/other:v*").matches(byDigest));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "``                            | 1 to 512 characters",
    "nginx                         | no literal host",
    "acme/**                       | no literal host",
    "*                             | no literal host",
    "*/prod/**                     | no literal host",
    "**/app                        | no literal host",
    "***                           | no literal host",
    "re*.example.com/app           | no literal host",
    "*.*.example.com/app           | no literal host",
    "**.example.com/app            | no literal host",
    "r.example.com:*/app           | no literal host",
    "r.example.com                 | write r.example.com/** for all of it",
    "R.example.com/app             | lower case",
    "r.example.com./app            | is not a host",
    "r..example.com/app            | is not a host",
    ".example.com/app              | is not a host",
    "-r.example.com/app            | is not a host",
    "r.example.com:/app            | is not a host",
    "r.example.com:0/app           | is not a host",
    "r.example.com:abc/app         | is not a host",
    "*./app                        | is not a host",
    "user@r.example.com/app        | drop the @",
    "r.example.com/app@sha256:00   | drop the @",
    "https://r.example.com/app     | leave out what stands before",
    "r.ex\u0430mple.com/app        | printable ASCII",
    "r.example.com/\u0430pp        | printable ASCII",
    "r.example.com/a b             | printable ASCII",
    "r.example.com/                | no part of a repository's name",
    "r.example.com//app            | no part of a repository's name",
    "r.example.com/app/            | no part of a repository's name",
    "r.example.com/App             | no part of a repository's name",
    "r.example.com/../app          | no part of a repository's name",
    "r.example.com/-app            | no part of a repository's name",
    "r.example.com/a$              | no part of a repository's name",
    "r.example.com/(a)             | no part of a repository's name",
    "r.example.com/a?              | no part of a repository's name",
    "r.example.com/[a]             | no part of a repository's name",
    "r.example.com/ghc**           | ** stands alone between slashes",
    "r.example.com/a***            | ** stands alone between slashes",
    "r.example.com/**/**           | write it once",
    "r.example.com/app:            | after : stands a tag",
    "r.example.com/app:.v          | after : stands a tag",
    "r.example.com/app:v**         | after : stands a tag",
    "r.example.com/app:v1:v2       | after : stands a tag",
    "r.example.com/a:v1/b          | after : stands a tag"
  })
  void whatCannotBeMeantIsRefusedWithWhatToWrite(String pattern, String part) {
    var refused = assertThrows(MalformedPattern.class, () -> ImagePattern.parse(pattern));
    assertTrue(refused.sentence().contains(part), refused.sentence());
  }

  /** A230: the work is counted, not timed: with back-tracking this would never end. */
  @Test
  void manyStarsAgainstALongNameEndAtOnce() throws MalformedPattern {
    String stars = "a*".repeat(100);
    var name = new ByTag(new Repository("r.io", "a".repeat(249)), "x");
    assertFalse(ImagePattern.parse("r.io/" + stars + "b").matches(name));
    var deep = new ByTag(new Repository("r.io", "a" + "/a".repeat(120)), "x");
    assertFalse(ImagePattern.parse("r.io/" + "**/a/".repeat(60) + "b").matches(deep));
    assertTrue(ImagePattern.parse("r.io/" + "**/a/".repeat(60) + "a").matches(deep));
  }

  @Test
  void aPatternLongerThanAnyNameIsRefused() {
    assertThrows(MalformedPattern.class, () -> ImagePattern.parse("r.io/" + "a".repeat(600)));
  }

  @Test
  void aPatternIsShownAsItWasWritten() throws MalformedPattern {
    assertEquals("docker.io/nginx:1.*", ImagePattern.parse("docker.io/nginx:1.*").toString());
    assertEquals(ImagePattern.parse("r.io/a"), ImagePattern.parse("r.io/a"));
  }

  /** Whoever names a folder like a registry must not get that registry's rules. */
  @ParameterizedTest
  @ValueSource(strings = {"registry.example.com/app", "x.example.com", "/srv/x.example.com", "localhost:5000/app"})
  void aFolderIsMatchedByEverythingAlone(String folder) throws Exception {
    var image = new ByTag(Repository.layout(folder), "v1");
    assertTrue(ImagePattern.everything().matches(image));
    for (String pattern : List.of(
        "*.example.com/**", "*.com/*", "registry.example.com/**", "x.example.com/*:v1", "localhost:5000/app")) {
      assertFalse(ImagePattern.parse(pattern).matches(image), pattern);
    }
  }

  @Test
  void noPatternNamesAFolder() {
    for (String pattern : List.of("oci:app", "oci:app/**", "oci:/srv/**", "oci:*")) {
      assertThrows(MalformedPattern.class, () -> ImagePattern.parse(pattern), pattern);
    }
  }
}
