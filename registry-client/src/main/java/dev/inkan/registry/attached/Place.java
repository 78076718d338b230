package dev.inkan.registry.attached;

/** Where a registry can list what hangs on a digest. More may be added: a caller asks {@link Attached#places}. */
public enum Place {
  /** The registry's own list (distribution-spec "Listing Referrers"). */
  REFERRERS_API("referrers-api"),
  /** The index that clients keep under a tag made of the digest ("Referrers Tag Schema"). */
  FALLBACK_TAG("fallback-tag");

  private final String label;

  Place(String label) {
    this.label = label;
  }

  /** The name in reports. */
  public String label() {
    return label;
  }
}
