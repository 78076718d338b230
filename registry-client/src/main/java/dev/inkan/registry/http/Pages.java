package dev.inkan.registry.http;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.MalformedContent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A listing over several pages, linked by {@code Link: rel="next"}. It is complete or it is an exception: a page that
 * cannot be had, a link that leads elsewhere or back, and more than the bounds are never a shorter list.
 */
final class Pages<T> {

  /** How much one listing may be. */
  record Bounds(int pages, int entries, int bytes) {}

  /** Takes one page's list out of its body. */
  @FunctionalInterface
  interface Page {
    List<JsonValue> entries(Answer answer, Bytes body) throws MalformedContent, RegistryException, TransientFailure;
  }

  /** Takes one entry. */
  @FunctionalInterface
  interface Entry<T> {
    T read(JsonValue json) throws MalformedContent;
  }

  private final Bounds bounds;
  private final Page page;
  private final Entry<T> entry;
  private final List<T> entries = new ArrayList<>();
  private final Set<HttpUrl> seen = new HashSet<>();
  private int bytesLeft;

  Pages(Bounds bounds, Page page, Entry<T> entry) {
    this.bounds = bounds;
    this.page = page;
    this.entry = entry;
    this.bytesLeft = bounds.bytes();
  }

  /** What one page gave. */
  private record Turned<T>(List<T> entries, int bytes, @Nullable HttpUrl next) {}

  /** Reads from {@code first} to the end; {@code wanted} are statuses that {@link Page} reads. */
  List<T> all(Exchange exchange, Ask first, Set<Integer> wanted) throws RegistryException {
    Ask ask = first;
    while (true) {
      if (!seen.add(ask.url())) {
        throw ask.failure(Kind.PROTOCOL, "the pages of the listing lead in a circle");
      }
      if (seen.size() > bounds.pages()) {
        throw ask.failure(Kind.TOO_LARGE, "a listing of more than " + bounds.pages() + " pages");
      }
      Turned<T> turned = seen.size() == 1 ? exchange.read(ask, wanted, this::turn) : later(exchange, ask, wanted);
      entries.addAll(turned.entries());
      bytesLeft -= turned.bytes();
      HttpUrl next = turned.next();
      if (next == null) {
        return List.copyOf(entries);
      }
      ask = ask.at(next);
    }
  }

  /** A page that was announced and is not there says nothing about whether there is a listing. */
  private Turned<T> later(Exchange exchange, Ask ask, Set<Integer> wanted) throws RegistryException {
    try {
      return exchange.read(ask, wanted, this::turn);
    } catch (RegistryException e) {
      throw e.kind() == Kind.NOT_FOUND || e.kind() == Kind.PROTOCOL
          ? ask.failure(Kind.PROTOCOL, "a later page of the listing cannot be had: " + e.detail(), e)
          : e;
    }
  }

  /** Reads one page and changes nothing, for it may be read again. */
  private Turned<T> turn(Answer answer) throws RegistryException, TransientFailure {
    Bytes body = answer.read(bytesLeft);
    try {
      List<JsonValue> listed = page.entries(answer, body);
      if (listed.size() > bounds.entries() - entries.size()) {
        throw answer.failure(Kind.TOO_LARGE, "a listing of more than " + bounds.entries() + " entries");
      }
      var read = new ArrayList<T>();
      for (JsonValue json : listed) {
        read.add(entry.read(json));
      }
      return new Turned<>(read, body.size(), next(answer));
    } catch (MalformedContent e) {
      throw new TransientFailure(answer.failure(Kind.PROTOCOL, "a listing that cannot be read: " + e.getMessage()));
    }
  }

  private static @Nullable HttpUrl next(Answer answer) throws RegistryException, TransientFailure {
    String target;
    try {
      target = LinkHeader.next(answer.headers("Link"));
    } catch (LinkHeader.Malformed e) {
      throw new TransientFailure(answer.failure(Kind.PROTOCOL, "a Link header that cannot be read"));
    }
    if (target == null) {
      return null;
    }
    HttpUrl next = answer.url().resolve(target);
    if (next == null || !Sites.sameOrigin(answer.url(), next) || !parent(next).equals(parent(answer.url()))
        || !next.username().isEmpty() || !next.password().isEmpty()) {
      throw answer.failure(Kind.REFUSED, "the next page of the listing is said to be somewhere else");
    }
    return next;
  }

  /** The path without its last segment, decoded: {@code /v2/app/referrers/}. */
  private static List<String> parent(HttpUrl url) {
    List<String> segments = url.pathSegments();
    return segments.subList(0, segments.size() - 1);
  }
}
