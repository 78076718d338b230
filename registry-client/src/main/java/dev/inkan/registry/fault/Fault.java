package dev.inkan.registry.fault;

import com.sun.net.httpserver.Filter.Chain;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * One way in which a registry misbehaves, for the requests that it is {@link On}; named after what real registries and
 * attackers do. {@link #times} limits it to the first so many of them.
 *
 * @param times how often it strikes, then the registry behaves
 */
public record Fault(String name, On on, int times, Strike strike) {

  /** What happens instead of, or around, the good answer. */
  @FunctionalInterface
  public interface Strike {
    /** Answers, or lets the chain answer, or hangs up. */
    void answer(HttpExchange exchange, Chain chain) throws IOException;
  }

  private static Fault of(String name, On on, Strike strike) {
    return new Fault(name, on, Integer.MAX_VALUE, strike);
  }

  /** The same, for the first {@code times} requests only. */
  public Fault times(int times) {
    return new Fault(name, on, times, strike);
  }

  /** Another status with the protocol's error body. */
  public static Fault status(int status, On on) {
    return status(status, on, Map.of());
  }

  /** Another status with the protocol's error body and these headers ({@code Retry-After}). */
  public static Fault status(int status, On on, Map<String, String> headers) {
    Bytes body = Bytes.utf8("{\"errors\":[{\"code\":\"UNKNOWN\",\"message\":\"as told\"}]}");
    return of("status " + status, on, (exchange, chain) -> {
      var answer = new HeldAnswer(status, new Headers(), body).header("Content-Type", "application/json");
      for (var header : headers.entrySet()) {
        answer = answer.header(header.getKey(), header.getValue());
      }
      answer.send(exchange);
    });
  }

  /** 200 with a page for people: a captive portal, a login form. */
  public static Fault html(On on) {
    Bytes page = Bytes.utf8("<!DOCTYPE html><title>Log in</title>");
    return of(
        "HTML",
        on,
        (exchange, chain) ->
            new HeldAnswer(200, new Headers(), page).header("Content-Type", "text/html").send(exchange));
  }

  /** The good answer, changed at will. */
  public static Fault changed(On on, UnaryOperator<HeldAnswer> change) {
    return of("changed answer", on, (exchange, chain) -> change.apply(hold(exchange, chain)).send(exchange));
  }

  /** The good answer with one bit of its body turned: the same length, another digest. */
  public static Fault bitFlipped(On on) {
    return changed(on, answer -> {
      byte[] body = answer.body().toByteArray();
      if (body.length > 0) {
        body[body.length / 2] ^= 1;
      }
      return answer.body(Bytes.of(body));
    });
  }

  /** The good answer's head with another body. */
  public static Fault body(On on, Bytes body) {
    return changed(on, answer -> answer.body(body));
  }

  /** The good answer with a header set. */
  public static Fault header(On on, String name, String value) {
    return changed(on, answer -> answer.header(name, value));
  }

  /** The good answer without a header. */
  public static Fault withoutHeader(On on, String name) {
    return changed(on, answer -> answer.without(name));
  }

  /** A {@code Docker-Content-Digest} that names other content. */
  public static Fault digestHeader(On on, Digest digest) {
    return header(on, "Docker-Content-Digest", digest.toString());
  }

  /** The registry does not see a request header: {@code If-Match} as distribution does, {@code Range}. */
  public static Fault ignoring(On on, String requestHeader) {
    return of("ignores " + requestHeader, on, (exchange, chain) -> {
      var headers = new Headers();
      headers.putAll(exchange.getRequestHeaders());
      headers.remove(requestHeader);
      hold(exchange, headers, chain).send(exchange);
    });
  }

  /** The registry is asked for another path than the client asked for. */
  public static Fault asking(String name, On on, UnaryOperator<String> path) {
    return of(name, on, (exchange, chain) -> asked(exchange, path, chain).send(exchange));
  }

  /** What is not there is looked for under another path. */
  public static Fault elsewhereIfMissing(String name, On on, UnaryOperator<String> path) {
    return of(name, on, (exchange, chain) -> {
      HeldAnswer answer = hold(exchange, chain);
      (answer.status() == 404 ? asked(exchange, path, chain) : answer).send(exchange);
    });
  }

  /** Announces the whole body, sends half of it and hangs up. */
  public static Fault cut(On on) {
    return of("cut body", on, (exchange, chain) -> {
      HeldAnswer answer = hold(exchange, chain);
      answer.sendCut(exchange, answer.body().size(), answer.body().size() / 2);
    });
  }

  /** Hangs up without an answer. */
  public static Fault hangUp(On on) {
    return of("hangs up", on, (exchange, chain) -> exchange.close());
  }

  /** Does what is asked, and hangs up without an answer. */
  public static Fault losesTheAnswer(On on) {
    return of("loses the answer", on, (exchange, chain) -> {
      hold(exchange, chain);
      exchange.close();
    });
  }

  /** Answers so many requests and hangs up on all others; the first of those it still does, when {@code doesOneMore}. */
  public static Fault goesAway(int after, boolean doesOneMore) {
    var left = new AtomicInteger(after);
    return of("goes away", On.everything(), (exchange, chain) -> {
      int now = left.getAndDecrement();
      if (now > 0) {
        chain.doFilter(exchange);
        return;
      }
      if (now == 0 && doesOneMore) {
        hold(exchange, chain);
      }
      exchange.close();
    });
  }

  /** Sends the good answer's head, then spaces for as long as somebody reads. */
  public static Fault endless(On on) {
    return of("endless body", on, (exchange, chain) -> {
      HeldAnswer answer = hold(exchange, chain);
      exchange.getResponseHeaders().putAll(answer.headers());
      exchange.getResponseHeaders().remove("Content-Length");
      exchange.sendResponseHeaders(200, 0);
      byte[] spaces = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
      try (OutputStream out = exchange.getResponseBody()) {
        while (!Thread.currentThread().isInterrupted()) {
          out.write(spaces);
        }
      }
    });
  }

  /** Every page has a {@code Link} to yet another one. */
  public static Fault endlessPages(On on) {
    var pages = new AtomicInteger();
    return of("endless pages", on, (exchange, chain) -> {
      String next = exchange.getRequestURI().getRawPath() + "?page=" + pages.incrementAndGet();
      hold(exchange, chain).header("Link", "<" + next + ">; rel=\"next\"").send(exchange);
    });
  }

  /** A {@code Link} to a place of the fault's choice: itself, another origin, another repository. */
  public static Fault link(On on, String target) {
    return header(on, "Link", "<" + target + ">; rel=\"next\"");
  }

  /** Sends the client elsewhere. */
  public static Fault redirect(On on, int status, String location) {
    return status(status, on, Map.of("Location", location));
  }

  /**
   * A manifest is found only by who accepts its media type by name, as with distribution: a missing {@code Accept} or
   * a wildcard is answered with 404.
   */
  public static Fault strictAccept() {
    return of("strict Accept", On.reads().and(On.manifests()), (exchange, chain) -> {
      HeldAnswer answer = hold(exchange, chain);
      String accept = String.join(",", exchange.getRequestHeaders().getOrDefault("Accept", List.of()));
      boolean accepted = accept.contains(String.valueOf(answer.headers().getFirst("Content-Type")));
      boolean found = accepted || answer.status() != 200;
      (found ? answer : answer.status(404).body(Bytes.utf8("{\"errors\":[]}"))).send(exchange);
    });
  }

  /** Lets nobody in but who logs in with HTTP Basic. */
  public static Fault basicLogin(String user, String password) {
    String secret = "Basic " + base64(user + ":" + password);
    return of("asks for a password", On.everything(), (exchange, chain) -> {
      if (secret.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        chain.doFilter(exchange);
      } else {
        unauthorized(exchange, "Basic realm=\"test\"");
      }
    });
  }

  /**
   * Lets nobody in but who has a token, which {@code /token} of the same origin gives to who logs in with HTTP Basic,
   * or to everybody when {@code user} is empty.
   */
  public static Fault tokenLogin(String user, String password) {
    String secret = user.isEmpty() ? "" : "Basic " + base64(user + ":" + password);
    String token = "token-of-" + (user.isEmpty() ? "nobody" : user);
    return of("asks for a token", On.everything(), (exchange, chain) -> {
      String given = String.valueOf(exchange.getRequestHeaders().getOrDefault("Authorization", List.of("")).getFirst());
      if (exchange.getRequestURI().getPath().equals("/token")) {
        if (!given.equals(secret)) {
          unauthorized(exchange, "Basic realm=\"test\"");
          return;
        }
        Bytes body = Bytes.utf8("{\"token\":\"" + token + "\",\"expires_in\":300}");
        new HeldAnswer(200, new Headers(), body).header("Content-Type", "application/json").send(exchange);
      } else if (given.equals("Bearer " + token)) {
        chain.doFilter(exchange);
      } else {
        String realm = "http://" + exchange.getRequestHeaders().getFirst("Host") + "/token";
        unauthorized(
            exchange, "Bearer realm=\"" + realm + "\",service=\"test\",scope=\"" + scope(exchange) + "\"");
      }
    });
  }

  private static String scope(HttpExchange exchange) {
    String name = exchange.getRequestURI().getPath()
        .replaceFirst("^/v2/", "")
        .replaceFirst("/(manifests|blobs|tags|referrers)/.*$", "");
    String actions = On.reads().matches(exchange.getRequestMethod(), "") ? ":pull" : ":pull,push";
    return name.isEmpty() ? "" : "repository:" + name + actions;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void unauthorized(HttpExchange exchange, String challenge) throws IOException {
    Bytes body = Bytes.utf8("{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"log in\"}]}");
    new HeldAnswer(401, new Headers(), body)
        .header("Content-Type", "application/json")
        .header("WWW-Authenticate", challenge)
        .send(exchange);
  }

  /** Lets the good registry answer, into memory. */
  private static HeldAnswer hold(HttpExchange exchange, Chain chain) throws IOException {
    return hold(exchange, exchange.getRequestHeaders(), chain);
  }

  private static HeldAnswer asked(HttpExchange exchange, UnaryOperator<String> path, Chain chain) throws IOException {
    URI uri = URI.create(path.apply(exchange.getRequestURI().toASCIIString()));
    var held = new HeldExchange(exchange, exchange.getRequestHeaders(), uri);
    chain.doFilter(held);
    return held.answer();
  }

  private static HeldAnswer hold(HttpExchange exchange, Headers requestHeaders, Chain chain) throws IOException {
    var held = new HeldExchange(exchange, requestHeaders, exchange.getRequestURI());
    chain.doFilter(held);
    return held.answer();
  }
}
