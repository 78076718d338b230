package dev.inkan.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.inkan.registry.reference.Repository;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BearerChallengeTest {
  private static final HttpUrl REGISTRY = HttpUrl.get("https://registry.example/");

  private static BearerChallenge of(String scope) throws LoginFailed {
    return BearerChallenge.of(
        new Challenge("bearer", Map.of("realm", "https://auth.example/", "scope", scope)), REGISTRY);
  }

  private static Errand errand(boolean push) {
    return new Errand(new Repository("registry.example", "team/app"), REGISTRY, push);
  }

  @ParameterizedTest
  @CsvSource({
    "'', false, repository:team/app:pull",
    "'', true, 'repository:team/app:pull,push'",
    "repository:team/app:pull, false, repository:team/app:pull",
    "repository:team/app:pull, true, 'repository:team/app:pull,push'",
    "'repository:team/app:pull,push,delete', false, repository:team/app:pull",
    "aws, false, repository:team/app:pull aws",
    "repository:mirror/team/app:pull, false, repository:team/app:pull repository:mirror/team/app:pull",
    "repository:mirror/team/app:*, true, 'repository:team/app:pull,push repository:mirror/team/app:pull,push'",
    "'repository:victim/app:push,delete', false, repository:team/app:pull",
    "'repository:victim/app:delete,pull', false, repository:team/app:pull repository:victim/app:pull",
    "registry:catalog:*, false, repository:team/app:pull",
    "repository::pull, false, repository:team/app:pull repository::pull"
  })
  void noMoreIsAskedForThanTheErrandDoes(String scope, boolean push, String expected) throws Exception {
    assertEquals(Set.of(expected.split(" ")), of(scope).scopesFor(errand(push)));
  }

  @Test
  void whoMountsAsksForTheOtherRepositoryTooButOnlyToReadIt() throws Exception {
    var errand = new Errand(
        new Repository("registry.example", "team/app"), REGISTRY, Errand.Need.PUSH, new Repository("registry.example", "base"));
    assertEquals(
        Set.of("repository:team/app:pull,push", "repository:base:pull"),
        of("repository:base:pull,push").scopesFor(errand));
  }

  /** registry.md 6 row 22. */
  @Test
  void aTokenServiceMustHaveAnHonestAddress() {
    for (String realm : new String[] {
      "", "/token", "auth.example/token", "ftp://auth.example/", "file:///etc/passwd", "http://auth.example/",
      "http://registry.example/token", "https://me:secret@auth.example/", "https://auth.example/?scope=x",
      "https://auth.example/?a=b&service=x", "https://auth.example/#f", "https://auth.example/" + "a".repeat(8192)
    }) {
      var challenge = new Challenge("bearer", Map.of("realm", realm));
      LoginFailed e = assertThrows(LoginFailed.class, () -> BearerChallenge.of(challenge, REGISTRY), realm);
      assertEquals(-1, String.valueOf(e.getMessage()).indexOf("secret"));
    }
    assertThrows(LoginFailed.class, () -> BearerChallenge.of(new Challenge("bearer", Map.of()), REGISTRY));
  }

  @Test
  void aPlainTextRegistryMayHaveItsTokenServiceOnItsOwnHostOnly() throws Exception {
    HttpUrl registry = HttpUrl.get("http://127.0.0.1:5000/");
    var own = new Challenge("bearer", Map.of("realm", "http://127.0.0.1:5001/token"));
    assertEquals(5001, BearerChallenge.of(own, registry).realm().port());
    var other = new Challenge("bearer", Map.of("realm", "http://127.0.0.2:5001/token"));
    assertThrows(LoginFailed.class, () -> BearerChallenge.of(other, registry));
  }
}
