package dev.inkan.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Credential.Password;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.reference.Repository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;

/** What is decided without a socket; what goes over one is in the tests of registry.http. */
class AuthorizerTest {
  private static final HttpUrl REGISTRY = HttpUrl.get("https://registry.example/");
  private static final Errand PULL = new Errand(new Repository("registry.example", "app"), REGISTRY, false);
  private static final List<String> BEARER =
      List.of("Bearer realm=\"https://auth.registry.example/token?tenant=7\",service=\"s\",scope=\"aws\"");

  private final AtomicLong now = new AtomicLong();
  private final List<TokenService.Question> asked = new ArrayList<>();

  private Authorizer authorizer(Optional<Credential> credential) {
    var source = new CredentialSource() {
      @Override
      public Optional<Found> find(Repository repository, Duration patience) {
        return credential.map(known -> new Found(known, "a file"));
      }

      @Override
      public String places() {
        return "a file, another file";
      }
    };
    TokenService service = question -> {
      asked.add(question);
      return Bytes.utf8("{\"token\":\"token-" + asked.size() + "\",\"expires_in\":300}");
    };
    return new Authorizer(source, new RealmRule(Set.of()), service, () -> Duration.ofMinutes(1), now::get);
  }

  @Test
  void nothingIsSentUnaskedToWhomDemandedNothing() throws Exception {
    assertTrue(authorizer(Optional.of(new Password("me", new Secret("p")))).known(PULL).isEmpty());
  }

  /** The realm's own query stays, and the scope that is needed comes first: some services heed no other. */
  @Test
  void theTokenServiceIsAskedAtItsOwnAddress() throws Exception {
    authorizer(Optional.empty()).answer(PULL, BEARER, null);
    assertEquals(
        "https://auth.registry.example/token?tenant=7&service=s&scope=repository%3Aapp%3Apull&scope=aws",
        asked.get(0).url().toString());
  }

  @Test
  void aTokenIsReplacedWhenItsTimeIsOver() throws Exception {
    Authorizer authorizer = authorizer(Optional.empty());
    assertEquals("Bearer token-1", authorizer.answer(PULL, BEARER, null).header().reveal());
    now.addAndGet(Duration.ofSeconds(289).toNanos());
    assertEquals("Bearer token-1", authorizer.known(PULL).orElseThrow().header().reveal());
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertEquals("Bearer token-2", authorizer.known(PULL).orElseThrow().header().reveal());
    assertEquals(2, asked.size());
  }

  @Test
  void whoAskedIsSaidWithEveryLogin() throws Exception {
    assertEquals(
        "there are no credentials for registry.example in a file, another file",
        authorizer(Optional.empty()).answer(PULL, BEARER, null).note());
    assertEquals(
        "the credentials of a file were used",
        authorizer(Optional.of(new Password("me", new Secret("p")))).answer(PULL, BEARER, null).note());
  }

  /** A036. */
  @Test
  void aForeignTokenServiceIsAskedByNobodyInParticular() throws Exception {
    Authorizer authorizer = authorizer(Optional.of(new Password("me", new Secret("CANARY"))));
    Login login = authorizer.answer(PULL, List.of("Bearer realm=\"https://auth.evil.example.org/token\""), null);
    assertNull(asked.get(0).login());
    assertFalse(asked.get(0).url().toString().contains("me"));
    assertTrue(login.note().contains("auth.evil.example.org is not known to be registry.example's"), login.note());
  }

  @Test
  void anIdentityTokenIsNoPassword() {
    Authorizer authorizer = authorizer(Optional.of(new Credential.IdentityToken(new Secret("CANARY"))));
    LoginFailed e =
        assertThrows(LoginFailed.class, () -> authorizer.answer(PULL, List.of("Basic realm=x"), null));
    assertFalse(String.valueOf(e.getMessage()).contains("CANARY"));
  }

  @Test
  void aFailureOfTheTokenServiceNamesItAndWhoAsked() {
    var authorizer = new Authorizer(
        CredentialSource.none(),
        new RealmRule(Set.of()),
        question -> {
          throw new RegistryException(Kind.NOT_FOUND, "GET /token", "registry.example", 404, "gone", null);
        },
        () -> Duration.ofMinutes(1),
        now::get);
    RegistryException e = assertThrows(RegistryException.class, () -> authorizer.answer(PULL, BEARER, null));
    assertEquals(Kind.PROTOCOL, e.kind());
    assertEquals(
        "login at auth.registry.example of registry.example answered 404: gone; there are no credentials for "
            + "registry.example in use (anonymous)",
        e.getMessage());
  }
}
