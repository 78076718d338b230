package dev.inkan.registry.layout;

import dev.inkan.registry.ProvenStream;
import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryDeleter;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.RegistryWriter;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * OCI image layouts on disk (image-spec image-layout.md 1.0.0), each folder a repository. Tags are the entries' {@code
 * org.opencontainers.image.ref.name}; what hangs on a digest is listed whether {@code index.json} lists it or not. Safe
 * for several threads and processes: what is written appears whole or not at all, and no other writer's entry is lost.
 *
 * <p>Every method throws {@link RegistryException}: LOCAL when a file or folder is not as it must be or may not be
 * used, NOT_FOUND when a folder is missing or empty, where a layout may be made by writing to it; UNSUPPORTED for a
 * repository that is no layout.
 */
public final class LayoutRegistry implements RegistryReader, RegistryWriter, RegistryDeleter {
  private static final MediaType ANY_BYTES = new MediaType("application/octet-stream");

  private final Place place;
  private final Map<Repository, Layout> layouts = new ConcurrentHashMap<>();

  /** Folders with a relative name are looked for in {@code base}. */
  public LayoutRegistry(Path base) {
    this(new Place.Named(base));
  }

  private LayoutRegistry(Place place) {
    this.place = place;
  }

  /**
   * A registry kept on disk: {@code HOST/team/app}, of whatever host, is the layout in the folder {@code team/app} below
   * {@code base}. A name with a part {@code blobs}, {@code index.json} or {@code oci-layout} is UNSUPPORTED, and a
   * symbolic link below {@code base} is LOCAL.
   */
  public static LayoutRegistry below(Path base) {
    return new LayoutRegistry(new Place.Below(base));
  }

  /**
   * Checks that there is a layout: for those who are about to read it and were told so by a person.
   *
   * @throws RegistryException LOCAL when there is none
   */
  public void require(Repository repository) throws RegistryException {
    var request = new Request(repository, "open the layout");
    if (!at(request).exists(request)) {
      throw request.local("there is no such folder, or it is empty");
    }
  }

  /**
   * The image that somebody means who names the layout only: by its tag when it has one, else by its digest. What hangs
   * on an image is none.
   *
   * @throws RegistryException NOT_FOUND when there is none; LOCAL when there are several, with their names
   */
  public Reference only(Repository repository) throws RegistryException {
    var request = new Request(repository, "find the image");
    return Roots.only(existing(request), request);
  }

  @Override
  public RawManifest resolve(ByTag reference) throws RegistryException {
    var request = new Request(reference.repository(), "read tag " + reference.tag());
    Layout layout = existing(request);
    List<Descriptor> tagged = layout.index(request).tagged(reference.tag());
    if (tagged.isEmpty()) {
      throw request.failure(Kind.NOT_FOUND, "there is no such tag");
    }
    if (tagged.size() > 1) {
      throw request.failure(
          Kind.INTEGRITY, "the tag stands on " + tagged.size() + " contents, and which is meant cannot be told");
    }
    return Manifests.listed(layout.files(), request, tagged.getFirst());
  }

  @Override
  public RawManifest manifest(ByDigest reference) throws RegistryException {
    var request = new Request(reference.repository(), "read manifest " + reference.digest());
    Layout layout = existing(request);
    MediaType listed =
        layout.index(request).contents(entry -> entry.descriptor().digest().equals(reference.digest())).stream()
            .map(Descriptor::mediaType)
            .findFirst()
            .orElse(null);
    return Manifests.byDigest(layout.files(), request, reference.digest(), listed);
  }

  @Override
  public InputStream blob(Repository repository, Descriptor descriptor) throws RegistryException {
    var request = new Request(repository, "read blob " + descriptor.digest());
    requireSupported(request, descriptor.digest());
    Layout layout = existing(request);
    long size = layout.sizeOfBlob(request, descriptor.digest());
    if (size != descriptor.size()) {
      throw request.failure(Kind.INTEGRITY, "the blob has " + size + " bytes, not " + descriptor.size());
    }
    return new ProvenStream(
        layout.files().open(request, LayoutFiles.blob(descriptor.digest())),
        descriptor,
        (kind, detail) -> request.failure(Kind.INTEGRITY, detail));
  }

  @Override
  public Descriptor describeBlob(Repository repository, Digest digest) throws RegistryException {
    var request = new Request(repository, "look for blob " + digest);
    return new Descriptor(ANY_BYTES, digest, existing(request).sizeOfBlob(request, digest));
  }

