package dev.inkan.registry.auth;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Credential.Password;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
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
import java.util.LinkedHashMap;
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
    Said said = new Run("get", server, patience).say(Bytes.utf8(server + "\n"));
    if (said.fine()) {
      return Optional.of(parse(said.output(), server));
    }
    if (said.text().equals(NOT_FOUND)) {
      return Optional.empty();
    }
    throw failure("get", Kind.UNAUTHORIZED, server, "it failed: " + Printable.text(said.text()));
  }

  /**
   * Gives it a credential to keep, instead of what it has for the server.
   *
   * @throws RegistryException LOCAL when it fails, UNAUTHORIZED when there is no such program
   */
  void store(String server, Password password, Duration patience) throws RegistryException {
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("ServerURL", new JsonString(server));
    json.put("Username", new JsonString(password.user()));
    json.put("Secret", new JsonString(password.secret().reveal()));
    Said said = new Run("store", server, patience).say(JsonText.compact(new JsonObject(json)));
    if (!said.fine()) {
      // It may say the secret back.
      String text = password.secret().hideIn(said.text());
      throw failure("store", Kind.LOCAL, server, "it failed: " + Printable.text(text));
    }
  }

  /**
   * Lets it forget what it has for a server.
   *
   * @return whether it had anything
   * @throws RegistryException LOCAL when it fails otherwise than by not having any, UNAUTHORIZED when there is no such
   *     program
   */
  boolean erase(String server, Duration patience) throws RegistryException {
    Said said = new Run("erase", server, patience).say(Bytes.utf8(server + "\n"));
    if (said.fine() || said.text().equals(NOT_FOUND)) {
      return said.fine();
    }
    throw failure("erase", Kind.LOCAL, server, "it failed: " + Printable.text(said.text()));
  }

  /** What a run came to. */
  private record Said(boolean fine, Bytes output) {
    String text() {
      return new String(output.toByteArray(), StandardCharsets.UTF_8).strip();
    }
  }

  /** One run of the program. */
  private final class Run {
    private final String verb;
    private final String server;
    private final Duration limit;

    Run(String verb, String server, Duration patience) {
      this.verb = verb;
      this.server = server;
      this.limit = patience.compareTo(LONGEST) < 0 ? patience : LONGEST;
    }

    Said say(Bytes input) throws RegistryException {
      Process process = start(find(), input);
      try {
        return answer(process);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failure(verb, Kind.TIMEOUT, server, "interrupted while waiting for it");
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }

    private Path find() throws RegistryException {
      for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
        for (String suffix : List.of("", ".exe")) {
          Path candidate = candidate(directory, program + suffix);
          if (candidate.isAbsolute() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
            return candidate;
          }
        }
      }
      throw failure(verb, Kind.UNAUTHORIZED, server, "there is no such program on the PATH");
    }

    private Process start(Path executable, Bytes input) throws RegistryException {
      // What it says on stderr is for people and may be anything; nobody has to drain it this way.
      var builder = new ProcessBuilder(executable.toString(), verb).redirectError(Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().putAll(environment);
      try {
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
          in.write(input.toByteArray());
        } catch (IOException e) {
          // It has ended without listening; its exit status tells.
        }
        return process;
      } catch (IOException e) {
        throw failure(verb, Kind.UNAUTHORIZED, server, "it cannot be started");
      }
    }

    private Said answer(Process process) throws RegistryException, InterruptedException {
      long end = System.nanoTime() + limit.toNanos();
      byte[] output = output(process);
      if (!process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        throw failure(verb, Kind.TIMEOUT, server, "it did not end in time");
      }
      return new Said(process.exitValue() == 0, Bytes.of(output));
    }

    private byte[] output(Process process) throws RegistryException, InterruptedException {
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
          throw failure(verb, Kind.UNAUTHORIZED, server, "it says more than " + MAX_OUTPUT + " bytes");
        }
        return bytes;
      } catch (TimeoutException e) {
        throw failure(verb, Kind.TIMEOUT, server, "it did not answer in time");
      } catch (ExecutionException e) {
        throw failure(verb, Kind.UNAUTHORIZED, server, "what it says cannot be read");
      }
    }
  }

  private static Path candidate(String directory, String file) {
    try {
      return Path.of(directory, file);
    } catch (InvalidPathException e) {
      return Path.of(file);
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
      throw failure("get", Kind.UNAUTHORIZED, server, "its answer is not {\"Username\": ..., \"Secret\": ...}");
    }
  }

  private RegistryException failure(String verb, Kind kind, String server, String detail) {
    return new RegistryException(kind, program + " " + verb, server, detail);
  }
}
