package dev.inkan.registry.mirror;

import dev.inkan.registry.http.CertificateFolders;
import dev.inkan.registry.http.Mirror;
import dev.inkan.registry.http.Mirrors;
import dev.inkan.registry.http.UnusableCertificate;
import dev.inkan.registry.http.UnusableMirrors;
import dev.inkan.registry.reference.Repository;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Containerd's folder of registries ({@code config_path}; containerd docs/hosts.md): {@code HOST[:PORT]/hosts.toml} or
 * {@code HOST_PORT_/hosts.toml}, else {@code _default/hosts.toml}. Mirrors are told whom they stand for
 * ({@code ?ns=HOST}).
 */
public final class HostsFolder implements Mirrors {
  private static final Set<String> TOP_KEYS = Set.of(
      "server", "host", "capabilities", "ca", "client", "skip_verify", "header", "override_path", "dial_timeout");
  private static final Set<String> HOST_KEYS =
      Set.of("capabilities", "ca", "client", "skip_verify", "header", "override_path", "dial_timeout");

  private final Path folder;
  private final ConcurrentMap<String, Optional<Hosts>> known = new ConcurrentHashMap<>();

  private HostsFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * A folder, of which each host's file is read when the host is first asked.
   *
   * @throws UnusableMirrors when it is none
   */
  public static HostsFolder of(Path folder) throws UnusableMirrors {
    if (!Files.isDirectory(folder)) {
      throw new UnusableMirrors(folder + " is no folder");
    }
    return new HostsFolder(folder);
  }

  @Override
  public Route route(Repository repository) throws UnusableMirrors {
    Optional<Hosts> hosts = known.get(repository.host());
    if (hosts == null) {
      hosts = Optional.ofNullable(read(repository.host()));
      known.put(repository.host(), hosts);
    }
    return hosts.isPresent() ? hosts.get().route(repository) : Route.DIRECT;
  }

  private @Nullable Hosts read(String host) throws UnusableMirrors {
    var names = new ArrayList<>(CertificateFolders.names(host));
    names.add("_default");
    for (String name : names) {
      Path file = folder.resolve(name).resolve("hosts.toml");
      if (Files.exists(file)) {
        return Hosts.of(Toml.read(file));
      }
    }
    return null;
  }

  /** One file. */
  private record Hosts(@Nullable Host server, List<Host> mirrors) {

    static Hosts of(Toml document) throws UnusableMirrors {
      document.allow(TOP_KEYS);
      String server = document.text("server");
      Toml hosts = document.table("host");
      return new Hosts(
          server == null ? null : Host.of(document, server), hosts == null ? List.of() : mirrors(hosts));
    }

    private static List<Host> mirrors(Toml hosts) throws UnusableMirrors {
      var mirrors = new ArrayList<Host>();
      for (String url : hosts.keys()) {
        Toml table = hosts.table(url);
        if (table != null) {
          table.allow(HOST_KEYS);
          Host host = Host.of(table, url);
          List<String> capabilities = table.texts("capabilities");
          if (capabilities.isEmpty() || capabilities.contains("pull")) {
            mirrors.add(host);
          }
        }
      }
      return mirrors;
    }

    Route route(Repository repository) throws UnusableMirrors {
      var places = new ArrayList<Mirror>();
      for (Host mirror : mirrors) {
        places.add(mirror.mirror(repository));
      }
      return new Route(places, server == null ? null : server.mirror(repository), null);
    }
  }

  /** One host and how it is reached. */
  private record Host(
      Path file, Location location, boolean plain, CertificateFolders.@Nullable Found certificates) {

    static Host of(Toml table, String url) throws UnusableMirrors {
      if (table.flag("skip_verify")) {
        throw table.wrong("skip_verify", "is not done here: name the certificate authority with ca");
      }
      if (table.has("header")) {
        throw table.wrong("header", "is not supported: credentials belong in docker's or podman's file");
      }
      URI address = address(table.file(), url);
      String path = address.getRawPath();
      // Without override_path containerd puts /v2 behind it, unless it is there.
      boolean root = path.isEmpty() || path.equals("/");
      if (!root && !path.equals("/v2") && !(path.startsWith("/v2/") && table.flag("override_path"))) {
        throw new UnusableMirrors(
            table.file() + ": " + url + ": its path is not below /v2 (with override_path), where registries are");
      }
      String below = path.startsWith("/v2/") ? path.substring("/v2/".length()) : "";
      Location location =
          Location.parse(address.getRawAuthority() + (below.isEmpty() ? "" : "/" + strip(below)));
      if (location == null) {
        throw new UnusableMirrors(table.file() + ": " + url + " is no registry");
      }
      return new Host(table.file(), location, "http".equals(address.getScheme()), certificates(table));
    }

    private static String strip(String path) {
      return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static URI address(Path file, String url) throws UnusableMirrors {
      try {
        var address = new URI(url.contains("://") ? url : "https://" + url);
        boolean http = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
        if (http
            && address.getHost() != null
            && address.getRawUserInfo() == null
            && address.getRawQuery() == null
            && address.getRawFragment() == null) {
          return address;
        }
      } catch (URISyntaxException e) {
        // Said below; the exception would quote a password that stands in it.
      }
      throw new UnusableMirrors(file + ": a host is no address as https://HOST[:PORT], without a user");
    }

    private static CertificateFolders.@Nullable Found certificates(Toml table) throws UnusableMirrors {
      List<String> authorities = table.texts("ca");
      List<List<String>> client = table.textsOfTexts("client");
      if (authorities.isEmpty() && client.isEmpty()) {
        return null;
      }
      if (client.size() > 1 || (client.size() == 1 && (client.getFirst().isEmpty() || client.getFirst().size() > 2))) {
        throw table.wrong("client", "is not one file with certificate and key, or [[CERTIFICATE, KEY]]");
      }
      Path folder = table.file().toAbsolutePath().getParent();
      List<Path> files = authorities.stream().map(name -> resolve(folder, name)).toList();
      Path certificate = client.isEmpty() ? null : resolve(folder, client.getFirst().getFirst());
      Path key = client.isEmpty() ? null : resolve(folder, client.getFirst().getLast());
      try {
        return CertificateFolders.Found.of(files, certificate, key);
      } catch (UnusableCertificate e) {
        throw new UnusableMirrors(table.file() + ": a certificate: " + e.getMessage(), e);
      }
    }

    private static Path resolve(@Nullable Path folder, String name) {
      return folder == null ? Path.of(name) : folder.resolve(name);
    }

    Mirror mirror(Repository repository) throws UnusableMirrors {
      Repository there = location.repository(repository.path());
      if (there == null) {
        throw new UnusableMirrors(file + ": no repository can be named for " + repository + " there");
      }
      String namespace = there.host().equals(repository.host()) ? null : repository.host();
      return new Mirror(there, plain, namespace, certificates);
    }
  }
}
