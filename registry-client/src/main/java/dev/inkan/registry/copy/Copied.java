package dev.inkan.registry.copy;

/**
 * What a copy did.
 *
 * @param pushedManifests manifests that were pushed, those of families not counted
 * @param presentManifests manifests that were there
 * @param mountedBlobs blobs that the registry took over from another of its repositories
 * @param uploadedBlobs blobs of which every byte was sent
 * @param presentBlobs blobs that were looked for and were there
 * @param uploadedBytes the bytes of the uploaded blobs
 * @param changedFamilies family tags that were written
 * @param presentFamilies family tags that held everything already
 */
public record Copied(
    int pushedManifests,
    int presentManifests,
    int mountedBlobs,
    int uploadedBlobs,
    int presentBlobs,
    long uploadedBytes,
    int changedFamilies,
    int presentFamilies) {

  /** Whether nothing was missing at the destination. */
  public boolean isNothing() {
    return pushedManifests + mountedBlobs + uploadedBlobs + changedFamilies == 0;
  }
}
