package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.Locale;

/** What an answer that was not wanted means. */
final class Refusal {
  private Refusal() {}

  /**
   * Turns it into an exception; this always throws.
   *
   * @throws TransientFailure when the status says that another try may succeed
   */
  static RegistryException thrown(Answer answer) throws RegistryException, TransientFailure {
    ErrorBody body = ErrorBody.read(answer);
    RegistryException failure = answer.failure(kind(answer, body), detail(answer, body));
    if (isTransient(answer) || isLostUpload(answer, body)) {
      Duration wait = RetryAfter.parse(answer.retryAfter(), answer.header("Date"));
      throw new TransientFailure(failure, wait);
    }
    throw failure;
  }

  private static Kind kind(Answer answer, ErrorBody body) {
    int status = answer.status();
    return switch (status) {
      case 401 -> Kind.UNAUTHORIZED;
      case 403 -> Kind.DENIED;
      case 404 -> missing(answer, body);
      case 405, 413, 501 -> Kind.UNSUPPORTED;
      case 408 -> Kind.TIMEOUT;
      case 409, 412 -> Kind.CONFLICT;
      case 429 -> Kind.RATE_LIMITED;
      default -> status >= 500 && status < 600 ? Kind.UNAVAILABLE : Kind.PROTOCOL;
    };
  }

  private static Kind missing(Answer answer, ErrorBody body) {
    if (isLostUpload(answer, body)) {
      return Kind.UNAVAILABLE;
    }
    // Only a registry can say that there is no such image; where it redirects to may just have lost something.
    if (answer.isForeign() && !body.isOfProtocol()) {
      return Kind.PROTOCOL;
    }
    // Of what is written it says nothing: the registry does not take it.
    return answer.ask().isWrite() ? Kind.DENIED : Kind.NOT_FOUND;
  }

  private static boolean isTransient(Answer answer) {
    int status = answer.status();
    return switch (status) {
      case 408, 429, 502, 503, 504 -> true;
      // The registry may have done it and failed after; asking again must be harmless.
      case 500 -> !answer.ask().method().equals("POST");
      default -> status >= 520 && status <= 527;
    };
  }

  /** The registry has forgotten an upload session: a new one may do. */
  private static boolean isLostUpload(Answer answer, ErrorBody body) {
    return answer.status() == 404 && body.code().equals("BLOB_UPLOAD_UNKNOWN");
  }

  /** For a person's sake only: registries answer it with any of 400, 403, 405, 409 and 412, and their own codes. */
  private static boolean isAboutImmutability(ErrorBody body) {
    return body.sentence().toLowerCase(Locale.ROOT).contains("immutable");
  }

  private static String detail(Answer answer, ErrorBody body) {
    String said = answer.isForeign()
        ? body.sentence() + " (said " + answer.url().host() + ", where the registry redirects to)"
        : body.sentence();
    if (answer.ask().method().equals("PUT") && isAboutImmutability(body)) {
      return said + "; the tag is immutable there: choose another one, or have the rule lifted where the registry is"
          + " administered (signatures under a .sig tag and in a fallback index are added to, so their tags must not be)";
    }
    return switch (answer.status()) {
      case 401, 403 -> answer.note().isEmpty() ? said : said + "; " + answer.note();
      case 404 -> answer.ask().push() ? said + "; the repository may have to be created first" : said;
      case 405, 501 -> said + "; the registry does not offer this";
      case 413 -> said + "; the registry, or a proxy in front of it, limits the size of what is pushed";
      default -> said;
    };
  }
}
