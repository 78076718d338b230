package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Errand;
import dev.inkan.registry.auth.Errand.Need;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.reference.Repository;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * One question.
 *
 * @param home the origin that the question is for: no other gets a login, or a header but those that say what is wanted
 * @param body what is sent, or null; can be written more than once
 * @param push whether it is part of writing to the repository: that is what a login is for
 * @param from another repository of the registry that a login must let us read as well, or null
 * @param bulk whether it may take as long as the run: a blob's body goes one way or the other
 */
record Ask(
    Site site,
    HttpUrl home,
    String method,
    HttpUrl url,
    Map<String, String> headers,
    @Nullable RequestBody body,
    boolean push,
    @Nullable Repository from,
    Following following,
    boolean bulk) {

  /** Where a redirect may lead. */
  enum Following {
    /** To any address that the rules of {@link Redirects} allow, without credentials. */
    ANYWHERE,
    /** The same, but a 303 to another origin is an answer: a registry that shows a web page instead. */
    ANYWHERE_BUT_SEE_OTHER,
    /** Only within its home: for writes, and for whatever carries a secret. */
    OWN_ORIGIN
  }

  Ask {
    headers = Map.copyOf(headers);
  }

  /** Reads {@code url}. */
  static Ask get(Site site, HttpUrl url) {
    return new Ask(site, site.root(), "GET", url, Map.of(), null, false, null, Following.ANYWHERE, false);
  }

  /** Asks the registry for nothing in particular: {@code /v2/}. */
  static Ask ping(Site site) {
    return get(site, door(site)).following(Following.OWN_ORIGIN);
  }

  private static HttpUrl door(Site site) {
    return site.root().newBuilder().addPathSegments("v2/").build();
  }

  private boolean isPing() {
    return url.equals(door(site));
  }

  /** Looks whether something is there before it is written, so that one login serves both. */
  static Ask head(Site site, HttpUrl url) {
    return new Ask(site, site.root(), "HEAD", url, Map.of(), null, true, null, Following.ANYWHERE, false);
  }

  /** Writes {@code body} to {@code url}. */
  static Ask write(Site site, String method, HttpUrl url, @Nullable RequestBody body) {
    return new Ask(site, site.root(), method, url, Map.of(), body, true, null, Following.OWN_ORIGIN, false);
  }

  /** Deletes what is at {@code url}. */
  static Ask delete(Site site, HttpUrl url) {
    return new Ask(site, site.root(), "DELETE", url, Map.of(), null, true, null, Following.OWN_ORIGIN, false);
  }

  Ask with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Ask(site, home, method, url, more, body, push, from, following, bulk);
  }

  Ask following(Following other) {
    return new Ask(site, home, method, url, headers, body, push, from, other, bulk);
  }

  Ask at(HttpUrl other) {
    return new Ask(site, home, method, other, headers, body, push, from, following, bulk);
  }

  /**
   * The same.
   *
   * @throws RegistryException UNSUPPORTED when nothing that comes of it could be proven against the digest
   */
  Ask proving(Digest digest) throws RegistryException {
    if (!digest.isSupported()) {
      throw failure(Kind.UNSUPPORTED, "nothing can be proven against a digest of " + digest.algorithm());
    }
    return this;
  }

  Ask inBulk() {
    return new Ask(site, home, method, url, headers, body, push, from, following, true);
  }

  /** The same for who takes something from another repository of the registry. */
  Ask takingFrom(Repository other) {
    return new Ask(site, home, method, url, headers, body, push, other, following, bulk);
  }

  /** What a login for it is to allow. */
  Errand errand() {
    return new Errand(site.repository(), site.root(), need(), from);
  }

  private Need need() {
    if (isPing()) {
      return Need.ENTER;
    }
    // An upload session is given up with what it was opened with.
    boolean deletes = method.equals("DELETE") && !url.encodedPath().contains("/blobs/uploads/");
    return deletes ? Need.DELETE : push ? Need.PUSH : Need.PULL;
  }

  /** Whether it changes anything there. */
  boolean isWrite() {
    return push && !method.equals("HEAD");
  }

  /** Whether the URL is of the origin that the question is for. */
  boolean isAtHome(HttpUrl other) {
    return Sites.sameOrigin(home, other);
  }

  /** What was asked, without a query. */
  String operation() {
    return method + " " + Printable.text(url.encodedPath());
  }

  RegistryException failure(Kind kind, String detail) {
    return new RegistryException(kind, operation(), site.repository().host(), detail);
  }

  RegistryException failure(Kind kind, String detail, Throwable cause) {
    return new RegistryException(kind, operation(), site.repository().host(), null, detail, cause);
  }

  RegistryException failure(Kind kind, int status, String detail) {
    return new RegistryException(kind, operation(), site.repository().host(), status, detail, null);
  }
}
