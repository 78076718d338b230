package dev.inkan.cli.command;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.cli.surroundings.Signals.Arrangement;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.memory.MemoryRegistry;
import dev.inkan.registry.server.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
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

  private final Surroundings surroundings;

  public RegistryServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Usage usage() {
    return new Usage(
        "inkan registry serve",
        "serve an empty registry, in memory, for trying things out",
        "",
        0,
        0,
        List.of(new Usage.Section("Flags", List.of(LISTEN))),
        List.of("inkan registry serve", "inkan registry serve --listen 127.0.0.1:0"),
        List.of("The first line on standard output is \"listening on URL\". Ctrl-C or SIGTERM ends it with exit code "
            + "0, and what was pushed is gone. Anybody who can reach it may read and write."));
  }

  @Override
  public Outcome run(Arguments arguments, Terminal terminal) throws Failure {
    String listen = arguments.value(LISTEN).orElse(DEFAULT_ADDRESS);
    InetSocketAddress address = address(arguments.source(LISTEN), listen);
    if (!address.getAddress().isLoopbackAddress()) {
      terminal.warn("anybody who can reach " + listen + " may read from this registry and write to it");
    }
    try (RegistryServer server = start(listen, address);
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

  private static RegistryServer start(String listen, InetSocketAddress address) throws Failure {
    try {
      return RegistryServer.start(
          RegistryServer.Options.serving(new MemoryRegistry()).on(address).loggedRequests(0));
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
