package dev.inkan.registry.layout;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What hangs on a digest in one layout: what {@code index.json} lists, and, for cosign's {@code save} lists no bundle,
 * whatever else is a manifest among the blobs. What cannot be told apart from it is listed as well, for whoever opens
 * it to judge: a file that is not what its name says, one that is listed and not there.
 */
final class ReferrerScan {
  /** The most files that are looked at. */
  static final int MAX_FILES = 100_000;
  /** The most bytes of files that may be manifests. */
  static final long MAX_BYTES = 256L * 1024 * 1024;

  private static final List<String> ALGORITHMS = List.of("sha256", "sha512");
  private static final int PEEK = 64;

  /** What a blob turned out to be; remembered, for proven content does not change. */
  private record Known(@Nullable Digest subject, @Nullable Descriptor referrer) {
    static final Known NO_REFERRER = new Known(null, null);
  }

  private final Map<Digest, Known> known = new ConcurrentHashMap<>();
  private final LayoutFiles files;
  private final int maxFiles;
  private final long maxBytes;

  ReferrerScan(LayoutFiles files) {
    this(files, MAX_FILES, MAX_BYTES);
  }

  ReferrerScan(LayoutFiles files, int maxFiles, long maxBytes) {
    this.files = files;
    this.maxFiles = maxFiles;
    this.maxBytes = maxBytes;
  }

  /**
   * Those with that subject, first those that are listed, in their order, then the others by digest.
   *
   * @throws RegistryException TOO_LARGE when a bound is hit; LOCAL when something that may be one is no regular file
   */
  List<Descriptor> of(Request request, Digest subject, LayoutIndex index) throws RegistryException {
    Map<Digest, Descriptor> found = new LinkedHashMap<>();
    Set<Digest> seen = new HashSet<>();
    long bytes = 0;
    for (Descriptor listed : index.contents(entry -> isManifest(entry.descriptor().mediaType()))) {
      seen.add(listed.digest());
      long size = files.size(request, LayoutFiles.blob(listed.digest()));
      bytes = bounded(request, bytes + Math.clamp(size, 0, Manifests.MAX_BYTES));
      Known is = known(request, listed.digest(), listed.mediaType());
      add(found, subject, listed, is);
    }
    for (Descriptor other : unlisted(request, seen)) {
      bytes = bounded(request, bytes + other.size());
      add(found, subject, other, known(request, other.digest(), null));
    }
    return List.copyOf(found.values());
  }

  private static boolean isManifest(MediaType type) {
    return type.isImage() || type.isIndex();
  }

  private static void add(
      Map<Digest, Descriptor> found, Digest subject, Descriptor unproven, @Nullable Known known) {
    if (known == null) {
      found.putIfAbsent(unproven.digest(), unproven);
    } else if (subject.equals(known.subject()) && known.referrer() != null) {
      found.putIfAbsent(unproven.digest(), known.referrer());
    }
  }

  private long bounded(Request request, long bytes) throws RegistryException {
    if (bytes > maxBytes) {
      throw request.failure(
          Kind.TOO_LARGE, "the files that may be manifests have more than the bound of " + maxBytes + " bytes");
    }
    return bytes;
  }

  /** What it is, or null when that cannot be told. */
  private @Nullable Known known(Request request, Digest digest, @Nullable MediaType listed) throws RegistryException {
    Known before = known.get(digest);
    if (before != null) {
      return before;
    }
    try {
      Bytes bytes = Manifests.read(files, request, digest);
      if (bytes == null) {
        return null;
      }
      Known now = read(digest, bytes, Manifests.type(bytes, listed));
      known.put(digest, now);
      return now;
    } catch (RegistryException e) {
      return switch (e.kind()) {
        case INTEGRITY, UNSUPPORTED, TOO_LARGE -> null;
        default -> throw e;
      };
    }
  }

  private static Known read(Digest digest, Bytes bytes, @Nullable MediaType type) {
    if (type == null) {
      return Known.NO_REFERRER;
    }
    var raw = new RawManifest(new Descriptor(type, digest, bytes.size()), bytes);
    try {
      Manifest manifest = raw.parse();
      Descriptor subject = manifest.subject();
      return subject == null ? Known.NO_REFERRER : new Known(subject.digest(), Manifests.asReferrer(raw, manifest));
    } catch (MalformedContent e) {
      return Known.NO_REFERRER;
    }
  }

  /** The blobs that {@code index.json} does not list and that may be manifests, by their names and sizes. */
  private List<Descriptor> unlisted(Request request, Set<Digest> listed) throws RegistryException {
    var others = new ArrayList<Descriptor>();
    int left = maxFiles;
    for (String algorithm : ALGORITHMS) {
      List<String> names = files.names(request, LayoutFiles.BLOBS + "/" + algorithm, left);
      left -= names.size();
      for (String name : names) {
        Digest digest = digest(algorithm, name);
        if (digest != null && !listed.contains(digest) && mayBeManifest(request, digest)) {
          others.add(
              new Descriptor(MediaType.OCI_MANIFEST, digest, files.size(request, LayoutFiles.blob(digest))));
        }
      }
    }
    others.sort((one, other) -> one.digest().compareTo(other.digest()));
    return others;
  }

  private static @Nullable Digest digest(String algorithm, String name) {
    try {
      return Digest.parse(algorithm + ":" + name);
    } catch (MalformedContent e) {
      return null;
    }
  }

  private boolean mayBeManifest(Request request, Digest digest) throws RegistryException {
    Known before = known.get(digest);
    if (before != null) {
      return before.subject() != null;
    }
    String name = LayoutFiles.blob(digest);
    long size = files.size(request, name);
    if (size < 0 || size > Manifests.MAX_BYTES) {
      return false;
    }
    try (InputStream in = files.open(request, name)) {
      return startsAnObject(in.readNBytes(PEEK));
    } catch (IOException e) {
      throw request.local(name, e);
    }
  }

  /** Whether the first thing that is no white space opens a JSON object. */
  private static boolean startsAnObject(byte[] start) {
    for (byte each : start) {
      if (each != ' ' && each != '\t' && each != '\n' && each != '\r') {
        return each == '{';
      }
    }
    return start.length == PEEK;
  }
}
