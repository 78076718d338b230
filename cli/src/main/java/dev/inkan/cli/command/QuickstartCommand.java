package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.quickstart.DemoImage;
import dev.inkan.cli.quickstart.Forger;
import dev.inkan.cli.quickstart.Walk;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Signals.Arrangement;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.reference.Reference.ByTag;
import dev.inkan.registry.reference.Repository;
import dev.inkan.registry.server.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** {@code inkan quickstart}. */
public final class QuickstartCommand implements Command {
  private static final Flag KEEP = Flag.toggle(
      "--keep", null, "leave registry and key in place until Ctrl-C, to try the commands in another terminal");
  private static final Map<String, String> NO_VARIABLES = Map.of();
  private static final Map<String, String> PASSWORD = Map.of("INKAN_PASSWORD", "throw-away");
  /** Port 1 is a privileged one that nothing listens on. */
  private static final String NOBODY = "127.0.0.1:1";

  private final Surroundings surroundings;
  private final Walk.Shell shell;

  public QuickstartCommand(Surroundings surroundings, Walk.Shell shell) {
    this.surroundings = surroundings;
    this.shell = shell;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan quickstart",
        "walk through signing, verifying and promoting, on a registry of its own",
        "",
        0,
        0,
        List.of(new Usage.Section("Flags", List.of(KEEP))),
        List.of("inkan quickstart", "inkan quickstart --keep"),
        List.of("Everything is in a temporary folder and on a free port of the loopback address, and gone at the end. "
            + "The exit code is 0 when every step ended as it should."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    var content = new MemoryRegistry();
    try (RegistryServer server = RegistryServer.start(RegistryServer.Options.serving(content))) {
      Path folder = createFolder();
      try (Arrangement end = surroundings.signals().onEnd(() -> clear(server, folder), OptionalInt.empty())) {
        return walk(server, content, folder, arguments.has(KEEP), end, terminal);
      } finally {
        clear(server, folder);
      }
    } catch (RegistryException e) {
      throw new IllegalStateException("the registry in memory refused a demo image", e);
    } catch (IOException e) {
      throw Failure.unusable("no registry can listen on the loopback address: " + e.getMessage());
    }
  }

  private Outcome walk(
      RegistryServer server, MemoryRegistry content, Path folder, boolean keep, Arrangement end, Terminal terminal)
      throws RegistryException {
    terminal.result("An empty registry listens at " + server.uri() + ". Everything else is in " + folder + ".");
    String launcher = keep || !isHere(surroundings.launcher()) ? surroundings.launcher() : "./inkan";
    var walk = new Walk(shell, surroundings.at(folder), terminal, launcher);
    new Steps(walk, content, new Repository(server.host(), "demo/app"), folder.resolve("release")).take();
    terminal.result("");
    if (!walk.isAsExpected()) {
      terminal.error("inkan quickstart: not every step ended as it should");
      return Outcome.BUG;
    }
    if (keep) {
      terminal.result("Every command above can be typed again in another terminal until Ctrl-C ends this one. (Only "
          + "the key is there already, and a key is never overwritten: take another prefix.)");
      terminal.flush();
      end.awaitEnd();
    } else {
      terminal.result("All as it should be. --keep leaves the registry up, to try the commands yourself.");
    }
    return Outcome.DONE;
  }

  private boolean isHere(String launcher) {
    return surroundings.directory().resolve("inkan").toString().equals(launcher);
  }

  /** The steps, each with the images that it is about. */
  private record Steps(Walk walk, MemoryRegistry content, Repository repository, Path key) {

    void take() throws RegistryException {
      walk.explain("Make a throw-away key.");
      walk.type(Outcome.DONE, PASSWORD, "key", "generate", "--output-key-prefix", key.toString());

      var image = new DemoImage("hello");
      push(image, "signed");
      walk.explain("An image of two layers was pushed. Sign it: the signature is stored beside it.");
      walk.type(Outcome.DONE, PASSWORD, "sign", "--key", key + ".key", named("signed"));

      walk.explain("Verify it: the answer is yes, and says who signed what.");
      verify(Outcome.DONE, named("signed"));

      push(new DemoImage("hello from nobody"), "unsigned");
      walk.explain("An image that nobody has signed: the answer is no.");
      verify(Outcome.DENIED, named("unsigned"));

      var altered = new DemoImage("hello, and something else");
      push(altered, "altered");
      Forger.moveSignatures(content, repository, image.manifest(), altered.manifest());
      walk.explain("Somebody altered a layer after signing, and hung the good signature on the result: no.");
      verify(Outcome.DENIED, named("altered"));

      walk.explain("Promote the signed one: verified, copied with all that hangs on it, verified again there, tagged "
          + "last.");
      promote(Outcome.DONE, "signed");

      walk.explain("The unsigned one is not promoted, and nothing of it is copied.");
      promote(Outcome.DENIED, "unsigned");

      walk.explain("A registry that cannot be reached: neither yes nor no. This is not \"unsigned\": try again later.");
      verify(Outcome.UNDETERMINED, NOBODY + "/demo/app:signed", "--retries", "0");
    }

    private void verify(Outcome expected, String image, String... more) {
      var words = new ArrayList<>(List.of("verify", "--key", key + ".pub"));
      words.addAll(List.of(more));
      words.add(image);
      walk.type(expected, NO_VARIABLES, words.toArray(String[]::new));
    }

    private void promote(Outcome expected, String tag) {
      String destination = repository.host() + "/prod/app:" + tag;
      walk.type(expected, NO_VARIABLES, "promote", "--key", key + ".pub", named(tag), destination);
    }

    private void push(DemoImage image, String tag) throws RegistryException {
      image.push(content, new ByTag(repository, tag));
    }

    private String named(String tag) {
      return repository + ":" + tag;
    }
  }

  private static Path createFolder() throws Failure {
    try {
      return Files.createTempDirectory("inkan-quickstart-");
    } catch (IOException e) {
      throw Failure.unusable("no temporary folder can be made: " + e.getMessage());
    }
  }

  /** Leaves nothing behind, as far as that is possible; also runs when the process is told to end. */
  private static void clear(RegistryServer server, Path folder) {
    try {
      server.close();
    } catch (IOException e) {
      // Its uploads are in its own temporary folder, and there are none.
      return;
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // It is gone already, or a step that was under way has just written into it.
      return;
    }
  }
}
