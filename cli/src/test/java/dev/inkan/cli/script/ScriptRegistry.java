package dev.inkan.cli.script;

import dev.inkan.cli.quickstart.Forger;
import dev.inkan.registry.RegistryWriter.Expected;
import dev.inkan.registry.attached.AttachedWriter;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.RawManifest;
import dev.inkan.registry.fault.Fault;
import dev.inkan.registry.fault.On;
import dev.inkan.registry.memory.Lack;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.testing.MisbehavingRegistry;
import dev.inkan.registry.testing.TestImages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The registry of a script: real HTTP on loopback, images, faults on request. */
final class ScriptRegistry implements AutoCloseable {
  private final MisbehavingRegistry registry;

  private ScriptRegistry(MisbehavingRegistry registry) {
    this.registry = registry;
  }

  static ScriptRegistry start(List<String> lacks) throws IOException {
    Lack[] real = lacks.stream().map(ScriptRegistry::lack).toArray(Lack[]::new);
    return new ScriptRegistry(MisbehavingRegistry.over(MemoryRegistry.without(real)));
  }

  private static Lack lack(String word) {
    return switch (word) {
      case "no-referrers-api" -> Lack.REFERRERS_API;
      case "no-conditional-writes" -> Lack.CONDITIONAL_WRITES;
      default -> throw new IllegalArgumentException("a registry cannot lack " + word);
    };
  }

  String host() {
    return registry.host();
  }

  /** Pushes an image, of the content given, and names it. */
  void image(String nameAndTag, String variable, String content, Map<String, String> variables) throws IOException {
    ByTag tag = tag(nameAndTag);
    RawManifest image = TestImages.pushImage(registry.content(), tag, content);
    name(variable, tag, image, variables);
  }

  /** Pushes an index of two images and names it and them. */
  void index(String nameAndTag, String variable, Map<String, String> variables) throws IOException {
    ByTag tag = tag(nameAndTag);
    TestImages.PushedIndex pushed = TestImages.pushIndex(registry.content(), tag);
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
    variables.put(variable + "_BY_DIGEST", tag.repository() + "@" + manifest.digest());
  }

  private ByTag tag(String nameAndTag) {
    int colon = nameAndTag.lastIndexOf(':');
    return registry.tag(nameAndTag.substring(0, colon), nameAndTag.substring(colon + 1));
  }

  /** Hangs everything that hangs on one image on another as well, as anybody who may push can. */
  void moveSignatures(String path, String from, String to) throws IOException {
    Repository repository = registry.repository(path);
    Forger.moveSignatures(registry.content(), repository, manifest(repository, from), manifest(repository, to));
  }

  /** Hangs an artifact of one layer on a manifest, and names it. */
  void hang(String path, String subject, String type, String content, String variable, Map<String, String> variables)
      throws IOException {
    Repository repository = registry.repository(path);
    RawManifest artifact = TestImages.artifact(
        registry.content(),
        repository,
        manifest(repository, subject).descriptor(),
        new MediaType(type),
        Bytes.utf8(content),
        Map.of("org.opencontainers.image.created", "2026-05-29T12:00:00Z"));
    new AttachedWriter(registry.content(), registry.content()).publish(repository, artifact);
    variables.put(variable + "_DIGEST", artifact.digest().toString());
  }

  /** Has the fallback tag of one manifest name another. */
  void pollute(String path, String subject, String digest) throws IOException {
    RawManifest manifest = manifest(registry.repository(path), digest);
    ByTag tag = registry.tag(path, subject.replace(':', '-'));
    registry.content().pushTag(tag, manifest, new Expected.Anything());
  }

  private RawManifest manifest(Repository repository, String digest) throws IOException {
    try {
      return registry.content().manifest(new ByDigest(repository, Digest.parse(digest)));
    } catch (MalformedContent e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** From now on misbehaves. */
  void fault(String what, String where) {
    On on = on(where);
    if (what.equals("silent")) {
      registry.neverAnswers(on);
      return;
    }
    registry.has(
        switch (what) {
          case "html" -> Fault.html(on);
          case "cut" -> Fault.cut(on);
          case "bit-flipped" -> Fault.bitFlipped(on);
          case "hangs-up" -> Fault.hangUp(on);
          case "endless-pages" -> Fault.endlessPages(on);
          case "unauthorized" -> Fault.status(401, on, Map.of("WWW-Authenticate", "Basic realm=\"x\""));
          default -> Fault.status(Integer.parseInt(what), on);
        });
  }

  private static On on(String where) {
    return switch (where) {
      case "everything" -> On.everything();
      case "referrers" -> On.referrers();
      case "manifests" -> On.manifests();
      case "blobs" -> On.blobs();
      case "uploads" -> On.uploads();
      case "writes" -> On.method("PUT");
      case "fallback-tag" -> On.path("/v2/.+/manifests/sha256-[0-9a-f]{64}");
      case "sig-tag" -> On.path("/v2/.+/manifests/sha256-[0-9a-f]{64}\\.sig");
      default -> {
        if (where.startsWith("manifest:")) {
          yield On.path("/v2/.+/manifests/" + where.substring("manifest:".length()));
        }
        if (!where.startsWith("tag:")) {
          throw new IllegalArgumentException("no requests are called " + where);
        }
        yield On.tag(where.substring(4));
      }
    };
  }

  void behaves() {
    registry.behaves();
  }

  /** What was asked since the last time, a request a line. */
  String requests() {
    String requests = registry.requests().stream().map(request -> request + "\n").collect(Collectors.joining());
    registry.clearRequests();
    return requests;
  }

  @Override
  public void close() throws IOException {
    registry.close();
  }
}
