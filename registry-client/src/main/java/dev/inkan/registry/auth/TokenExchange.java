package dev.inkan.registry.auth;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Credential.IdentityToken;
import dev.inkan.registry.auth.Credential.Password;
import dev.inkan.registry.content.MalformedContent;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import okhttp3.FormBody;
import org.jspecify.annotations.Nullable;

/**
 * A credential, or none, for a token (distribution "Token Authentication" by GET, "OAuth2 Token Authentication" by
 * POST).
 */
final class TokenExchange {

  /**
   * Who asks.
   *
   * @param credential null for nobody in particular
   * @param note who that is, or why nobody, for messages
   */
  record Asker(@Nullable Credential credential, String note) {}

  private final TokenService service;

  TokenExchange(TokenService service) {
    this.service = service;
  }

  /**
   * Asks for a token.
   *
   * @throws RegistryException UNAUTHORIZED when the service refuses; never a kind that says something of an image
   */
  Token token(Errand errand, TokenCache.Key key, Asker asker) throws RegistryException {
    try {
      return Token.parse(service.ask(question(errand, key, asker)));
    } catch (MalformedContent e) {
      throw failure(errand, key, Kind.PROTOCOL, null, "its answer is no token: " + e.getMessage(), null);
    } catch (RegistryException e) {
      Integer status = e.status().orElse(null);
      throw failure(errand, key, kind(e), status, e.detail() + "; " + asker.note(), e);
    }
  }

  private static Kind kind(RegistryException e) {
    return switch (e.kind()) {
      case NOT_FOUND, INTEGRITY, TOO_LARGE, CONFLICT, UNSUPPORTED -> Kind.PROTOCOL;
      case DENIED, UNAUTHORIZED -> Kind.UNAUTHORIZED;
      case RATE_LIMITED, UNAVAILABLE, UNREACHABLE, TLS, TIMEOUT, PROTOCOL, REFUSED, LOCAL -> e.kind();
    };
  }

  private static RegistryException failure(
      Errand errand, TokenCache.Key key, Kind kind, @Nullable Integer status, String detail, @Nullable Throwable e) {
    String operation = "login at " + key.realm().host();
    return new RegistryException(kind, operation, errand.repository().host(), status, detail, e);
  }

  private static TokenService.Question question(Errand errand, TokenCache.Key key, Asker asker) {
    if (asker.credential() instanceof IdentityToken identity) {
      return new TokenService.Question(errand, key.realm(), null, form(key, identity));
    }
    var url = key.realm().newBuilder();
    if (key.service() != null) {
      url.addQueryParameter("service", key.service());
    }
    // Some services heed the first scope only: the one that we need ourselves.
    Stream.concat(errand.scopes().stream().limit(1), key.scopes().stream().sorted())
        .distinct()
        .forEach(scope -> url.addQueryParameter("scope", scope));
    if (asker.credential() instanceof Password password) {
      url.addQueryParameter("account", password.user());
      return new TokenService.Question(errand, url.build(), Login.basic(password, asker.note()), null);
    }
    return new TokenService.Question(errand, url.build(), null, null);
  }

  private static FormBody form(TokenCache.Key key, IdentityToken identity) {
    var form = new FormBody.Builder(StandardCharsets.UTF_8)
        .add("grant_type", "refresh_token")
        .add("client_id", "inkan")
        .add("scope", String.join(" ", key.scopes().stream().sorted().toList()))
        .add("refresh_token", identity.token().reveal());
    if (key.service() != null) {
      form.add("service", key.service());
    }
    return form.build();
  }
}
