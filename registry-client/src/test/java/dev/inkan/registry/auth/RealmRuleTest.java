package dev.inkan.registry.auth;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A036, A037, registry.md 6 row 21. */
class RealmRuleTest {
  private static boolean mayKnow(String registry, String realm) {
    return new RealmRule(Set.of()).mayKnow(HttpUrl.get("https://" + registry), HttpUrl.get("https://" + realm));
  }

  @ParameterizedTest
  @CsvSource({
    "registry-1.docker.io, auth.docker.io",
    "ghcr.io, ghcr.io",
    "quay.io, quay.io",
    "registry.gitlab.com, gitlab.com",
    "registry.redhat.io, sso.redhat.com",
    "registry.connect.redhat.com, sso.redhat.com",
    "my.azurecr.io, my.azurecr.io",
    "registry.example.com:5000, auth.example.com",
    "example.co.uk, auth.example.co.uk",
    "127.0.0.1:5000, 127.0.0.1:5001",
    "localhost:5000, localhost:5001"
  })
  void aRegistrysOwnTokenServiceMayKnow(String registry, String realm) {
    assertTrue(mayKnow(registry, realm));
  }

  @ParameterizedTest
  @CsvSource({
    "ghcr.io, evil.example",
    "registry-1.docker.io, auth.docker.io.evil.example",
    "my.azurecr.io, my.azurecr.io.evil.example",
    "my.azurecr.io, evil.azurecr.io",
    "eu-docker.pkg.dev, evil.pkg.dev",
    "1.dkr.ecr.eu-west-1.amazonaws.com, evil.amazonaws.com",
    "registry.example.co.uk, evil.co.uk",
    "me.github.io, you.github.io",
    "registry.gitlab.com, docker.io",
    "quay.io, sso.redhat.com",
    "127.0.0.1:5000, 127.0.0.2",
    "10.0.0.1, 10.0.0.2",
    "localhost, evil.localhost"
  })
  void nobodyElseMay(String registry, String realm) {
    assertFalse(mayKnow(registry, realm));
  }

  @Test
  void whomTheUserNamedMay() {
    var rule = new RealmRule(Set.of("SSO.corp.example"));
    assertTrue(rule.mayKnow(HttpUrl.get("https://registry.test"), HttpUrl.get("https://sso.corp.example/token")));
    assertFalse(rule.mayKnow(HttpUrl.get("https://registry.test"), HttpUrl.get("https://x.sso.corp.example/token")));
  }
}
