package dev.inkan.registry.http;

import dev.inkan.registry.ProvenStream;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.BlobSource;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Blobs: read as a proven stream, looked for, mounted, uploaded in one piece (distribution-spec end-2, end-4a, end-6, end-11). */
final class BlobCalls {
  private final Exchange exchange;
  private final Redirects redirects;

  BlobCalls(Exchange exchange, Redirects redirects) {
    this.exchange = exchange;
    this.redirects = redirects;
  }

  /** A blob as a proven stream; goes on where its body breaks off. */
  InputStream open(Site site, Descriptor descriptor) throws RegistryException {
    Answer answer = exchange.open(get(site, descriptor), Set.of(200));
    try {
      return new ProvenStream(new ResumedBody(exchange, answer, descriptor), descriptor, answer::failure);
    } catch (RegistryException e) {
      answer.close();
      throw e;
    }
  }

  /** A whole blob; asks again when its body is cut. */
  Bytes read(Site site, Descriptor descriptor, int limit) throws RegistryException {
    Ask ask = get(site, descriptor);
    if (descriptor.size() > limit) {
      throw ask.failure(
          Kind.TOO_LARGE, "the blob has " + descriptor.size() + " bytes, more than the bound of " + limit);
    }
    return exchange.read(ask, Set.of(200), answer -> {
      try (InputStream in = proven(answer, descriptor)) {
        return Bytes.of(in.readNBytes(limit));
      } catch (RegistryException e) {
        throw Failures.orTransient(e);
      } catch (IOException e) {
        throw new IllegalStateException("a stream of ours fails with a RegistryException", e);
      }
    });
  }

  private static Ask get(Site site, Descriptor descriptor) throws RegistryException {
    Digest digest = descriptor.digest();
    return provable(Ask.get(site, site.endpoint("blobs", digest.toString())).inBulk(), digest);
  }

  private static Ask provable(Ask ask, Digest digest) throws RegistryException {
    if (!digest.isSupported()) {
      throw ask.failure(Kind.UNSUPPORTED, "nothing can be proven against a digest of " + digest.algorithm());
    }
    return ask;
  }

  private static InputStream proven(Answer answer, Descriptor descriptor) throws RegistryException {
    try {
      return new ProvenStream(answer.stream(), descriptor, answer::failure);
    } catch (RegistryException e) {
      answer.close();
      throw e;
    }
  }

  boolean exists(Site site, Descriptor descriptor) throws RegistryException {
    return exchange.retries().call(() -> existsNow(site, descriptor));
  }

  private boolean existsNow(Site site, Descriptor descriptor) throws RegistryException, TransientFailure {
    Ask ask = Ask.head(site, site.endpoint("blobs", descriptor.digest().toString()));
    try (Answer answer = exchange.once(ask, Set.of(200, 403, 404, 405))) {
      // Where a redirect leads may refuse a HEAD though the blob is there; then it is uploaded once too often.
      if (answer.status() == 403 && !answer.isForeign()) {
        throw Refusal.thrown(answer);
      }
      return answer.status() == 200;
    }
  }

  /** Uploads unless it is there; a try that failed is made again from the start. */
  void push(Site site, Descriptor descriptor, BlobSource source) throws RegistryException {
    exchange.retries().call(() -> {
      boolean there = existsNow(site, descriptor);
      if (!there) {
        upload(site, descriptor, source);
      }
      return there;
    });
  }

  /** Uploads without looking; a try that failed is made again from the start. */
  void pushNew(Site site, Descriptor descriptor, BlobSource source) throws RegistryException {
    exchange.retries().call(() -> {
      upload(site, descriptor, source);
      return descriptor;
    });
  }

  /** Mounts without looking, or uploads; a try that failed is made again from the start. */
  boolean mount(Site site, Descriptor descriptor, Repository from, BlobSource source) throws RegistryException {
    return exchange.retries().call(() -> {
      HttpUrl session = mountOrStart(site, descriptor.digest(), from);
      if (session != null) {
        upload(site, descriptor, source, session);
      }
      return session == null;
    });
  }

  /** Null when it is mounted; else an upload session, which is what a registry opens that does not mount. */
  private @Nullable HttpUrl mountOrStart(Site site, Digest digest, Repository from)
      throws RegistryException, TransientFailure {
    HttpUrl url = uploads(site)
        .newBuilder()
        .addEncodedQueryParameter("mount", digest.toString())
        .addEncodedQueryParameter("from", from.path())
        .build();
    Ask ask = provable(Ask.write(site, "POST", url, RequestBody.create(new byte[0], null)).takingFrom(from), digest);
    try (Answer answer = exchange.once(ask, Set.of(201, 202))) {
      if (answer.status() == 202) {
        return session(site, ask, answer);
      }
      return saysOther(answer, digest) ? start(site, digest) : null;
    } catch (RegistryException e) {
      // Whoever may not read the one repository may still write to the other.
      if (e.status().orElse(0) / 100 == 4) {
        return start(site, digest);
      }
      throw e;
    }
  }

  private static boolean saysOther(Answer answer, Digest digest) {
    try {
      DigestHeaders.checkStored(answer, digest);
      return false;
    } catch (RegistryException contradiction) {
      return true;
    }
  }

  private void upload(Site site, Descriptor descriptor, BlobSource source) throws RegistryException, TransientFailure {
    upload(site, descriptor, source, start(site, descriptor.digest()));
  }

  private void upload(Site site, Descriptor descriptor, BlobSource source, HttpUrl session)
      throws RegistryException, TransientFailure {
    HttpUrl url = session.newBuilder().addEncodedQueryParameter("digest", descriptor.digest().toString()).build();
    Ask ask = Ask.write(site, "PUT", url, new BlobBody(descriptor, source, site.repository().host()))
        .with("Content-Type", "application/octet-stream")
        .inBulk();
    try (Answer answer = exchange.once(ask, Set.of(201, 204))) {
      DigestHeaders.checkStored(answer, descriptor.digest());
    }
  }

  private static HttpUrl uploads(Site site) {
    return site.endpoint("blobs", "uploads", "");
  }

  private HttpUrl start(Site site, Digest digest) throws RegistryException, TransientFailure {
    RequestBody nothing = RequestBody.create(new byte[0], null);
    Ask ask = provable(Ask.write(site, "POST", uploads(site), nothing), digest);
    try (Answer answer = exchange.once(ask, Set.of(202))) {
      return session(site, ask, answer);
    }
  }

  /** The session that was opened; its URL may lie anywhere on the registry's own origin, and nowhere else. */
  private HttpUrl session(Site site, Ask ask, Answer answer) throws RegistryException {
    HttpUrl session = redirects.target(ask, answer.url(), answer.header("Location"));
    if (!Sites.sameOrigin(site.root(), session)) {
      throw answer.failure(
          Kind.REFUSED, "it wants the blob uploaded to " + session.host() + ", which is not the registry");
    }
    return session;
  }
}
