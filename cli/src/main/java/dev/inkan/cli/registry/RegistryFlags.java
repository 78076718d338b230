package dev.inkan.cli.registry;

import dev.inkan.cli.flags.Arguments;
import dev.inkan.cli.flags.Flag;
import dev.inkan.cli.flags.Usage;
import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.registry.auth.CredentialFiles;
import dev.inkan.registry.auth.CredentialSource;
import dev.inkan.registry.auth.CredentialStore;
import dev.inkan.registry.auth.UnusableCredentials;
import dev.inkan.registry.http.CaCertificates;
import dev.inkan.registry.http.CertificateFolders;
import dev.inkan.registry.http.ClientIdentity;
import dev.inkan.registry.http.HttpRegistryOptions;
import dev.inkan.registry.http.Mirrors;
import dev.inkan.registry.http.Notice;
import dev.inkan.registry.http.Proxies;
import dev.inkan.registry.http.UnusableCertificate;
import dev.inkan.registry.http.UnusableMirrors;
import dev.inkan.registry.http.UnusableProxy;
import dev.inkan.registry.mirror.HostsFolder;
import dev.inkan.registry.mirror.RegistriesConf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The flags of every command that reaches a registry, and what they say. */
public final class RegistryFlags {
  private static final int MAX_PEM = 1024 * 1024;
  private static final int MAX_RETRIES = 100;

  public static final Flag CONFIG = Flag.of(
      "--registry-config",
      "FILE",
      "credentials, as docker login writes them (default: docker's and podman's own files)");
  private static final Flag CA = Flag.of(
      "--registry-cacert", "FILE", "certificate authorities (PEM) to trust besides the Java runtime's");
  private static final Flag CLIENT_CERT =
      Flag.of("--registry-client-cert", "FILE", "the certificate (PEM) to show to registries that ask for one");
  private static final Flag CLIENT_KEY = Flag.of("--registry-client-key", "FILE", "its private key (PEM)");
  private static final Flag ALLOW_HTTP = Flag.toggle(
      "--allow-http-registry", null, "speak plain HTTP with registries that have no TLS (loopback: always allowed)");
  private static final Flag REGISTRIES_CONF = Flag.of(
      "--registries-conf", "FILE", "mirrors as podman's registries.conf names them, for what a digest proves");
  private static final Flag HOSTS_DIR =
      Flag.of("--hosts-dir", "DIR", "the same as containerd's folder of HOST/hosts.toml names them");
  public static final Duration DEFAULT_TIMEOUT = HttpRegistryOptions.defaults().timeout();
  private static final Flag RETRIES =
      Flag.of("--retries", "N", "how often to ask again after a failure that may pass (default 3)");

  public static final Usage.Section SECTION = section(DEFAULT_TIMEOUT);

  private RegistryFlags() {}

  /** The flags of a command that may take so long when nothing else is said. */
  public static Usage.Section section(Duration timeout) {
    return new Usage.Section(
        "Registry",
        List.of(
            CONFIG,
            CA,
            CLIENT_CERT,
            CLIENT_KEY,
            ALLOW_HTTP,
            REGISTRIES_CONF,
            HOSTS_DIR,
            timeout(timeout),
            RETRIES));
  }

  private static Flag timeout(Duration usual) {
    String text = usual.toMinutes() % 60 == 0 ? usual.toHours() + "h" : usual.toMinutes() + "m";
    return Flag.of(
        "--timeout", "DURATION", "how long the whole command may take, such as 90s or 5m (default " + text + ")");
  }

  /**
   * How the registries of this run are reached.
   *
   * @throws Failure UNUSABLE when a flag or a file that it names cannot be used
   */
  public static HttpRegistryOptions read(Arguments arguments, Surroundings surroundings, Terminal terminal)
      throws Failure {
    return read(arguments, surroundings, terminal, DEFAULT_TIMEOUT);
  }

  /** The same for a command with the flags of {@link #section}. */
  public static HttpRegistryOptions read(
      Arguments arguments, Surroundings surroundings, Terminal terminal, Duration usual) throws Failure {
    refuseOtherSignatureRepository(surroundings.environment());
    var credentials = new SpokenCredentials(credentials(arguments, surroundings), terminal);
    return read(arguments, surroundings, terminal, usual, credentials);
  }

  /** The same with credentials that are not kept anywhere yet. */
  public static HttpRegistryOptions read(
      Arguments arguments, Surroundings surroundings, Terminal terminal, Duration usual, CredentialSource credentials)
      throws Failure {
    Flag flag = timeout(usual);
    Duration timeout = arguments.duration(flag).orElse(usual);
    if (timeout.isZero()) {
      throw Failure.unusable(arguments.source(flag) + " leaves no time at all");
    }
    HttpRegistryOptions options = HttpRegistryOptions.defaults()
        .withCredentials(credentials)
        .withAllowHttp(arguments.has(ALLOW_HTTP))
        .withTimeout(timeout)
        .withTurns(surroundings.cache().resolve("turns"))
        .withCertificates(new CertificateFolders(certificateRoots(surroundings)))
        .withProxies(proxies(surroundings))
        .withMirrors(mirrors(arguments, surroundings))
        .withNotices(notice -> tell(terminal, notice))
        .withRetries(arguments.number(RETRIES, MAX_RETRIES).orElse(HttpRegistryOptions.defaults().retries()));
    return certificates(options, arguments, surroundings);
  }

