package dev.inkan.cli.registry;

import dev.inkan.cli.registry.ListFile.Line;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.copy.Target;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.reference.ImageName;
import dev.inkan.registry.reference.MalformedReference;
import dev.inkan.registry.reference.Reference;
import dev.inkan.registry.reference.References;
import dev.inkan.registry.reference.Repository.LocalForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One image's way from a source to a destination.
 *
 * @param to a destination that was named without a tag has the source's, if that has one
 */
public record Passage(Reference from, Target to) {
  private static final int MAX_LENGTH = 2048;

  /**
   * Reads {@code SRC DST}.
   *
   * @throws Failure UNUSABLE when one is not an image's name or the destination has a digest; as {@link Images#parse}
   *     for a source in a layout
   */
  public static Passage parse(String source, String destination, LayoutRegistry layouts) throws Failure {
    return parse("", source, destination, layouts);
  }

  /**
   * Reads a file of {@code SRC DST}, one pair a line, before anything is done with any of it.
   *
   * @param name a file, or {@code -} for standard input
   * @throws Failure UNUSABLE with {@code FILE:LINE:} as {@link #parse}, when two sources are to become one destination,
   *     and when there is no pair in it, or no such file
   */
  public static List<Passage> read(String name, Surroundings surroundings, LayoutRegistry layouts) throws Failure {
    var passages = new ArrayList<Passage>();
    Map<Target, String> places = new HashMap<>();
    for (Line line : ListFile.read(name, "pairs", surroundings)) {
      String[] words = line.text().split("\\s+", -1);
      if (words.length != 2 || line.text().length() > MAX_LENGTH) {
        throw Failure.unusable(line.place() + "not SRC DST");
      }
      Passage passage = parse(line.place(), words[0], words[1], layouts);
      String other = passage.to.tag() == null ? null : places.put(passage.to, line.place());
      if (other != null) {
        throw Failure.unusable(line.place() + words[1] + " is a destination twice, as in " + other.strip());
      }
      passages.add(passage);
    }
    if (passages.isEmpty()) {
      throw Failure.unusable("the list " + name + " names no pair, so there is nothing to do");
    }
    return passages;
  }

  private static Passage parse(String place, String source, String destination, LayoutRegistry layouts)
      throws Failure {
    try {
      ImageName from = References.parseName(source);
      ImageName to = References.parseName(destination);
      if (to.digest() != null) {
        throw Failure.unusable(
            place + "a destination is named without a digest: " + to, "its digest will be that of the source");
      }
      if (to.repository().form().filter(LocalForm::isArchive).isPresent()) {
        throw Failure.unusable(
            place + "an archive is only read, not written: " + to,
            "copy to oci:DIR, which tar makes an oci-archive of: tar -cf FILE -C DIR .");
      }
      Reference image = Images.parse(source, layouts);
      String tag = image instanceof Reference.ByTag byTag ? byTag.tag() : from.tag();
      return new Passage(image, new Target(to.repository(), to.tag() == null ? tag : to.tag()));
    } catch (MalformedReference e) {
      throw Failure.unusable(place + e.getMessage());
    } catch (RegistryException e) {
      throw Failure.of(Images.outcome(e), place + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return from + " to " + to;
  }
}
