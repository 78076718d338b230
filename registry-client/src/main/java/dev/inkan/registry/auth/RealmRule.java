package dev.inkan.registry.auth;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * Which token service may see a registry's credentials. A registry can name any service; were it believed, whoever
 * answers in its place would be sent the password (CVE-2026-48978). Shown to: the registry's own host, a host of the
 * same registrable domain (public suffix list; not below a domain where strangers rent hosts), the services that the
 * big registries are known to use, and hosts that the user named.
 */
public final class RealmRule {
  private static final Map<String, Set<String>> KNOWN = Map.of(
      "registry-1.docker.io", Set.of("auth.docker.io"),
      "registry.gitlab.com", Set.of("gitlab.com"),
      "registry.redhat.io", Set.of("sso.redhat.com"));
  /** Not all of them are in every edition of the list of public suffixes. */
  private static final Set<String> RENTED = Set.of(
      "amazonaws.com",
      "amazonaws.com.cn",
      "azure.com",
      "azurecr.cn",
      "azurecr.io",
      "cloudapp.net",
      "gcr.io",
      "googleapis.com",
      "oraclecloud.com",
      "pkg.dev",
      "windows.net");

  private final Set<String> trusted;

  /** {@code trusted}: hosts that may see the credentials of every registry. */
  public RealmRule(Set<String> trusted) {
    this.trusted = trusted.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether {@code realm} may see what the user has for {@code registry}; says nothing of encryption. */
  boolean mayKnow(HttpUrl registry, HttpUrl realm) {
    return realm.host().equals(registry.host())
        || trusted.contains(realm.host())
        || KNOWN.getOrDefault(registry.host(), Set.of()).contains(realm.host())
        || isSameOwner(registry, realm);
  }

  private static boolean isSameOwner(HttpUrl registry, HttpUrl realm) {
    String owner = registry.topPrivateDomain();
    return owner != null && !RENTED.contains(owner) && owner.equals(realm.topPrivateDomain());
  }
}
