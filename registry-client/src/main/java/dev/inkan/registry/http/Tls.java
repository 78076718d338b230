package dev.inkan.registry.http;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Whom we believe in TLS, and who we are: the runtime's authorities and the user's, and the client identity. */
final class Tls {
  private static final char[] NO_PASSWORD = new char[0];

  private final X509TrustManager trust;
  private final @Nullable ClientIdentity identity;

  private Tls(X509TrustManager trust, @Nullable ClientIdentity identity) {
    this.trust = trust;
    this.identity = identity;
  }

  /** What is given for all hosts, and what is kept for one; the identity that is given goes before the one kept. */
  static Tls of(
      @Nullable CaCertificates extra,
      @Nullable ClientIdentity identity,
      CertificateFolders.@Nullable Found kept) {
    var more = new ArrayList<X509Certificate>();
    if (extra != null) {
      more.addAll(extra.certificates());
    }
    if (kept != null) {
      more.addAll(kept.authorities());
    }
    ClientIdentity shown = identity == null && kept != null ? kept.identity() : identity;
    try {
      X509TrustManager runtime = trustManager(null);
      return new Tls(more.isEmpty() ? runtime : trustManager(together(runtime, more)), shown);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java runtime's TLS cannot be set up", e);
    }
  }

  private static KeyStore together(X509TrustManager runtime, List<X509Certificate> extra)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    int entry = 0;
    for (X509Certificate certificate : runtime.getAcceptedIssuers()) {
      store.setCertificateEntry("runtime-" + entry++, certificate);
    }
    for (X509Certificate certificate : extra) {
      store.setCertificateEntry("extra-" + entry++, certificate);
    }
    return store;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static X509TrustManager trustManager(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no X.509 trust manager");
  }

  /** Sets a client up; it shows our identity only {@code toNamed} hosts: those that the user named. */
  void install(OkHttpClient.Builder client, boolean toNamed) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(toNamed ? keyManagers() : null, new TrustManager[] {trust}, null);
      client.sslSocketFactory(context.getSocketFactory(), trust);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java runtime's TLS cannot be set up", e);
    }
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException, IOException {
    if (identity == null) {
      return null;
    }
    KeyStore store = emptyStore();
    store.setKeyEntry("client", identity.key(), NO_PASSWORD, identity.chain());
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }
}
