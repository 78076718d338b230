package dev.inkan.registry.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several who write to one layout at once, and those who are killed while they do. */
@Timeout(300)
class TurnTest {
  private static final int EACH = 20;

  private Path folder;
  private OnDisk layout;

  @BeforeEach
  void setUp(@TempDir Path temporary) {
    folder = temporary;
    layout = OnDisk.at(folder);
  }

  /** A process of its own: pushes tags {@code NAME-0}, ..., and as many notes on the image {@code base}. */
  public static final class Writer {
    private Writer() {}

    public static void main(String[] words) throws RegistryException {
      write(new LayoutRegistry(Path.of(words[0])), words[1], Integer.parseInt(words[2]));
    }
  }

  static void write(LayoutRegistry registry, String name, int count) throws RegistryException {
    Repository app = Repository.layout("app");
    RawManifest base = TestImages.pushImage(registry, new ByTag(app, "base"), "base");
    for (int i = 0; i < count; i++) {
      String tag = name + "-" + i;
      TestImages.pushImage(registry, new ByTag(app, tag), tag);
      registry.pushManifest(
          app, TestImages.artifact(registry, app, base.descriptor(), OnDisk.NOTE, Bytes.utf8(tag), Map.of()));
    }
  }

  private Process start(String name, int count) throws IOException {
    return java(Writer.class, folder.toString(), name, String.valueOf(count));
  }

  private static Process java(Class<?> main, String... words) throws IOException {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xmx64m",
        "-cp",
        classes,
        main.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private void assertAllThere(String... names) throws RegistryException {
    OnDisk again = layout.again();
    List<String> tags = again.registry().tags(again.repository());
    assertEquals(names.length * EACH + 1, tags.size(), tags.toString());
    RawManifest base = again.registry().resolve(again.tag("base"));
    assertEquals(names.length * EACH, again.referrers(base).size());
    for (String tag : tags) {
      again.registry().resolve(again.tag(tag));
    }
  }

  @Test
  void twoProcessesLoseNothing() throws Exception {
    Process one = start("one", EACH);
    Process two = start("two", EACH);
    for (Process each : List.of(one, two)) {
      assertTrue(each.waitFor(250, TimeUnit.SECONDS));
      assertEquals(0, each.exitValue());
    }
    assertAllThere("one", "two");
    assertEquals(2 * EACH * 2 + 1, layout.entries().size(), "and list nothing twice");
  }

  /** Every one with an instance of its own, as two parts of a program may have. */
  @Test
  void manyThreadsLoseNothing() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (String name : List.of("one", "two", "three", "four")) {
        all.add(threads.submit(() -> {
          write(new LayoutRegistry(folder), name, EACH);
          return null;
        }));
      }
      for (Future<?> each : all) {
        assertNull(each.get());
      }
    }
    assertAllThere("one", "two", "three", "four");
  }

  /** At whatever moment: what is there can be read, and the next run finishes the work and tidies up. */
  @Test
  void whoIsKilledLeavesAReadableLayout() throws Exception {
    for (int tags = 1; tags <= 5; tags++) {
      Process writer = start("one", 100_000);
      while (!isTagged(tags * 3)) {
        assertTrue(writer.isAlive(), "it ended by itself");
        Thread.onSpinWait();
      }
      writer.destroyForcibly();
      assertTrue(writer.waitFor(60, TimeUnit.SECONDS));
      OnDisk again = layout.again();
      for (String tag : again.registry().tags(again.repository())) {
        RawManifest image = again.registry().resolve(again.tag(tag));
        for (Descriptor layer : ((Manifest.Image) image.parse()).layers()) {
          again.registry().readBlob(again.repository(), layer, 1 << 20);
        }
      }
    }
    write(layout.again().registry(), "one", EACH);
    try (var files = Files.list(layout.root())) {
      assertEquals(
          List.of("blobs", "index.json", "oci-layout"),
          files.map(file -> String.valueOf(file.getFileName())).sorted().toList());
    }
  }

  private boolean isTagged(int tags) throws RegistryException {
    try {
      return layout.again().registry().tags(layout.repository()).size() >= tags;
    } catch (RegistryException e) {
      if (e.kind() == RegistryException.Kind.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  @Test
  void whatACrashHasLeftIsRemovedByTheNextWriter() throws Exception {
    layout.image("v1");
    Path left = layout.file(".inkan-of-somebody-else-1.part");
    Files.writeString(left, "half a blo");
    Path notOurs = layout.file(".other-1.part");
    Files.writeString(notOurs, "something");
    OnDisk again = layout.again();
    again.registry().tags(again.repository());
    assertTrue(Files.exists(left), "a reader removes nothing");
    again.image("v2");
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(notOurs));
  }

  /** A process of its own: locks a file until its standard input ends. */
  public static final class Holder {
    private Holder() {}

    public static void main(String[] words) throws IOException {
      try (FileChannel channel =
              FileChannel.open(Path.of(words[0]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        System.out.write(lock.isValid() ? 'y' : 'n');
        System.out.flush();
        while (System.in.read() >= 0) {
          Thread.onSpinWait();
        }
      }
    }
  }

  /** One that is locked is being written by somebody who lives. */
  @Test
  void whatAnotherProcessIsWritingIsLeftAlone() throws Exception {
    layout.image("v1");
    Path theirs = layout.file(".inkan-of-somebody-else-1.part");
    Process holder = java(Holder.class, theirs.toString());
    try (InputStream said = holder.getInputStream()) {
      assertEquals('y', said.read());
      layout.again().image("v2");
      assertTrue(Files.exists(theirs));
    } finally {
      holder.getOutputStream().close();
    }
    assertTrue(holder.waitFor(60, TimeUnit.SECONDS));
    layout.again().image("v3");
    assertFalse(Files.exists(theirs), "now nobody is");
  }

  /** Somebody in this process is one, too. */
  @Test
  void whatThisProcessIsWritingIsLeftAlone() throws Exception {
    layout.image("v1");
    Path theirs = layout.file(".inkan-of-somebody-else-1.part");
    try (FileChannel channel =
            FileChannel.open(theirs, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertTrue(lock.isValid());
      layout.again().image("v2");
      assertTrue(Files.exists(theirs));
    }
  }

  /** A crash at the very beginning, at each step of it. */
  @Test
  void aLayoutThatWasHardlyBegunIsFinished() throws Exception {
    Files.createDirectory(layout.root());
    Files.createFile(layout.file("oci-layout"));
    assertEquals(0, rootsOf(layout.again()));
    layout.again().image("v1");
    assertEquals(1, rootsOf(layout.again()));

    Files.delete(layout.file("index.json"));
    try (var blobs = Files.walk(layout.file("blobs"))) {
      for (Path each : blobs.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
    assertEquals(0, rootsOf(layout.again()));
    Files.writeString(layout.file(".inkan-of-somebody-else-1.part"), "");
    layout.again().image("v1");
    assertEquals(1, rootsOf(layout.again()));
  }

  private static int rootsOf(OnDisk layout) throws RegistryException {
    try {
      return layout.registry().tags(layout.repository()).size();
    } catch (RegistryException e) {
      assertEquals(RegistryException.Kind.NOT_FOUND, e.kind());
      return 0;
    }
  }
}
