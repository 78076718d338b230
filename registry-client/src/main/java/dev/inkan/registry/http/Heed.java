package dev.inkan.registry.http;

import dev.inkan.registry.content.Printable;
import dev.inkan.registry.http.Notice.Slowed;
import dev.inkan.registry.http.Notice.Warned;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What hosts say besides, heeded for the run: "too many requests" is obeyed, a {@code Warning} is told once. */
final class Heed {
  private static final int MOST_WARNINGS = 32;
  private static final int LONGEST_WARNINGS = 4096;
  /** distribution-spec "Warnings": of the code 299 and without an agent; RFC 7234 5.5 has the quoted text. */
  private static final Pattern WARNING = Pattern.compile("299 - \"((?:[^\"\\\\]|\\\\.)*)\".*");

  private final Deadline deadline;
  private final Pause pause;
  private final boolean patient;
  private final Notices notices;
  private final ConcurrentMap<String, Gate> gates = new ConcurrentHashMap<>();
  private final Set<Warned> told = ConcurrentHashMap.newKeySet();

  /** {@code patient}: whether a host that wants to be left alone for a while is; else it is asked and says it again. */
  Heed(Deadline deadline, Pause pause, boolean patient, Notices notices) {
    this.deadline = deadline;
    this.pause = pause;
    this.patient = patient;
    this.notices = notices;
  }

  /** The gate of a URL's host. */
  Gate gate(HttpUrl url) {
    return gates.computeIfAbsent(host(url), host -> new Gate(deadline, pause));
  }

  private static String host(HttpUrl url) {
    return url.port() == HttpUrl.defaultPort(url.scheme()) ? url.host() : url.host() + ":" + url.port();
  }

  /** Learns from an answer of {@code gate}'s host. */
  void learn(HttpUrl url, Gate gate, Gate.Pass pass, Response response) {
    Duration wait = patient ? RetryAfter.parse(Untouched.retryAfter(response), response.header("Date")) : null;
    if (gate.leave(pass, response.code() == 429, wait)) {
      notices.tell(new Slowed(host(url), gate.most(), wait));
    }
  }

  /** Tells what the registry that was asked warns of. */
  void listen(HttpUrl url, Response response) {
    int length = 0;
    for (String header : response.headers("Warning")) {
      length += header.length();
      if (length > LONGEST_WARNINGS || told.size() >= MOST_WARNINGS) {
        return;
      }
      String text = text(header);
      if (text != null) {
        var warned = new Warned(host(url), text);
        if (told.add(warned)) {
          notices.tell(warned);
        }
      }
    }
  }

  private static @Nullable String text(String header) {
    Matcher matcher = WARNING.matcher(header.strip());
    return matcher.matches() ? Printable.text(matcher.group(1).replaceAll("\\\\(.)", "$1")) : null;
  }
}
