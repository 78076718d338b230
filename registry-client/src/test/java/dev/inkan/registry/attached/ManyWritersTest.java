package dev.inkan.registry.attached;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.Manifest;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.http.HttpRegistry;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.server.RegistryServer;
import dev.inkan.registry.testing.ForwardingWriter;
import dev.inkan.registry.testing.TestImages;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** registry.md 6 #45: of many who write to one fallback tag at the same time, none is lost. */
class ManyWritersTest {
  private static final MediaType NOTE = new MediaType("application/vnd.example.note");

  @TempDir Path folder;

  private static MemoryRegistry registry(boolean conditional) {
    return conditional
        ? MemoryRegistry.without(Lack.REFERRERS_API)
        : MemoryRegistry.without(Lack.REFERRERS_API, Lack.CONDITIONAL_WRITES);
  }

  private static RawManifest note(MemoryRegistry registry, Repository app, Descriptor subject, String text)
      throws Exception {
    return TestImages.artifact(registry, app, subject, NOTE, Bytes.utf8(text), Map.of());
  }

  private static Set<Digest> listed(MemoryRegistry registry, Repository app, Descriptor subject) throws Exception {
    ByTag fallback = FallbackTag.of(new ByDigest(app, subject.digest()));
    var index = (Manifest.Index) registry.resolve(fallback).parse();
    List<Digest> listed = index.manifests().stream().map(Descriptor::digest).toList();
    assertEquals(listed.size(), new HashSet<>(listed).size());
    return new HashSet<>(listed);
  }

  private static Descriptor image(MemoryRegistry registry, Repository app) throws Exception {
    return TestImages.pushImage(registry, new ByTag(app, "v1")).descriptor();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofManyThreadsWithWritersOfTheirOwnNoneIsLost(boolean conditional) throws Exception {
    MemoryRegistry registry = registry(conditional);
    ofManyNoneIsLost(registry, 100, () -> new AttachedWriter(registry, registry));
  }

  @Test
  void ofAThousandThreadsNoneIsLostAndFewWritesAreMade() throws Exception {
    MemoryRegistry registry = registry(false);
    var writes = new AtomicInteger();
    var counting = new ForwardingWriter(registry) {
      @Override
      public void pushTag(ByTag tag, RawManifest manifest, Expected expected) throws RegistryException {
        writes.incrementAndGet();
        super.pushTag(tag, manifest, expected);
      }
    };
    var writer = new AttachedWriter(registry, counting);
    ofManyNoneIsLost(registry, 1000, () -> writer);
    assertTrue(writes.get() < 500, "writes: " + writes);
  }

  private static void ofManyNoneIsLost(MemoryRegistry registry, int many, Supplier<AttachedWriter> writer)
      throws Exception {
    var app = new Repository("registry.test", "app");
    Descriptor subject = image(registry, app);
    var notes = new ArrayList<RawManifest>();
    for (int i = 0; i < many; i++) {
      notes.add(note(registry, app, subject, "note " + i));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Place>> all = new ArrayList<>();
      for (RawManifest note : notes) {
        all.add(threads.submit(() -> writer.get().publish(app, note)));
      }
      for (Future<Place> one : all) {
        assertEquals(Place.FALLBACK_TAG, one.get());
      }
    }
    assertEquals(
        notes.stream().map(RawManifest::digest).collect(Collectors.toSet()), listed(registry, app, subject));
  }

  /** On a registry that honours no condition, where only the turns of the machine keep them apart. */
  @Test
  void ofManyProcessesNoneIsLost() throws Exception {
    MemoryRegistry registry = registry(false);
    try (RegistryServer server = RegistryServer.start(RegistryServer.Options.serving(registry).referrersApi(false))) {
      var app = new Repository(server.host(), "app");
      Descriptor subject = image(registry, app);
      note(registry, app, subject, "so that its config is there");
      var running = new ArrayList<Process>();
      for (int i = 0; i < 4; i++) {
        running.add(process(PublishingProcess.class, server.host(), subject.digest().toString(), Long.toString(subject.size()), "p" + i));
      }
      var expected = new HashSet<Digest>();
      for (Process process : running) {
        assertEquals(0, process.waitFor());
      }
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < PublishingProcess.NOTES; j++) {
          expected.add(PublishingProcess.note(subject, "p" + i + " " + j).digest());
        }
      }
      assertEquals(expected, listed(registry, app, subject));
    }
  }

  private Process process(Class<?> main, String... arguments) throws Exception {
    var words = new ArrayList<String>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        main.getName(),
        folder.toString()));
    words.addAll(List.of(arguments));
    return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  @Test
  void aTurnThatAnotherProcessHasIsWaitedForAndEndsWithThatProcess() throws Exception {
    var tag = FallbackTag.of(new ByDigest(new Repository("registry.test", "app"), Digest.sha256(Bytes.EMPTY)));
    Process holder = process(HoldingProcess.class, tag.repository().toString(), tag.tag());
    var said = new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
    assertEquals("held", said.readLine());
    HttpRegistryOptions options = HttpRegistryOptions.defaults().withTurns(folder);
    try (HttpRegistry hasty = HttpRegistry.open(options.withTimeout(Duration.ofMillis(50)))) {
      var failure = assertThrows(RegistryException.class, () -> hasty.turn(tag));
      assertEquals(RegistryException.Kind.TIMEOUT, failure.kind());
      assertTrue(failure.getMessage().contains("another process of this machine"), failure.getMessage());
    }
    assertTrue(holder.isAlive());
    holder.destroyForcibly().waitFor();
    try (HttpRegistry patient = HttpRegistry.open(options)) {
      patient.turn(tag).close();
      assertFalse(holder.isAlive());
    }
  }

  @Test
  void aFolderThatCannotBeUsedGivesNoTurnsAndNoFailure() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    var tag = FallbackTag.of(new ByDigest(new Repository("registry.test", "app"), Digest.sha256(Bytes.EMPTY)));
    try (HttpRegistry registry = HttpRegistry.open(HttpRegistryOptions.defaults().withTurns(file.resolve("x")))) {
      registry.turn(tag).close();
    }
  }
}
