package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import java.net.ConnectException;

/** Asks a host for TLS once, before anything else is asked of it. */
final class PlainTextProbe implements Sites.Probe {
  private final Wire wire;

  PlainTextProbe(Wire wire) {
    this.wire = wire;
  }

  /** Any answer, and any failure but "refused" and "that is no TLS", means https. */
  @Override
  public boolean speaksNoTls(Site https) {
    Ask ask = Ask.ping(https);
    try {
      wire.send(ask, ask.url(), null).close();
      return false;
    } catch (RegistryException e) {
      return isNoTls(e);
    } catch (TransientFailure e) {
      return isNoTls(e.failure());
    }
  }

  private static boolean isNoTls(RegistryException failure) {
    return (failure.kind() == Kind.TLS && Failures.speaksNoTls(failure))
        || failure.getCause() instanceof ConnectException;
  }
}
