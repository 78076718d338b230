package dev.inkan.cli.script;

import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The layouts on disk of a script. */
final class ScriptLayouts {
  private ScriptLayouts() {}

  /** Writes an image, of the content given, into a layout and names it. */
  static void image(
      Path folder, String directoryAndTag, String variable, String content, Map<String, String> variables)
      throws IOException {
    ByTag tag = tag(directoryAndTag);
    name(variable, tag, TestImages.pushImage(new LayoutRegistry(folder), tag, content), variables);
  }

  /** Writes an index of two images and names it and them. */
  static void index(Path folder, String directoryAndTag, String variable, Map<String, String> variables)
      throws IOException {
    ByTag tag = tag(directoryAndTag);
    TestImages.PushedIndex pushed = TestImages.pushIndex(new LayoutRegistry(folder), tag);
    name(variable, tag, pushed.index(), variables);
    for (int child = 0; child < pushed.children().size(); child++) {
      String name = variable + "_CHILD" + (child + 1);
      String digest = pushed.children().get(child).digest().toString();
      variables.put(name + "_DIGEST", digest);
      variables.put(name, tag.repository() + "@" + digest);
    }
  }

  private static void name(String variable, ByTag tag, RawManifest manifest, Map<String, String> variables) {
    variables.put(variable, tag.toString());
    variables.put(variable + "_DIGEST", manifest.digest().toString());
    variables.put(variable + "_HEX", manifest.digest().encoded());
    variables.put(variable + "_BY_DIGEST", tag.repository() + "@" + manifest.digest());
  }

  private static ByTag tag(String directoryAndTag) {
    int colon = directoryAndTag.lastIndexOf(':');
    return new ByTag(Repository.layout(directoryAndTag.substring(0, colon)), directoryAndTag.substring(colon + 1));
  }
}
