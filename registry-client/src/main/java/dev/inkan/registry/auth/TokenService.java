package dev.inkan.registry.auth;

import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Bytes;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** How a token service is asked; redirects, retries, bounds and the deadline are the transport's matter. */
@FunctionalInterface
public interface TokenService {

  /**
   * A question to a token service.
   *
   * @param errand for whom; it says which registry named the service
   * @param url the service with its query
   * @param login who asks, or null for nobody in particular
   * @param form what is posted, or null to get; holds a secret
   */
  record Question(Errand errand, HttpUrl url, @Nullable Login login, @Nullable FormBody form) {}

  /**
   * Asks; the answer is the body of a 200.
   *
   * @throws RegistryException whatever else came back
   */
  Bytes ask(Question question) throws RegistryException;
}
