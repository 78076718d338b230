package dev.inkan.registry;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A registry or layout could not be asked, or its answer could not be used. Says what was asked, of whom, and what came
 * back.
 * Holds no secret: no credential, token, query of a URL or body.
 */
public final class RegistryException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure this is: what a caller may conclude from it. */
  public enum Kind {
    /** 404 of a registry that let us in: what was asked for does not exist. */
    NOT_FOUND,
    /** 401, or credentials that do not work. */
    UNAUTHORIZED,
    /** 403. */
    DENIED,
    /** 429 that outlived the retries. */
    RATE_LIMITED,
    /** 5xx that outlived the retries. */
    UNAVAILABLE,
    /** The name does not resolve, or the connection is refused, reset or cut. */
    UNREACHABLE,
    /** TLS did not come about: wrong certificate, or not TLS at all. */
    TLS,
    /** A time limit, or the deadline of the whole run. */
    TIMEOUT,
    /** An answer that is not the protocol's: another content type, a listing that does not parse, a cut body. */
    PROTOCOL,
    /** Bytes that contradict their digest, or content that contradicts itself: tampered with. */
    INTEGRITY,
    /** Content beyond a bound of ours. */
    TOO_LARGE,
    /** The registry does not offer what was asked for. */
    UNSUPPORTED,
    /** We refuse to do what the registry asks: a downgrade, a foreign origin, an address out of bounds. */
    REFUSED,
    /** Somebody else changed it in between. */
    CONFLICT,
    /** A file or folder of this machine cannot be used; what the content is was not looked at. */
    LOCAL;

    /** Whether this says something about the content itself: the answer is no (exit 1), not "could not look". */
    public boolean isVerdict() {
      return this == NOT_FOUND || this == INTEGRITY || this == TOO_LARGE;
    }
  }

  private final Kind kind;
  private final String operation;
  private final String host;
  private final @Nullable Integer status;
  private final String detail;

  /**
   * @param operation what was asked, without a query: {@code GET /v2/app/manifests/v1}
   * @param host of whom
   * @param status what came back, or null when nothing did
   * @param detail what was wrong with it, and what to do about it; printable
   */
  public RegistryException(
      Kind kind, String operation, String host, @Nullable Integer status, String detail, @Nullable Throwable cause) {
    super(operation + " of " + host + (status == null ? "" : " answered " + status) + ": " + detail, cause);
    this.kind = kind;
    this.operation = operation;
    this.host = host;
    this.status = status;
    this.detail = detail;
  }

  public RegistryException(Kind kind, String operation, String host, String detail) {
    this(kind, operation, host, null, detail, null);
  }

  /** Never null. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  public Kind kind() {
    return kind;
  }

  public String operation() {
    return operation;
  }

  public String host() {
    return host;
  }

  public Optional<Integer> status() {
    return Optional.ofNullable(status);
  }

  /** What was wrong, without what was asked of whom. */
  public String detail() {
    return detail;
  }

  /** The same failure with one thing more said of it; {@code more} is printable. */
  public RegistryException adding(String more) {
    return new RegistryException(kind, operation, host, status, detail + "; " + more, this);
  }

  /**
   * The same failure of what must be there, for we have just stored it or been told of it: NOT_FOUND then says nothing
   * of it, and becomes UNAVAILABLE.
   *
   * @param why how we know; printable
   */
  public RegistryException ofWhatIsThere(String why) {
    return kind == Kind.NOT_FOUND
        ? new RegistryException(
            Kind.UNAVAILABLE, operation, host, status, why + ", so whether it exists cannot be told", this)
        : this;
  }
}
