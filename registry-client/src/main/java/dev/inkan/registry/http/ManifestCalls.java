package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.RegistryWriter.SubjectListing;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.content.StrictJson;
import dev.inkan.registry.reference.Reference.ByTag;
import java.util.Set;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Manifests: read by tag or by digest, written by digest or by tag (distribution-spec end-3, end-7). */
final class ManifestCalls {
  /** What registries commonly accept, and all that a manifest may have. */
  static final int MAX_SIZE = 4 * 1024 * 1024;

  private static final Set<MediaType> TYPES =
      Set.of(MediaType.OCI_INDEX, MediaType.OCI_MANIFEST, MediaType.DOCKER_LIST, MediaType.DOCKER_MANIFEST);
  /** Spelled out: without it, or with a wildcard, registries answer in an old form or not at all. */
  private static final String ACCEPT = String.join(
      ", ",
      MediaType.OCI_INDEX.value(),
      MediaType.OCI_MANIFEST.value(),
      MediaType.DOCKER_LIST.value(),
      MediaType.DOCKER_MANIFEST.value());
  private static final Set<Integer> STORED = Set.of(200, 201, 204);
  private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+";

  private final Exchange exchange;
  private final TagMemory tags = new TagMemory();

  ManifestCalls(Exchange exchange) {
    this.exchange = exchange;
  }

  RawManifest byTag(Site site, ByTag reference) throws RegistryException {
    Ask ask = Ask.get(site, site.endpoint("manifests", reference.tag())).with("Accept", ACCEPT);
    return exchange.read(ask, Set.of(200), answer -> {
      MediaType type = manifestType(answer);
      RawManifest manifest = RawManifest.of(type, answer.read(MAX_SIZE));
      if (!DigestHeaders.confirm(answer, manifest.digest())) {
        checkWhole(answer, manifest.bytes());
      }
      tags.remember(reference, manifest.digest(), answer.header("ETag"));
      return manifest;
    });
  }

  /**
   * Half a document has a digest too, under which nothing is signed. When nothing else tells that the body is whole, it
   * must at least be a JSON object.
   */
  private static void checkWhole(Answer answer, Bytes bytes) throws TransientFailure {
    try {
      StrictJson.parseObject(bytes, "manifest");
    } catch (MalformedContent e) {
      throw new TransientFailure(answer.failure(Kind.PROTOCOL, "a manifest that cannot be read: " + e.getMessage()));
    }
  }

  RawManifest byDigest(Site site, Digest digest) throws RegistryException {
    return byDigest(exchange, site, digest);
  }

  /** The same from a mirror, which is asked once. */
  RawManifest byDigest(Sources.Mirrored mirrored, Digest digest) throws RegistryException {
    return byDigest(exchange.onlyOnce(), mirrored.site(), digest);
  }

  private static RawManifest byDigest(Exchange exchange, Site site, Digest digest) throws RegistryException {
    Ask ask = Ask.get(site, site.endpoint("manifests", digest.toString())).with("Accept", ACCEPT).proving(digest);
    return exchange.read(ask, Set.of(200), answer -> {
      MediaType type = manifestType(answer);
      Bytes bytes = answer.read(MAX_SIZE);
      if (!digest.matches(bytes)) {
        throw answer.failure(Kind.INTEGRITY, "the body is not " + digest);
      }
      return new RawManifest(new Descriptor(type, digest, bytes.size()), bytes);
    });
  }

  private static MediaType manifestType(Answer answer) throws RegistryException, TransientFailure {
    MediaType type = answer.contentType();
    if (type.value().startsWith(SCHEMA_1)) {
      throw answer.failure(
          Kind.UNSUPPORTED, "a Docker schema 1 manifest: push the image again with a newer client");
    }
    if (!TYPES.contains(type)) {
      throw new TransientFailure(answer.failure(Kind.PROTOCOL, "an answer of type " + type + ", which is no manifest"));
    }
    return type;
  }

  SubjectListing put(Site site, RawManifest manifest) throws RegistryException {
    return exchange.read(write(site, manifest.digest().toString(), manifest), STORED, a -> stored(a, manifest));
  }

  SubjectListing putTag(Site site, ByTag tag, RawManifest manifest, Expected expected) throws RegistryException {
    Ask write = write(site, tag.tag(), manifest);
    String etag = tags.forget(tag, expected);
    Ask ask =
        switch (expected) {
          case Expected.Anything ignored -> write;
          case Expected.Absent ignored -> write.with("If-None-Match", "*");
          case Expected.Named ignored -> etag == null ? write : write.with("If-Match", etag);
        };
    return exchange.read(ask, STORED, a -> stored(a, manifest));
  }

  private static Ask write(Site site, String name, RawManifest manifest) {
    // The type goes as a header of ours: a RequestBody's would be parsed and written anew.
    RequestBody body = RequestBody.create(manifest.bytes().toByteArray(), null);
    return Ask.write(site, "PUT", site.endpoint("manifests", name), body)
        .with("Content-Type", manifest.mediaType().value());
  }

  /** 200 is what a page to log in comes with, too; then the registry must say what it has stored. */
  private static SubjectListing stored(Answer answer, RawManifest manifest)
      throws RegistryException, TransientFailure {
    boolean confirmed = DigestHeaders.checkStored(answer, manifest.digest());
    if (!confirmed && answer.status() == 200) {
      throw new TransientFailure(answer.failure(Kind.PROTOCOL, "an answer that does not say that anything is stored"));
    }
    String said = answer.header("OCI-Subject");
    Digest listed = said == null ? null : DigestHeaders.parse(said.strip());
    return listed != null && listed.equals(subject(manifest)) ? SubjectListing.BY_REGISTRY : SubjectListing.BY_WRITER;
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
