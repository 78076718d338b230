package dev.inkan.cli.keys;

import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.verifier.sigstore.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;

/** The file that was signed: its content when it is small, else its hashes; of any size in constant memory. */
public final class ArtifactFile {
  private static final int SMALL = 16 << 20;
  private static final String[] HASHES = {"SHA-256", "SHA-384", "SHA-512"};

  private ArtifactFile() {}

  /**
   * Reads what a name stands for: a file of that name, or else a digest.
   *
   * @throws Failure UNUSABLE when it is neither, or cannot be read
   */
  public static Artifact read(String name, Surroundings surroundings) throws Failure {
    Path file = surroundings.file(name);
    if (!Files.exists(file) && name.startsWith("sha256:")) {
      try {
        return Artifact.Hashed.of(Digest.parse(name));
      } catch (MalformedContent e) {
        throw Failure.unusable(name + " is neither a file nor a digest: " + e.getMessage());
      }
    }
    try {
      return Files.isRegularFile(file) && Files.size(file) > SMALL
          ? hashed(file)
          : new Artifact.Content(surroundings.files().read("file", name, SMALL));
    } catch (IOException e) {
      throw Failure.unusable("the file " + name + " cannot be read: " + e.getMessage());
    }
  }

  private static Artifact hashed(Path file) throws IOException {
    Map<String, MessageDigest> digests = new HashMap<>();
    for (String hash : HASHES) {
      digests.put(hash, digest(hash));
    }
    try (InputStream in = Files.newInputStream(file)) {
      var chunk = new byte[64 * 1024];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        for (MessageDigest digest : digests.values()) {
          digest.update(chunk, 0, count);
        }
      }
    }
    var hashes = new HashMap<String, Bytes>();
    digests.forEach((name, digest) -> hashes.put(name, Bytes.of(digest.digest())));
    return new Artifact.Hashed(hashes);
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }
}
