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
import org.jspecify.annotations.Nullable;

/** Blobs: read as a proven stream, looked for, mounted, uploaded (distribution-spec end-2, end-4a, end-6, end-11). */
final class BlobCalls {
  private final Exchange exchange;
  private final Redirects redirects;

  BlobCalls(Exchange exchange, Redirects redirects) {
    this.exchange = exchange;
    this.redirects = redirects;
  }

  /** A blob as a proven stream; goes on where its body breaks off. */
  InputStream open(Site site, Descriptor descriptor) throws RegistryException {
    Ask ask = get(site, descriptor);
    Answer answer = exchange.open(ask, Set.of(200));
    return proven(answer, ask, descriptor, answer::failure);
  }

  /**
   * The same from a mirror, which is asked once; where its body breaks off, the registry goes on.
   *
   * @return fails with PROTOCOL, not INTEGRITY, when the content is another: the registry may well have the right one
   */
  InputStream open(Sources.Mirrored mirrored, Descriptor descriptor) throws RegistryException {
    Ask rest = get(mirrored.registry(), descriptor);
    Answer answer = exchange.onlyOnce().open(get(mirrored.site(), descriptor), Set.of(200));
    return proven(answer, rest, descriptor, (kind, detail) -> {
      mirrored.passOver(answer.failure(kind, detail));
      return answer.failure(kind == Kind.INTEGRITY ? Kind.PROTOCOL : kind, detail + ", from a mirror");
    });
  }

  private InputStream proven(Answer answer, Ask rest, Descriptor descriptor, ProvenStream.Complaint complaint)
      throws RegistryException {
    try {
      return new ProvenStream(new ResumedBody(exchange, answer, rest, descriptor), descriptor, complaint);
    } catch (RegistryException e) {
      answer.close();
      throw e;
    }
  }

  /** A whole blob; asks again when its body is cut. */
  Bytes read(Site site, Descriptor descriptor, int limit) throws RegistryException {
    return read(exchange, site, descriptor, limit);
  }

  /** The same from a mirror, which is asked once. */
  Bytes read(Sources.Mirrored mirrored, Descriptor descriptor, int limit) throws RegistryException {
    return read(exchange.onlyOnce(), mirrored.site(), descriptor, limit);
  }

  private static Bytes read(Exchange exchange, Site site, Descriptor descriptor, int limit)
      throws RegistryException {
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
    return Ask.get(site, site.endpoint("blobs", digest.toString())).inBulk().proving(digest);
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

  /** Uploads unless it is there; a try that failed is made again. */
  void push(Site site, Descriptor descriptor, BlobSource source) throws RegistryException {
    uploading(site, descriptor, source, upload -> {
      boolean there = existsNow(site, descriptor);
      if (!there) {
        upload.attempt(null);
      }
      return there;
    });
  }

  /** Uploads without looking; a try that failed is made again. */
  void pushNew(Site site, Descriptor descriptor, BlobSource source) throws RegistryException {
    uploading(site, descriptor, source, upload -> {
      upload.attempt(null);
      return false;
    });
  }

  /** Mounts without looking, or uploads; a try that failed is made again. */
  boolean mount(Site site, Descriptor descriptor, Repository from, BlobSource source) throws RegistryException {
    return uploading(site, descriptor, source, upload -> {
      HttpUrl session = upload.isUnderWay() ? null : mountOrStart(uploads(site), descriptor.digest(), from);
      if (session == null && !upload.isUnderWay()) {
        return true;
      }
      upload.attempt(session);
      return false;
    });
  }

  /** One try of an upload; whether nothing had to be sent. */
  @FunctionalInterface
  private interface Try {
    boolean once(Upload upload) throws RegistryException, TransientFailure;
  }

  private boolean uploading(Site site, Descriptor descriptor, BlobSource source, Try attempt)
      throws RegistryException {
    var body = new BlobBody(descriptor, source, site.repository().host());
    var upload = new Upload(exchange, uploads(site), descriptor, body);
    try {
      return exchange.retries().call(() -> attempt.once(upload));
    } catch (RegistryException e) {
      upload.giveUp();
      throw e;
    }
  }

  /** Null when it is mounted; else an upload session, which is what a registry opens that does not mount. */
  private @Nullable HttpUrl mountOrStart(Uploads uploads, Digest digest, Repository from)
      throws RegistryException, TransientFailure {
    HttpUrl url = uploads.address()
        .newBuilder()
        .addEncodedQueryParameter("mount", digest.toString())
        .addEncodedQueryParameter("from", from.path())
        .build();
    Ask ask = uploads.bare("POST", url).takingFrom(from).proving(digest);
    try (Answer answer = exchange.once(ask, Set.of(201, 202))) {
      if (answer.status() == 202) {
        return uploads.session(answer);
      }
      return saysOther(answer, digest) ? uploads.start(digest) : null;
    } catch (RegistryException e) {
      // Whoever may not read the one repository may still write to the other.
      if (e.status().orElse(0) / 100 == 4) {
        return uploads.start(digest);
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

  private Uploads uploads(Site site) {
    return new Uploads(site, exchange, redirects);
  }
}
