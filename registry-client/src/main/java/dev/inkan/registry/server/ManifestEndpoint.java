package dev.inkan.registry.server;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.RegistryWriter.SubjectListing;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Manifests by tag and by digest (distribution-spec "Pulling manifests", "Pushing Manifests"). */
record ManifestEndpoint(RegistryReader reader, RegistryWriter writer, Deletion deletion, boolean referrersApi) {
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  Answer answer(Request request, Reference reference) throws Refusal, IOException {
    if (request.isRead()) {
      return get(request, reference);
    }
    return switch (request.method()) {
      case "PUT" -> put(request, reference);
      case "DELETE" -> deletion.manifest(request, reference);
      default -> throw request.notAllowed();
    };
  }

  private Answer get(Request request, Reference reference) throws Refusal {
    RawManifest manifest = read(reference);
    boolean known = EntityTag.isIn(request.header("If-None-Match"), manifest.digest());
    return (known ? Answer.empty(304) : Answer.of(200, manifest.bytes()))
        .with("Content-Type", manifest.mediaType().value())
        .with("Docker-Content-Digest", manifest.digest().toString())
        .with("ETag", EntityTag.of(manifest.digest()));
  }

  private RawManifest read(Reference reference) throws Refusal {
    try {
      return switch (reference) {
        case ByTag tag -> reader.resolve(tag);
        case ByDigest digest -> reader.manifest(digest);
      };
    } catch (RegistryException e) {
      throw Refusal.of(e, "MANIFEST_UNKNOWN");
    }
  }

  private Answer put(Request request, Reference reference) throws Refusal, IOException {
    Bytes body = request.readBody(MAX_BYTES);
    RawManifest manifest = prove(reference, mediaType(request), body);
    SubjectListing listing;
    try {
      listing = writer.pushManifest(reference.repository(), manifest);
      if (reference instanceof ByTag tag) {
        writer.pushTag(tag, manifest, expected(request, tag));
      }
    } catch (RegistryException e) {
      throw refusal(e);
    }
    Answer created = Answer.empty(201)
        .with("Location", "/v2/" + reference.repository().path() + "/manifests/" + manifest.digest())
        .with("Docker-Content-Digest", manifest.digest().toString())
        .with("ETag", EntityTag.of(manifest.digest()));
    Digest subject = subject(manifest);
    return subject != null && referrersApi && listing == SubjectListing.BY_REGISTRY
        ? created.with("OCI-Subject", subject.toString())
        : created;
  }

  private static Refusal refusal(RegistryException e) {
    return switch (e.kind()) {
      case NOT_FOUND -> new Refusal(400, "MANIFEST_BLOB_UNKNOWN", String.valueOf(e.getMessage()));
      case PROTOCOL -> new Refusal(400, "MANIFEST_INVALID", String.valueOf(e.getMessage()));
      default -> Refusal.of(e, "MANIFEST_BLOB_UNKNOWN");
    };
  }

  private static MediaType mediaType(Request request) throws Refusal {
    String type = request.header("Content-Type");
    if (type == null) {
      throw new Refusal(400, "MANIFEST_INVALID", "Content-Type is missing");
    }
    try {
      return MediaType.parse(type).withoutParameters();
    } catch (MalformedContent e) {
      throw new Refusal(400, "MANIFEST_INVALID", String.valueOf(e.getMessage()));
    }
  }

  private static RawManifest prove(Reference reference, MediaType type, Bytes body) throws Refusal {
    if (!(reference instanceof ByDigest named)) {
      return RawManifest.of(type, body);
    }
    if (!named.digest().matches(body)) {
      throw new Refusal(400, "DIGEST_INVALID", "the body is not that of " + named.digest());
    }
    return new RawManifest(new Descriptor(type, named.digest(), body.size()), body);
  }

  /** What the request's conditions (RFC 9110 13.1) say that the tag must be now. */
  private Expected expected(Request request, ByTag tag) throws RegistryException, Refusal {
    String match = request.header("If-Match");
    String noneMatch = request.header("If-None-Match");
    if (match == null && noneMatch == null) {
      return new Expected.Anything();
    }
    Digest now = now(tag);
    boolean holds = match != null ? now != null && EntityTag.isIn(match, now) : !EntityTag.isIn(noneMatch, now);
    if (!holds) {
      throw new Refusal(412, "DENIED", "the tag is not what was expected");
    }
    return now == null ? new Expected.Absent() : new Expected.Named(now);
  }

  private @Nullable Digest now(ByTag tag) throws RegistryException {
    try {
      return reader.resolve(tag).digest();
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private static @Nullable Digest subject(RawManifest manifest) {
    try {
      Descriptor subject = manifest.parse().subject();
      return subject == null ? null : subject.digest();
    } catch (MalformedContent e) {
      return null;
    }
  }
}
