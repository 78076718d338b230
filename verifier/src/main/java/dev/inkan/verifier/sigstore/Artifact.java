package dev.inkan.verifier.sigstore;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/** What a bundle should be about. */
public sealed interface Artifact {
  /** Its digest. */
  Digest digest();

  /** A file with its content. */
  record Content(Bytes bytes, Digest digest) implements Artifact {
    public Content(Bytes bytes) {
      this(bytes, Digest.sha256(bytes));
    }
  }

  /**
   * A file of which only hashes are known, by the JDK's names; {@code SHA-256} must be one of them, else this throws
   * {@link IllegalArgumentException}. Enough for every scheme that hashes first with one of them.
   */
  record Hashed(Map<String, Bytes> hashes) implements Artifact {
    private static final String SHA256 = "SHA-256";

    public Hashed {
      hashes = Map.copyOf(hashes);
      if (!hashes.containsKey(SHA256)) {
        throw new IllegalArgumentException("a file is known by its SHA-256 at least");
      }
    }

    /** Of a sha256 digest. */
    public static Hashed of(Digest digest) {
      if (!digest.algorithm().equals("sha256")) {
        throw new IllegalArgumentException("only a sha256 digest can stand for a file");
      }
      return new Hashed(Map.of(SHA256, Bytes.of(HexFormat.of().parseHex(digest.encoded()))));
    }

    @Override
    public Digest digest() {
      return new Digest("sha256", HexFormat.of().formatHex(Objects.requireNonNull(hashes.get(SHA256)).toByteArray()));
    }
  }
}
