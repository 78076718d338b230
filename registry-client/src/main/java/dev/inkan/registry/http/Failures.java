package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Login;
import dev.inkan.registry.content.Printable;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What a failure of the transport means. */
final class Failures {
  private final Deadline deadline;

  Failures(Deadline deadline) {
    this.deadline = deadline;
  }

  /**
   * What kept {@code ask} from an answer, or the answer's body from being read.
   *
   * @param login what was sent along, or null
   * @param thrown whatever OkHttp threw, unchecked exceptions included
   */
  RegistryException of(Ask ask, @Nullable Login login, Exception thrown) {
    if (thrown instanceof RegistryException ours) {
      return ours;
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    if (Thread.currentThread().isInterrupted()) {
      return ask.failure(Kind.TIMEOUT, "interrupted", thrown);
    }
    if (deadline.hasPassed()) {
      return ask.failure(Kind.TIMEOUT, deadline.toString(), thrown);
    }
    if (thrown instanceof RuntimeException || thrown instanceof ProtocolException || thrown instanceof EOFException) {
      return notHttp(ask, login, thrown);
    }
    AddressRefused refused = find(thrown, AddressRefused.class);
    if (refused != null) {
      return ask.failure(Kind.REFUSED, "the registry sends us to an address that is not public", refused);
    }
    return thrown instanceof SSLException tls ? tls(ask, tls) : connection(ask, thrown);
  }

  /** Without the exception itself: its text quotes what the server wrote, which may be anything. */
  private static RegistryException notHttp(Ask ask, @Nullable Login login, Exception thrown) {
    String said = String.valueOf(thrown.getMessage());
    String shown = Printable.text(login == null ? said : login.hideIn(said));
    return ask.failure(Kind.PROTOCOL, "an answer that is cut, or is not HTTP (" + shown + ")");
  }

  private static RegistryException tls(Ask ask, SSLException thrown) {
    if (speaksNoTls(thrown)) {
      return ask.failure(
          Kind.TLS, "it does not speak TLS; a registry without TLS must be allowed (--allow-http-registry)", thrown);
    }
    if (isAboutCertificate(thrown)) {
      return ask.failure(
          Kind.TLS, "its certificate is not trusted, or is not for this host (--registry-cacert adds a CA)", thrown);
    }
    return ask.failure(Kind.TLS, "TLS did not come about", thrown);
  }

  private static RegistryException connection(Ask ask, Exception thrown) {
    if (thrown instanceof InterruptedIOException) {
      return ask.failure(Kind.TIMEOUT, "no answer in time", thrown);
    }
    if (thrown instanceof UnknownHostException) {
      return ask.failure(Kind.UNREACHABLE, "the host name does not resolve", thrown);
    }
    if (thrown instanceof ConnectException) {
      return ask.failure(Kind.UNREACHABLE, "the connection was refused", thrown);
    }
    return ask.failure(Kind.UNREACHABLE, "the connection broke off", thrown);
  }

  /**
   * Throws the failure as one that may pass, if it may; else gives it back to be thrown.
   *
   * @throws TransientFailure when another try may mend it
   */
  static RegistryException orTransient(RegistryException failure) throws TransientFailure {
    if (mayPass(failure)) {
      throw new TransientFailure(failure);
    }
    return failure;
  }

  /** Whether another try may mend it: not what a certificate or a rule of ours brought about. */
  private static boolean mayPass(RegistryException failure) {
    return switch (failure.kind()) {
      case TIMEOUT, UNREACHABLE -> !Thread.currentThread().isInterrupted();
      case PROTOCOL -> true;
      case TLS -> !isAboutCertificate(failure) && !speaksNoTls(failure);
      case NOT_FOUND, UNAUTHORIZED, DENIED, RATE_LIMITED, UNAVAILABLE, INTEGRITY, TOO_LARGE, UNSUPPORTED, REFUSED,
          CONFLICT, LOCAL ->
          false;
    };
  }

  private static boolean isAboutCertificate(Throwable thrown) {
    return find(thrown, CertificateException.class) != null || find(thrown, SSLPeerUnverifiedException.class) != null;
  }

  /** Whether what answered the TLS greeting was no TLS. */
  static boolean speaksNoTls(Throwable thrown) {
    SSLException tls = find(thrown, SSLException.class);
    return tls != null && String.valueOf(tls.getMessage()).contains("Unsupported or unrecognized SSL message");
  }

  private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < 16; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }
}
