package dev.inkan.registry.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps OkHttp from asking again by itself. It replays 408, and 503 with {@code Retry-After: 0}, and throws a
 * NumberFormatException on a long {@code Retry-After}; so that header is hidden from it, and 408 is told to be not
 * worth a replay.
 */
final class Untouched implements Interceptor {
  private static final String RETRY_AFTER = "Retry-After";
  private static final String HIDDEN = "Inkan-Retry-After";

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    String retryAfter = response.header(RETRY_AFTER);
    var changed = response.newBuilder().removeHeader(HIDDEN).removeHeader(RETRY_AFTER);
    if (retryAfter != null) {
      changed.header(HIDDEN, retryAfter);
    }
    return (response.code() == 408 ? changed.header(RETRY_AFTER, "1") : changed).build();
  }

  /** What the server wrote as {@code Retry-After}, or null. */
  static @Nullable String retryAfter(Response response) {
    return response.header(HIDDEN);
  }
}
