package dev.inkan.registry.server;

import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a path names (distribution-spec "Endpoints"). */
sealed interface Route {

  /** {@code /v2/}. */
  record Ping() implements Route {}

  /** {@code /v2/NAME/manifests/REFERENCE}. */
  record Manifests(Reference reference) implements Route {}

  /** {@code /v2/NAME/blobs/DIGEST}. */
  record Blob(Repository repository, Digest digest) implements Route {}

  /** {@code /v2/NAME/blobs/uploads/}. */
  record Uploads(Repository repository) implements Route {}

  /** {@code /v2/NAME/blobs/uploads/ID}. */
  record Upload(Repository repository, String id) implements Route {}

  /** {@code /v2/NAME/tags/list}. */
  record Tags(Repository repository) implements Route {}

  /** {@code /v2/NAME/referrers/DIGEST}. */
  record Referrers(ByDigest subject) implements Route {}

  Pattern PATH = Pattern.compile("/v2/(.+)/(manifests/|blobs/uploads/|blobs/|tags/|referrers/)([^/]*)");
  Pattern UPLOAD_ID = Pattern.compile("[0-9a-f-]{36}");

  /**
   * Reads a decoded path.
   *
   * @throws Refusal 404 for a path that the protocol does not have, 400 for a part that is not of its grammar
   */
  static Route of(String host, String path) throws Refusal {
    if (path.equals("/v2/") || path.equals("/v2")) {
      return new Ping();
    }
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      throw new Refusal(404, "UNSUPPORTED", "no such endpoint: " + Printable.text(path));
    }
    Repository repository = repository(host, parts.group(1));
    String last = parts.group(3);
    return switch (parts.group(2)) {
      case "manifests/" -> new Manifests(reference(repository, last));
      case "blobs/" -> last.equals("uploads") ? new Uploads(repository) : new Blob(repository, digest(last));
      case "blobs/uploads/" -> last.isEmpty() ? new Uploads(repository) : upload(repository, last);
      case "referrers/" -> new Referrers(new ByDigest(repository, digest(last)));
      default -> tags(repository, last);
    };
  }

  private static Reference reference(Repository repository, String text) throws Refusal {
    if (text.contains(":")) {
      return new ByDigest(repository, digest(text));
    }
    try {
      return new ByTag(repository, text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "TAG_INVALID", String.valueOf(e.getMessage()));
    }
  }

  /** A repository of this registry. */
  static Repository repository(String host, String name) throws Refusal {
    try {
      return new Repository(host, name);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "NAME_INVALID", String.valueOf(e.getMessage()));
    }
  }

  /** A digest that content can be proven against. */
  static Digest digest(String text) throws Refusal {
    try {
      Digest digest = Digest.parse(text);
      if (digest.isSupported()) {
        return digest;
      }
      throw new Refusal(400, "DIGEST_INVALID", "unsupported algorithm " + digest.algorithm());
    } catch (MalformedContent e) {
      throw new Refusal(400, "DIGEST_INVALID", String.valueOf(e.getMessage()));
    }
  }

  private static Route upload(Repository repository, String id) throws Refusal {
    if (UPLOAD_ID.matcher(id).matches()) {
      return new Upload(repository, id);
    }
    throw new Refusal(404, "BLOB_UPLOAD_UNKNOWN", "no such upload");
  }

  private static Route tags(Repository repository, String last) throws Refusal {
    if (last.equals("list")) {
      return new Tags(repository);
    }
    throw new Refusal(404, "UNSUPPORTED", "no such endpoint: tags/" + Printable.text(last));
  }
}
