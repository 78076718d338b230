package dev.inkan.cli.registry;

import dev.inkan.cli.registry.ListFile.Line;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.reference.MalformedReference;
import dev.inkan.registry.reference.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * Images named in a file, one a line. A list that names none is no list: whoever made it went wrong, and nothing would
 * be decided.
 */
public final class ImageList {
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
    var images = new ArrayList<Reference>();
    for (Line line : ListFile.read(name, "images", surroundings)) {
      images.add(parse(line, layouts));
    }
    if (images.isEmpty()) {
      throw Failure.unusable("the list " + name + " names no image, so there is nothing to decide");
    }
    return images;
  }

  private static Reference parse(Line line, LayoutRegistry layouts) throws Failure {
    if (line.text().length() > MAX_LENGTH) {
      throw Failure.unusable(
          line.place() + "a line of " + line.text().length() + " characters is not an image's name");
    }
    try {
      return Images.parse(line.text(), layouts);
    } catch (MalformedReference e) {
      throw Failure.unusable(line.place() + e.getMessage());
    } catch (RegistryException e) {
      throw Failure.of(Images.outcome(e), line.place() + e.getMessage());
    }
  }
}
