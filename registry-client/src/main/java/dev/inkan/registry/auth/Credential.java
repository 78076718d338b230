package dev.inkan.registry.auth;

/** What a registry, or its token service, may be shown. */
public sealed interface Credential {

  /** A user and a password, or an access token in a password's place. */
  record Password(String user, Secret secret) implements Credential {}

  /** An OAuth2 refresh token ({@code identitytoken}); for the token service only. */
  record IdentityToken(Secret token) implements Credential {}

  /** A token that the registry itself takes as it is ({@code registrytoken}). */
  record RegistryToken(Secret token) implements Credential {}
}
