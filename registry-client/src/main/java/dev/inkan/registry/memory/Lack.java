package dev.inkan.registry.memory;

/** What real registries lack, so that callers can be tried against it. */
public enum Lack {
  /** The referrers API: only the fallback tag lists what hangs on a digest (Docker Hub, GHCR, distribution). */
  REFERRERS_API,
  /** Conditional writes: a tag moves whatever it was expected to be (distribution, olareg, zot). */
  CONDITIONAL_WRITES,
  /** Looking at what is pushed: a manifest may name content that is not there, or not be a manifest at all. */
  CONTENT_CHECKS
}
