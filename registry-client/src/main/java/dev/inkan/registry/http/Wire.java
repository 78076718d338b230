package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.auth.Login;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One request, one answer; the only class that makes OkHttp calls. Nothing unchecked leaves it. */
final class Wire implements AutoCloseable {
  /** For anything but a blob. */
  private static final Duration SMALL_ANSWER = Duration.ofSeconds(60);

  /** Headers that say what is wanted, and nothing of who wants it: they go along to where a redirect leads. */
  private static final Set<String> FOR_ANYBODY = Set.of("Accept", "Range", "If-Range");

  private final Clients clients;
  private final Addresses addresses;
  private final Deadline deadline;
  private final Failures failures;
  private final Heed heed;
  private final String userAgent;
  private final Set<Call> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Wire(Clients clients, Addresses addresses, Deadline deadline, Heed heed, String userAgent) {
    this.clients = clients;
    this.addresses = addresses;
    this.deadline = deadline;
    this.failures = new Failures(deadline);
    this.heed = heed;
    this.userAgent = userAgent;
  }

  /**
   * Sends {@code ask} to {@code url}, which is its own or where a redirect of it leads.
   *
   * @param login null for a URL that is not of the ask's home
   */
  Answer send(Ask ask, HttpUrl url, @Nullable Login login) throws RegistryException, TransientFailure {
    if (deadline.hasPassed()) {
      throw ask.failure(Kind.TIMEOUT, deadline.toString());
    }
    try {
      Call call = clients.of(way(ask, url)).newCall(request(ask, url, login));
      Gate gate = heed.gate(url);
      Gate.Pass pass = gate.enter();
      if (pass == null) {
        throw ask.failure(Kind.TIMEOUT, deadline + ", while waiting because there are too many requests");
      }
      call.timeout().timeout(Math.max(1, limit(ask).toNanos()), TimeUnit.NANOSECONDS);
      return answer(ask, call, gate, pass, login);
    } catch (Exception e) {
      // Exception: written in Kotlin, OkHttp throws a checked InterruptedException without declaring it.
      throw Failures.orTransient(failures.of(ask, login, e));
    }
  }

  private Answer answer(Ask ask, Call call, Gate gate, Gate.Pass pass, @Nullable Login login) throws IOException {
    underWay.add(call);
    if (closed) {
      call.cancel();
    }
    Response response = null;
    try {
      response = call.execute();
      HttpUrl url = call.request().url();
      heed.learn(url, gate, pass, response);
      if (ask.isAtHome(url)) {
        heed.listen(url, response);
      }
      return new Answer(ask, response, failures, login, () -> underWay.remove(call));
    } finally {
      if (response == null) {
        gate.leave();
        underWay.remove(call);
      }
    }
  }

  private Clients.Way way(Ask ask, HttpUrl url) throws IOException {
    CertificateFolders.Found certificates = ask.site().certificates();
    if (url.host().equals(ask.site().root().host())) {
      return new Clients.Way(url.isHttps(), null, certificates);
    }
    Network own = addresses.networkOf(ask.site().root());
    addresses.checkLiteral(url, own);
    return new Clients.Way(url.isHttps(), own, certificates);
  }

  private Request request(Ask ask, HttpUrl url, @Nullable Login login) {
    var request = new Request.Builder()
        .url(url)
        .method(ask.method(), ask.body())
        .header("User-Agent", userAgent)
        .header("Accept-Encoding", "identity");
    boolean own = ask.isAtHome(url);
    ask.headers().forEach((name, value) -> {
      if (own || FOR_ANYBODY.contains(name)) {
        request.header(name, value);
      }
    });
    if (login != null) {
      request.header("Authorization", login.header().reveal());
    }
    return request.build();
  }

  private Duration limit(Ask ask) {
    Duration left = deadline.remaining();
    return ask.bulk() || left.compareTo(SMALL_ANSWER) < 0 ? left : SMALL_ANSWER;
  }

  /** Ends whatever is under way, bodies that are being read included, and lets nothing begin. */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(Call::cancel);
    clients.close();
  }
}
