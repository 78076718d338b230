package dev.inkan.signer;

import java.time.Instant;
import java.util.Map;

/**
 * What to claim of an image besides its digest.
 *
 * @param annotations signed in every format
 * @param imageName what to call the image in formats that sign a name: {@code registry.example.com/app:v1}
 * @param now what is written as the time of signing
 */
public record Intent(Map<String, String> annotations, String imageName, Instant now) {
  public Intent {
    annotations = Map.copyOf(annotations);
  }
}
