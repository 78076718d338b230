package dev.inkan.gate.decision;

/** Why a check ended as it did; names that scripts may rely on. */
public enum Code {
  /** Signed by whom the rule asks for. */
  SIGNED,
  /** No signature was found. */
  UNSIGNED,
  /** What was found as a signature proves nothing about this image by a signer that the rule names. */
  UNTRUSTED,
  /** Signed, but not by all that the rule asks for. */
  SIGNER_MISSING,
  /** A bound on what a registry may make us read was hit before enough was found. */
  LIMIT,
  /** No rule of the policy is about this image. */
  NO_RULE,
  /** The policy is no longer in force. */
  POLICY_EXPIRED,
  /** The registry, which let us in, has no such image. */
  NO_SUCH_IMAGE,
  /** The image's bytes contradict their digest, or themselves. */
  TAMPERED,
  /** The image was asked for by a digest that nothing can be proven against. */
  UNPROVABLE,
  /** The bytes are no image manifest or index that has one meaning. */
  MALFORMED_IMAGE,
  /** Something that could turn the verdict could not be read. */
  UNREADABLE,
  /** A file or folder of this machine that could turn the verdict cannot be used: trying again is of no use. */
  LOCAL
}
