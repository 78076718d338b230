package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * One question.
 *
 * @param headers go to the origin of {@code url} only; elsewhere nothing but {@code Accept} goes
 * @param authorization a fixed credential for the origin of {@code url}, or null when the login of the registry counts
 * @param body what is sent, or null; can be written more than once
 * @param access what it needs to be allowed, or null when no login is to be tried
 * @param bulk whether it may take as long as the run: a blob's body goes one way or the other
 */
record Ask(
    Site site,
    String method,
    HttpUrl url,
    Map<String, String> headers,
    @Nullable Secret authorization,
    @Nullable RequestBody body,
    @Nullable Access access,
    Following following,
    boolean bulk) {

  /** What a request needs to be allowed to do with its repository. */
  enum Access {
    PULL,
    PUSH
  }

  /** Where a redirect may lead. */
  enum Following {
    /** To any address that the rules of {@link Redirects} allow, without credentials. */
    ANYWHERE,
    /** The same, but a 303 to another origin is an answer: a registry that shows a web page instead. */
    ANYWHERE_BUT_SEE_OTHER,
    /** Only to the same origin: for writes, and for whatever carries a secret. */
    OWN_ORIGIN
  }

  Ask {
    headers = Map.copyOf(headers);
  }

  /** Reads {@code url}. */
  static Ask get(Site site, HttpUrl url) {
    return new Ask(site, "GET", url, Map.of(), null, null, Access.PULL, Following.ANYWHERE, false);
  }

  /** Looks whether something is there before it is written, so that one login serves both. */
  static Ask head(Site site, HttpUrl url) {
    return new Ask(site, "HEAD", url, Map.of(), null, null, Access.PUSH, Following.ANYWHERE, false);
  }

  /** Writes {@code body} to {@code url}. */
  static Ask write(Site site, String method, HttpUrl url, RequestBody body) {
    return new Ask(site, method, url, Map.of(), null, body, Access.PUSH, Following.OWN_ORIGIN, false);
  }

  Ask with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Ask(site, method, url, more, authorization, body, access, following, bulk);
  }

  Ask following(Following other) {
    return new Ask(site, method, url, headers, authorization, body, access, other, bulk);
  }

  Ask at(HttpUrl other) {
    return new Ask(site, method, other, headers, authorization, body, access, following, bulk);
  }

  Ask inBulk() {
    return new Ask(site, method, url, headers, authorization, body, access, following, true);
  }

  /** What was asked, without a query. */
  String operation() {
    return method + " " + url.encodedPath();
  }

  RegistryException failure(Kind kind, String detail) {
    return failure(kind, detail, null);
  }

  RegistryException failure(Kind kind, String detail, @Nullable Throwable cause) {
    return new RegistryException(kind, operation(), site.repository().host(), null, detail, cause);
  }

  RegistryException failure(Kind kind, int status, String detail) {
    return new RegistryException(kind, operation(), site.repository().host(), status, detail, null);
  }
}
