package dev.inkan.registry.auth;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.StrictJson;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program {@code docker-credential-NAME} on the PATH (docker-credential-helpers). It is run without a shell, with the
 * environment that we were given, one argument, a time limit and a bound on what it may say.
 */
final class CredentialHelper {
  /** The user name by which a helper says that the secret is an identity token. */
  static final String TOKEN_USER = "<token>";

  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int MAX_OUTPUT = 1024 * 1024;
  private static final String NOT_FOUND = "credentials not found in native keychain";

  private final String program;
  private final Map<String, String> environment;

  CredentialHelper(String name, Map<String, String> environment) {
    this.program = "docker-credential-" + name;
    this.environment = environment;
  }

  String program() {
    return program;
  }

  /**
   * Asks for the credential of a server.
   *
   * @throws RegistryException UNAUTHORIZED when there is no such program, or it fails otherwise than by not having any
   */
  Optional<Credential> get(String server, Duration patience) throws RegistryException {
    Path executable = find(server);
    Duration limit = patience.compareTo(LONGEST) < 0 ? patience : LONGEST;
    Process process = start(executable, server);
    try {
      return answer(process, server, limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(Kind.TIMEOUT, server, "interrupted while waiting for it");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Path find(String server) throws RegistryException {
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      for (String suffix : List.of("", ".exe")) {
        Path candidate = candidate(directory, program + suffix);
        if (candidate.isAbsolute() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return candidate;
        }
      }
    }
    throw failure(Kind.UNAUTHORIZED, server, "there is no such program on the PATH");
  }

  private static Path candidate(String directory, String file) {
    try {
      return Path.of(directory, file);
    } catch (InvalidPathException e) {
      return Path.of(file);
    }
  }

  private Process start(Path executable, String server) throws RegistryException {
    // What it says on stderr is for people and may be anything; nobody has to drain it this way.
    var builder = new ProcessBuilder(executable.toString(), "get").redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write((server + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It has ended without listening; its exit status tells.
      }
      return process;
    } catch (IOException e) {
      throw failure(Kind.UNAUTHORIZED, server, "it cannot be started");
    }
  }

  private Optional<Credential> answer(Process process, String server, Duration limit)
      throws RegistryException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    byte[] output = output(process, server, limit);
    if (!process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
      throw failure(Kind.TIMEOUT, server, "it did not end in time");
    }
    String text = new String(output, StandardCharsets.UTF_8).strip();
    if (process.exitValue() == 0) {
      return Optional.of(parse(Bytes.of(output), server));
    }
    if (text.equals(NOT_FOUND)) {
      return Optional.empty();
    }
    throw failure(Kind.UNAUTHORIZED, server, "it failed: " + Printable.text(text));
  }

  private byte[] output(Process process, String server, Duration limit)
      throws RegistryException, InterruptedException {
    var output = new CompletableFuture<byte[]>();
    Thread.ofVirtual().start(() -> {
      try (InputStream out = process.getInputStream()) {
        output.complete(out.readNBytes(MAX_OUTPUT + 1));
      } catch (IOException e) {
        output.completeExceptionally(new UncheckedIOException(e));
      }
    });
    try {
      byte[] bytes = output.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (bytes.length > MAX_OUTPUT) {
        throw failure(Kind.UNAUTHORIZED, server, "it says more than " + MAX_OUTPUT + " bytes");
      }
      return bytes;
    } catch (TimeoutException e) {
      throw failure(Kind.TIMEOUT, server, "it did not answer in time");
    } catch (ExecutionException e) {
      throw failure(Kind.UNAUTHORIZED, server, "what it says cannot be read");
    }
  }

  private Credential parse(Bytes output, String server) throws RegistryException {
    try {
      JsonObject json = StrictJson.parseObject(output, "answer");
      String user = json.string("Username");
      var secret = new Secret(json.string("Secret"));
      return user.equals(TOKEN_USER) ? new Credential.IdentityToken(secret) : new Credential.Password(user, secret);
    } catch (MalformedContent e) {
      // Without the cause: it may quote what it read.
      throw failure(Kind.UNAUTHORIZED, server, "its answer is not {\"Username\": ..., \"Secret\": ...}");
    }
  }

  private RegistryException failure(Kind kind, String server, String detail) {
    return new RegistryException(kind, program + " get", server, detail);
  }
}