  /** Whoever sets it keeps signatures elsewhere: beside the image they would be looked for, and stored, in vain. */
  private static void refuseOtherSignatureRepository(Map<String, String> environment) throws Failure {
    for (String variable : List.of("COSIGN_REPOSITORY", "INKAN_SIGNATURE_REPOSITORY")) {
      if (!environment.getOrDefault(variable, "").isEmpty()) {
        throw Failure.unusable(
            variable + " is set, and signatures in another repository are not in this version yet",
            "unset it to keep signatures beside the image");
      }
    }
  }

  /**
   * The credentials that docker and podman keep, and the file that is named.
   *
   * @throws Failure UNUSABLE when a file with credentials cannot be used
   */
  public static CredentialFiles credentials(Arguments arguments, Surroundings surroundings) throws Failure {
    try {
      return CredentialFiles.read(forHelpers(surroundings), surroundings.home(), named(arguments, surroundings));
    } catch (UnusableCredentials e) {
      throw Failure.unusable("credentials cannot be used: " + e.getMessage());
    }
  }

  /**
   * Where a login is kept.
   *
   * @throws Failure UNUSABLE when a flag or a variable names no file
   */
  public static CredentialStore store(Arguments arguments, Surroundings surroundings) throws Failure {
    try {
      return CredentialStore.of(forHelpers(surroundings), surroundings.home(), named(arguments, surroundings));
    } catch (UnusableCredentials e) {
      throw Failure.unusable(String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable Path named(Arguments arguments, Surroundings surroundings) throws Failure {
    Optional<String> name = arguments.value(CONFIG);
    return name.isPresent() ? surroundings.file(name.get()) : null;
  }

  /** Helper programs inherit the variables; the password of a signing key is none of their business. */
  private static Map<String, String> forHelpers(Surroundings surroundings) {
    Map<String, String> environment = new HashMap<>(surroundings.environment());
    environment.keySet().removeIf(name -> name.endsWith("_PASSWORD"));
    return environment;
  }

  /** Podman's folders of certificates by registry, then docker's. */
  public static List<Path> certificateRoots(Surroundings surroundings) {
    return List.of(
        surroundings.home().resolve(".config/containers/certs.d"),
        Path.of("/etc/containers/certs.d"),
        Path.of("/etc/docker/certs.d"));
  }

  private static void tell(Terminal terminal, Notice notice) {
    switch (notice) {
      case Notice.Slowed slowed -> terminal.note(slowed.sentence());
      case Notice.MirrorPassedOver passed -> terminal.warn(passed.sentence());
      case Notice.Warned warned -> terminal.warn(warned.sentence());
    }
  }

  private static Mirrors mirrors(Arguments arguments, Surroundings surroundings) throws Failure {
    Optional<String> conf = arguments.value(REGISTRIES_CONF);
    Optional<String> hosts = arguments.value(HOSTS_DIR);
    if (conf.isPresent() && hosts.isPresent()) {
      throw Failure.unusable("--registries-conf and --hosts-dir both say where the mirrors are: give one of them");
    }
    try {
      if (conf.isPresent()) {
        return RegistriesConf.read(surroundings.file(conf.get()));
      }
      return hosts.isPresent() ? HostsFolder.of(surroundings.file(hosts.get())) : Mirrors.none();
    } catch (UnusableMirrors e) {
      throw Failure.unusable("mirrors cannot be used: " + e.getMessage());
    }
  }

  private static Proxies proxies(Surroundings surroundings) throws Failure {
    try {
      return Proxies.of(surroundings.environment());
    } catch (UnusableProxy e) {
      throw Failure.unusable(String.valueOf(e.getMessage()));
    }
  }

  private static HttpRegistryOptions certificates(
      HttpRegistryOptions options, Arguments arguments, Surroundings surroundings) throws Failure {
    HttpRegistryOptions result = options;
    Optional<String> ca = arguments.value(CA);
    Optional<String> certificate = arguments.value(CLIENT_CERT);
    Optional<String> key = arguments.value(CLIENT_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      throw Failure.unusable("--registry-client-cert and --registry-client-key belong together");
    }
    try {
      if (ca.isPresent()) {
        result = result.withCa(CaCertificates.parse(surroundings.files().read("CA file", ca.get(), MAX_PEM)));
      }
      if (certificate.isPresent() && key.isPresent()) {
        result = result.withIdentity(ClientIdentity.parse(
            surroundings.files().read("certificate file", certificate.get(), MAX_PEM),
            surroundings.files().read("key file", key.get(), MAX_PEM)));
      }
      return result;
    } catch (UnusableCertificate e) {
      throw Failure.unusable("a certificate for the registry cannot be used: " + e.getMessage());
    }
  }
}
