package dev.inkan.signer;

import dev.inkan.registry.attached.Place;
import dev.inkan.registry.content.Digest;

/** What became of a request to sign. In every case readers find the signature now. */
public sealed interface Signed {

  /** The name of the signature's format. */
  String format();

  /** What was signed: the digest of a manifest or index. */
  Digest subject();

  /** The manifest that the signature is in. */
  Digest artifact();

  /**
   * A new signature was stored and read back.
   *
   * @param seenAt where readers find it
   */
  record Published(String format, Digest subject, Digest artifact, Place seenAt) implements Signed {}

  /**
   * The same format, key and claim was there before, and holds.
   *
   * @param mended whether it was stored but not listed where readers look, which was put right; else nothing was
   *     written
   */
  record AlreadyThere(String format, Digest subject, Digest artifact, boolean mended) implements Signed {}
}
