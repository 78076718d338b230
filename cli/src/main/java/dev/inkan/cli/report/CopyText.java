package dev.inkan.cli.report;

import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.copy.Copied;
import dev.inkan.registry.copy.CopyPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a copy did, or would do, for a person to read. */
public final class CopyText {
  private static final String LINE = "  %-11s %s";

  private CopyText() {}

  /** REPOSITORY@DIGEST of the copy. */
  public static String name(CopyPlan plan) {
    return plan.target().repository() + "@" + plan.origin().root().digest();
  }

  /** {@code moved}: whether the tag was written, or would be. */
  public static List<String> done(CopyPlan plan, Copied copied, boolean moved) {
    var lines = new ArrayList<String>();
    boolean nothing = copied.isNothing() && !moved;
    lines.add((nothing ? "already there  " : "copied  ") + name(plan));
    lines.add(from(plan));
    lines.add(LINE.formatted("manifests", manifests(plan, copied)));
    lines.add(LINE.formatted("blobs", blobs(copied)));
    lines.add(LINE.formatted("families", families(plan, copied)));
    lines.add(tag(plan, moved ? "" : ", which named it already"));
    lines.addAll(notices(plan));
    return lines;
  }

  public static List<String> planned(CopyPlan plan) {
    var lines = new ArrayList<String>();
    int missing = plan.manifests().size() - plan.present().size();
    List<Descriptor> blobs = plan.isWithinRepository() ? List.of() : plan.blobs();
    long bytes = blobs.stream().mapToLong(Descriptor::size).sum();
    lines.add("would copy  " + name(plan));
    lines.add(from(plan));
    lines.add(LINE.formatted("manifests", missing + " to push, " + plan.present().size() + " there"
        + hanging(plan)));
    lines.add(LINE.formatted("blobs", plan.mounts()
        ? blobs.size() + " to mount (" + size(bytes) + ")"
        : blobs.size() + " to send (" + size(bytes) + " at most)"));
    lines.add(LINE.formatted("families", names(plan)));
    lines.add(tag(plan, plan.isTagged() ? ", which names it already" : ""));
    lines.addAll(notices(plan));
    return lines;
  }

  private static String from(CopyPlan plan) {
    String tag = plan.origin().tag() == null ? "" : ":" + plan.origin().tag();
    return LINE.formatted(
        "from", plan.origin().repository() + (tag.isEmpty() ? "@" + plan.origin().root().digest() : tag));
  }

  private static String manifests(CopyPlan plan, Copied copied) {
    return plan.isWithinRepository()
        ? "all there: it is the same repository"
        : copied.pushedManifests() + " pushed, " + copied.presentManifests() + " there" + hanging(plan);
  }

  private static String hanging(CopyPlan plan) {
    int count = plan.referrers().size();
    return count == 0 ? "" : " (" + count + (count == 1 ? " hangs" : " hang") + " on the image or its parts)";
  }

  private static String blobs(Copied copied) {
    return copied.uploadedBlobs() + " sent (" + size(copied.uploadedBytes()) + "), " + copied.mountedBlobs()
        + " mounted, " + copied.presentBlobs() + " there";
  }

  private static String families(CopyPlan plan, Copied copied) {
    return plan.families().isEmpty()
        ? "none"
        : copied.changedFamilies() + " written, " + copied.presentFamilies() + " there: " + names(plan);
  }

  private static String names(CopyPlan plan) {
    List<String> names = plan.families().stream().map(tag -> tag.tag()).toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String tag(CopyPlan plan, String more) {
    String tag = plan.target().tag();
    return LINE.formatted("tag", tag == null ? "none: the source has none, and none was asked for" : tag + more);
  }

  private static List<String> notices(CopyPlan plan) {
    return plan.notices().stream().map(notice -> LINE.formatted("notice", notice)).toList();
  }

  /** In bytes, KiB, MiB or GiB. */
  public static String size(long bytes) {
    if (bytes < 1024) {
      return bytes == 1 ? "1 byte" : bytes + " bytes";
    }
    double amount = bytes / 1024.0;
    for (String unit : List.of("KiB", "MiB")) {
      if (amount < 1024) {
        return String.format(Locale.ROOT, "%.1f %s", amount, unit);
      }
      amount /= 1024;
    }
    return String.format(Locale.ROOT, "%.1f GiB", amount);
  }
}
