package dev.inkan.cli.registry;

import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.reference.MalformedReference;
import dev.inkan.registry.reference.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Images named in a file, one a line; {@code #} at the start of a line or behind a space begins a comment. A list that
 * names none is no list: whoever made it went wrong, and nothing would be decided.
 */
public final class ImageList {
  private static final String STANDARD_INPUT = "-";
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_IMAGES = 10_000;
  private static final int MAX_LENGTH = 1024;

  private ImageList() {}

  /**
   * Reads a whole list before anything is done with any of it.
   *
   * @param name a file, or {@code -} for standard input
   * @throws Failure UNUSABLE with {@code FILE:LINE:} when a line is not an image's name or beyond a bound, and when
   *     there is no image in it, or no such file; as {@link Images#parse} for images in layouts
   */
  public static List<Reference> read(String name, Surroundings surroundings, LayoutRegistry layouts) throws Failure {
    Bytes content = name.equals(STANDARD_INPUT)
        ? standardInput(surroundings)
        : surroundings.files().read("list of images", name, MAX_BYTES);
    var images = new ArrayList<Reference>();
    int line = 0;
    for (String text : text(name, content).lines().toList()) {
      line++;
      String image = withoutComment(text);
      if (!image.isEmpty()) {
        images.add(parse(name + ":" + line + ": ", image, images.size(), layouts));
      }
    }
    if (images.isEmpty()) {
      throw Failure.unusable("the list " + name + " names no image, so there is nothing to decide");
    }
    return images;
  }

  private static Bytes standardInput(Surroundings surroundings) throws Failure {
    try {
      byte[] content = surroundings.in().readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw Failure.unusable("the list of images on standard input has more than " + MAX_BYTES + " bytes");
      }
      return Bytes.of(content);
    } catch (IOException e) {
      throw Failure.unusable("the list of images cannot be read from standard input: " + e.getMessage());
    }
  }

  private static String text(String name, Bytes content) throws Failure {
    try {
      return content.utf8();
    } catch (MalformedContent e) {
      throw Failure.unusable("the list " + name + " is not text in UTF-8");
    }
  }

  /** No image has a space and then this in its name. */
  private static String withoutComment(String text) {
    return (" " + text).replaceFirst("\\s#.*", "").strip();
  }

  private static Reference parse(String place, String image, int before, LayoutRegistry layouts) throws Failure {
    if (before == MAX_IMAGES) {
      throw Failure.unusable(place + "more than " + MAX_IMAGES + " images in one list");
    }
    if (image.length() > MAX_LENGTH) {
      throw Failure.unusable(place + "a line of " + image.length() + " characters is not an image's name");
    }
    try {
      return Images.parse(image, layouts);
    } catch (MalformedReference e) {
      throw Failure.unusable(place + e.getMessage());
    } catch (RegistryException e) {
      throw Failure.of(Images.outcome(e), place + e.getMessage());
    }
  }
}
