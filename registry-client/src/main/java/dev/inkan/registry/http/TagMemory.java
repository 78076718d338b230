package dev.inkan.registry.http;

import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.reference.Reference.ByTag;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The entity tags with which tags were read last, so that a write can be made to depend on what was read. */
final class TagMemory {
  private static final int MOST = 1024;
  private static final Pattern STRONG = Pattern.compile("\"[!#-~]{0,256}\"");

  private record Read(Digest digest, String etag) {}

  private final Map<ByTag, Read> reads =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByTag, Read> eldest) {
          return size() > MOST;
        }
      };

  /** Notes what a tag named. A weak entity tag is of no use: {@code If-Match} never holds for one (RFC 9110 13.1.1). */
  synchronized void remember(ByTag tag, Digest digest, @Nullable String etag) {
    if (etag != null && STRONG.matcher(etag).matches()) {
      reads.put(tag, new Read(digest, etag));
    } else {
      reads.remove(tag);
    }
  }

  /** The entity tag under which the expected digest was read, or null; after a write it is worth nothing. */
  synchronized @Nullable String forget(ByTag tag, Expected expected) {
    Read read = reads.remove(tag);
    return read != null && expected instanceof Expected.Named named && named.digest().equals(read.digest())
        ? read.etag()
        : null;
  }
}
