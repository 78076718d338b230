package dev.inkan.cli.command;

import com.sun.net.httpserver.Filter;
import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Signals.Arrangement;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.fault.FaultPlan;
import dev.inkan.registry.fault.Quirk;
import dev.inkan.registry.layout.LayoutRegistry;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.server.RegistryServer;
import dev.inkan.registry.server.RegistryServer.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code inkan registry serve}. */
public final class RegistryServeCommand implements Command {
  private static final String DEFAULT_ADDRESS = "127.0.0.1:5000";
  private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[a-zA-Z0-9.-]+):([0-9]{1,5})");
  private static final Flag LISTEN = Flag.of(
      "--listen",
      "HOST:PORT",
      "where to listen; port 0 picks a free one (default " + DEFAULT_ADDRESS + ")");
  private static final Flag DIR = Flag.of(
      "--dir", "DIR", "keep what is pushed: DIR/NAME is the OCI layout of the repository NAME (default: in memory)");
  private static final Flag QUIRK = Flag.of(
      "--quirk", "NAME", "do as another registry does where it is odd: " + String.join(", ", quirks()));
  /** On disk, the disk is the bound; this keeps one upload from being endless. */
  private static final long MAX_BLOB_ON_DISK = 100L << 30;

  private final Surroundings surroundings;

  public RegistryServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan registry serve",
        "serve a registry, in memory or out of a folder, for trying things out",
        "",
        0,
        0,
        List.of(new Usage.Section("Flags", List.of(LISTEN, DIR, QUIRK))),
        List.of("inkan registry serve", "inkan registry serve --listen 127.0.0.1:0 --dir images", "inkan registry serve --quirk ghcr"),
        List.of(
            "The first line on standard output is \"listening on URL\". Ctrl-C or SIGTERM ends it with exit code 0; "
                + "without --dir, what was pushed is gone. Anybody who can reach it may read, write and delete.",
            "With --dir, other programs may read and write the layouts meanwhile (\"inkan verify oci:images/team/app:1\"). "
                + "No part of a repository's name may be blobs, index.json or oci-layout then."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    String listen = arguments.value(LISTEN).orElse(DEFAULT_ADDRESS);
    InetSocketAddress address = address(arguments.source(LISTEN), listen);
    if (!address.getAddress().isLoopbackAddress()) {
      terminal.warn("anybody who can reach " + listen + " may read from this registry, write to it and delete");
    }
    Options content = content(arguments.value(DIR), arguments.source(DIR));
    try (RegistryServer server = start(listen, content.on(address).filters(quirk(arguments)));
        Arrangement end = surroundings.signals().onEnd(() -> close(server), OptionalInt.of(Outcome.DONE.code()))) {
      terminal.result("listening on " + server.uri());
      if (!terminal.flush()) {
        throw Failure.unusable("nobody reads where this registry listens");
      }
      end.awaitEnd();
      return Outcome.DONE;
    } catch (IOException e) {
      throw new UncheckedIOException("the registry did not stop", e);
    }
  }

  private static List<String> quirks() {
    return Arrays.stream(Quirk.values()).map(RegistryServeCommand::name).toList();
  }

  private static String name(Quirk quirk) {
    return quirk.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static List<Filter> quirk(Arguments arguments) throws Failure {
    Optional<String> named = arguments.value(QUIRK);
    if (named.isEmpty()) {
      return List.of();
    }
    Quirk quirk = Arrays.stream(Quirk.values())
        .filter(each -> name(each).equals(named.get()))
        .findFirst()
        .orElseThrow(() -> Failure.unusable(
            arguments.source(QUIRK) + " names no registry that is known to be odd: " + named.get(),
            "one of " + String.join(", ", quirks())));
    return List.of(new FaultPlan().has(quirk));
  }

  private static InetSocketAddress address(String source, String text) throws Failure {
    Matcher match = ADDRESS.matcher(text);
    int port = match.matches() ? Integer.parseInt(match.group(2)) : -1;
    if (port < 0 || port > 65535) {
      throw Failure.unusable(source + " is not HOST:PORT: " + text);
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(match.group(1)), port);
    } catch (UnknownHostException e) {
      throw Failure.unusable(source + " names a host that is not known: " + text);
    }
  }

  private Options content(Optional<String> directory, String source) throws Failure {
    if (directory.isEmpty()) {
      return Options.serving(new MemoryRegistry());
    }
    return Options.serving(LayoutRegistry.below(folder(directory.get(), source))).maxBlob(MAX_BLOB_ON_DISK);
  }

  private Path folder(String name, String source) throws Failure {
    Path folder = surroundings.file(name);
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw Failure.unusable(source + " is a file, not a folder: " + name);
    } catch (IOException e) {
      throw Failure.unusable("cannot make the folder of " + source + ": " + e.getMessage());
    }
    if (Files.exists(folder.resolve("oci-layout"))) {
      throw Failure.unusable(
          source + " is an image layout itself: " + name, "name the folder above it; each layout in that is a repository");
    }
    if (!Files.isWritable(folder)) {
      throw Failure.unusable("this user may not write to the folder of " + source + ": " + name);
    }
    return folder;
  }

  private static RegistryServer start(String listen, Options options) throws Failure {
    try {
      return RegistryServer.start(options.loggedRequests(0));
    } catch (IOException e) {
      throw Failure.unusable(
          "cannot listen on " + listen + ": " + e.getMessage(),
          "another program may be using the port; --listen 127.0.0.1:0 picks a free one");
    }
  }

  private static void close(RegistryServer server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the registry did not stop", e);
    }
  }
}
