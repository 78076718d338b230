package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Digest;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;

/** Where a repository takes uploads, and the sessions that it opens for them (distribution-spec end-4a). */
record Uploads(Site site, Exchange exchange, Redirects redirects) {

  HttpUrl address() {
    return site.endpoint("blobs", "uploads", "");
  }

  Ask write(String method, HttpUrl url, RequestBody body) {
    return Ask.write(site, method, url, body);
  }

  /** The same without a body. */
  Ask bare(String method, HttpUrl url) {
    return write(method, url, RequestBody.create(new byte[0], null));
  }

  /** A question about an upload; whoever may write may ask. */
  Ask read(HttpUrl session) {
    return Ask.write(site, "GET", session, null);
  }

  HttpUrl start(Digest digest) throws RegistryException, TransientFailure {
    try (Answer answer = exchange.once(bare("POST", address()).proving(digest), Set.of(202))) {
      return session(answer);
    }
  }

  /** The session that an answer names; its URL may lie anywhere on the registry's own origin, and nowhere else. */
  HttpUrl session(Answer answer) throws RegistryException {
    HttpUrl session = redirects.target(answer.ask(), answer.url(), answer.header("Location"));
    if (!Sites.sameOrigin(site.root(), session)) {
      throw answer.failure(
          Kind.REFUSED, "it wants the blob uploaded to " + session.host() + ", which is not the registry");
    }
    return session;
  }
}
