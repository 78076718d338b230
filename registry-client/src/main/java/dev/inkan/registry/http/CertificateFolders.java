package dev.inkan.registry.http;

import dev.inkan.registry.content.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Certificates by registry, as docker, podman and containerd keep them (containers-certs.d(5)): the folder {@code HOST},
 * {@code HOST:PORT} or {@code HOST_PORT_} of the first root that has one. In it every {@code *.crt} is a certificate
 * authority, and {@code NAME.cert} with {@code NAME.key} is what this client shows to that registry.
 *
 * @param roots where such folders lie, the first first; they need not be there
 */
public record CertificateFolders(List<Path> roots) {
  private static final int MAX_FILES = 200;
  private static final int MAX_BYTES = 1024 * 1024;

  public CertificateFolders {
    roots = List.copyOf(roots);
  }

  /** No folders at all. */
  public static CertificateFolders none() {
    return new CertificateFolders(List.of());
  }

  /**
   * What a registry's folder holds.
   *
   * @param authorities to trust for it, besides others
   * @param identity to show to it, or null
   */
  public record Found(List<X509Certificate> authorities, @Nullable ClientIdentity identity) {

    public Found {
      authorities = List.copyOf(authorities);
    }

    /**
     * Reads the files that another configuration names.
     *
     * @param authorities PEM files of certificate authorities
     * @param certificate a PEM file with what is shown, or null
     * @param key the PEM file of its private key, or null with it
     * @throws UnusableCertificate when one of them cannot be used; the message names it
     */
    public static Found of(List<Path> authorities, @Nullable Path certificate, @Nullable Path key)
        throws UnusableCertificate {
      var trusted = new ArrayList<X509Certificate>();
      for (Path file : authorities) {
        trusted.addAll(CertificateFolders.of(file, () -> Pem.certificates(content(file))));
      }
      if (certificate == null || key == null) {
        return new Found(trusted, null);
      }
      ClientIdentity shown =
          CertificateFolders.of(certificate, () -> ClientIdentity.parse(content(certificate), content(key)));
      return new Found(trusted, shown);
    }
  }

  /**
   * Looks for a registry's folder.
   *
   * @param host with its port, if it has one
   * @return null when there is none, or nothing in it
   * @throws UnusableCertificate when a file in it cannot be used, or is half of a pair; the message names it
   */
  @Nullable Found find(String host) throws UnusableCertificate {
    for (Path root : roots) {
      for (String name : names(host)) {
        Path folder = root.resolve(name);
        if (Files.isDirectory(folder)) {
          return read(folder);
        }
      }
    }
    return null;
  }

  /** What a registry's folder may be called, here and in containerd's: a colon cannot stand in every file system's names. */
  public static List<String> names(String host) {
    int colon = host.lastIndexOf(':');
    return colon < 0
        ? List.of(host)
        : List.of(host, host.substring(0, colon) + "_" + host.substring(colon + 1) + "_");
  }

  private static @Nullable Found read(Path folder) throws UnusableCertificate {
    var authorities = new ArrayList<X509Certificate>();
    ClientIdentity identity = null;
    for (Path file : files(folder)) {
      String name = file.toString();
      if (name.endsWith(".crt")) {
        authorities.addAll(of(file, () -> Pem.certificates(content(file))));
      } else if (name.endsWith(".cert") && identity == null) {
        Path key = other(file, ".cert", ".key");
        identity = of(file, () -> ClientIdentity.parse(content(file), content(key)));
      } else if (name.endsWith(".key")) {
        other(file, ".key", ".cert");
      }
    }
    return authorities.isEmpty() && identity == null ? null : new Found(authorities, identity);
  }

  private static List<Path> files(Path folder) throws UnusableCertificate {
    var files = new ArrayList<Path>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        if (files.size() == MAX_FILES) {
          throw new UnusableCertificate(folder + ": more than " + MAX_FILES + " files");
        }
        files.add(file);
      }
    } catch (IOException e) {
      throw new UnusableCertificate(folder + ": it cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  private static Path other(Path file, String suffix, String otherSuffix) throws UnusableCertificate {
    String name = file.toString();
    Path other = Path.of(name.substring(0, name.length() - suffix.length()) + otherSuffix);
    if (!Files.exists(other)) {
      throw new UnusableCertificate(file + ": half of a pair, " + other.getFileName() + " is not beside it");
    }
    return other;
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws UnusableCertificate;
  }

  private static <T> T of(Path file, Reading<T> reading) throws UnusableCertificate {
    try {
      return reading.read();
    } catch (UnusableCertificate e) {
      throw new UnusableCertificate(file + ": " + e.getMessage(), e);
    }
  }

  private static Bytes content(Path file) throws UnusableCertificate {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new UnusableCertificate("more than " + MAX_BYTES + " bytes");
      }
      return Bytes.of(bytes);
    } catch (IOException e) {
      throw new UnusableCertificate("it cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }
}
