package dev.inkan.registry.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import dev.inkan.registry.server.RegistryServer.LoggedRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Logs an exchange before its first byte goes out, or before it is hung up on (status 0): whoever has the answer finds
 * it in the log.
 */
final class LoggedExchange extends HttpExchange {
  private final HttpExchange exchange;
  private final RequestLog log;
  private boolean logged;

  LoggedExchange(HttpExchange exchange, RequestLog log) {
    this.exchange = exchange;
    this.log = log;
  }

  private void log(int status) {
    if (!logged) {
      logged = true;
      log.add(new LoggedRequest(getRequestMethod(), getRequestURI().toASCIIString(), status));
    }
  }

  @Override
  public void sendResponseHeaders(int status, long length) throws IOException {
    log(status);
    exchange.sendResponseHeaders(status, length);
  }

  @Override
  public void close() {
    log(0);
    exchange.close();
  }

  @Override
  public Headers getRequestHeaders() {
    return exchange.getRequestHeaders();
  }

  @Override
  public Headers getResponseHeaders() {
    return exchange.getResponseHeaders();
  }

  @Override
  public URI getRequestURI() {
    return exchange.getRequestURI();
  }

  @Override
  public String getRequestMethod() {
    return exchange.getRequestMethod();
  }

  @Override
  public HttpContext getHttpContext() {
    return exchange.getHttpContext();
  }

  @Override
  public InputStream getRequestBody() {
    return exchange.getRequestBody();
  }

  @Override
  public OutputStream getResponseBody() {
    return exchange.getResponseBody();
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return exchange.getRemoteAddress();
  }

  @Override
  public int getResponseCode() {
    return exchange.getResponseCode();
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return exchange.getLocalAddress();
  }

  @Override
  public String getProtocol() {
    return exchange.getProtocol();
  }

  @Override
  public Object getAttribute(String name) {
    return exchange.getAttribute(name);
  }

  @Override
  public void setAttribute(String name, Object value) {
    exchange.setAttribute(name, value);
  }

  @Override
  public void setStreams(InputStream in, OutputStream out) {
    exchange.setStreams(in, out);
  }

  @Override
  public HttpPrincipal getPrincipal() {
    return exchange.getPrincipal();
  }
}
