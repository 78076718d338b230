package dev.inkan.registry.attached;

import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;

/** What an entry of a listing turned out to be. */
public sealed interface Attachment {

  /** It hangs on the digest: its own proven bytes name it as their subject. */
  record Hanging(RawManifest raw, Manifest.Image image) implements Attachment {}

  /** It does not, whatever the listing says. */
  record Stray(Cause cause, String detail) implements Attachment {}

  /** Why an entry is stray. */
  enum Cause {
    /** Its subject is another digest, or it has none. */
    WRONG_SUBJECT,
    /** Its bytes are not a well-formed manifest. */
    MALFORMED,
    /** It is an index, or some other kind of manifest. */
    NOT_AN_IMAGE_MANIFEST,
    /** It has another size than the listing says. */
    WRONG_SIZE,
    /** It is of another media type than the listing says. */
    WRONG_MEDIA_TYPE
  }
}
