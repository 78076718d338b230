package dev.inkan.registry.auth;

import dev.inkan.registry.auth.Credential.Password;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * How one request says who we are.
 *
 * @param header the value of {@code Authorization}
 * @param secrets everything secret in it, in all its spellings, to be kept out of messages
 * @param note who we are, for when that was not enough: where the credential is from, or why there is none
 */
public record Login(Secret header, List<Secret> secrets, String note) {

  public Login {
    secrets = List.copyOf(secrets);
  }

  static Login bearer(Secret token, String note) {
    return new Login(new Secret("Bearer " + token.reveal()), List.of(token), note);
  }

  static Login basic(Password password, String note) {
    String pair = password.user() + ":" + password.secret().reveal();
    String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return new Login(new Secret("Basic " + encoded), List.of(new Secret(encoded), password.secret()), note);
  }

  /** {@code text} with none of the secrets in it. */
  public String hideIn(String text) {
    String hidden = text;
    for (Secret secret : secrets) {
      hidden = secret.hideIn(hidden);
    }
    return hidden;
  }
}