  @Override
  public Referrers referrers(ByDigest subject) throws RegistryException {
    var request = new Request(subject.repository(), "list what hangs on " + subject.digest());
    Layout layout = at(request);
    return new Referrers.Listed(
        layout.exists(request)
            ? layout.referrers().of(request, subject.digest(), layout.index(request))
            : List.of());
  }

  @Override
  public List<String> tags(Repository repository) throws RegistryException {
    var request = new Request(repository, "list tags");
    return existing(request).index(request).tags();
  }

  @Override
  public boolean hasBlob(Repository repository, Descriptor descriptor) throws RegistryException {
    return hasBlob(new Request(repository, "look for blob " + descriptor.digest()), descriptor);
  }

  private boolean hasBlob(Request request, Descriptor descriptor) throws RegistryException {
    Layout layout = at(request);
    return layout.exists(request)
        && layout.files().size(request, LayoutFiles.blob(descriptor.digest())) == descriptor.size();
  }

  @Override
  public void pushBlob(Repository repository, Descriptor descriptor, BlobSource source) throws RegistryException {
    var request = new Request(repository, "write blob " + descriptor.digest());
    requireSupported(request, descriptor.digest());
    if (hasBlob(request, descriptor)) {
      return;
    }
    try (InputStream in = new ProvenStream(
        source.open(),
        descriptor,
        (kind, detail) -> request.failure(Kind.INTEGRITY, "what is to be written: " + detail))) {
      at(request).put(request, descriptor.digest(), in);
    } catch (IOException e) {
      throw Layout.unreadable(request, e);
    }
  }

  @Override
  public SubjectListing pushManifest(Repository repository, RawManifest manifest) throws RegistryException {
    var request = new Request(repository, "write manifest " + manifest.digest());
    Layout layout = at(request);
    Manifest parsed = Content.checked(layout, request, manifest);
    return layout.inTurn(request, () -> {
      layout.put(request, manifest);
      if (parsed.subject() == null) {
        return SubjectListing.BY_WRITER;
      }
      LayoutIndex before = layout.index(request);
      layout.write(request, before, before.with(Content.descriptor(manifest, parsed)));
      return SubjectListing.BY_REGISTRY;
    });
  }

  @Override
  public void pushTag(ByTag tag, RawManifest manifest, Expected expected) throws RegistryException {
    var request = new Request(tag.repository(), "write tag " + tag.tag());
    Layout layout = at(request);
    Manifest parsed = Content.checked(layout, request, manifest);
    layout.inTurn(request, () -> {
      LayoutIndex before = layout.index(request);
      if (!Layout.holds(expected, before, tag.tag())) {
        throw request.failure(Kind.CONFLICT, "the tag is not what was expected");
      }
      layout.put(request, manifest);
      Descriptor content = Content.descriptor(manifest, parsed);
      String kind = parsed.subject() == null
          ? Families.kind(tag.tag(), manifest.mediaType().isIndex()).orElse(null)
          : null;
      layout.write(
          request,
          before,
          before.with(tag.tag(), content, kind, old -> Content.hangs(layout.files(), request, old)));
      return true;
    });
  }

  /** What had the tag stays readable by its digest. */
  @Override
  public void deleteTag(ByTag tag) throws RegistryException {
    var request = new Request(tag.repository(), "delete tag " + tag.tag());
    Removal.tag(existing(request), request, tag.tag());
  }

  @Override
  public void deleteManifest(ByDigest manifest) throws RegistryException {
    var request = new Request(manifest.repository(), "delete manifest " + manifest.digest());
    Removal.manifest(existing(request), request, manifest.digest());
  }

  @Override
  public void deleteBlob(Repository repository, Digest blob) throws RegistryException {
    var request = new Request(repository, "delete blob " + blob);
    Removal.blob(existing(request), request, blob);
  }

  private static void requireSupported(Request request, Digest digest) throws RegistryException {
    if (!digest.isSupported()) {
      throw request.failure(Kind.UNSUPPORTED, "nothing can be proven against a digest of " + digest.algorithm());
    }
  }

  private Layout existing(Request request) throws RegistryException {
    Layout layout = at(request);
    if (!layout.exists(request)) {
      throw request.failure(Kind.NOT_FOUND, "there is no such folder, or it is empty");
    }
    return layout;
  }

  /** Remembered only when it exists: a registry's clients may ask for any number of names. */
  private Layout at(Request request) throws RegistryException {
    Layout known = layouts.get(request.repository());
    if (known != null) {
      return known;
    }
    Layout layout = place.of(request);
    if (!layout.exists(request)) {
      return layout;
    }
    Layout first = layouts.putIfAbsent(request.repository(), layout);
    return first == null ? layout : first;
  }
}
