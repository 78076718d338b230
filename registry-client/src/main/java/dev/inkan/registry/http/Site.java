package dev.inkan.registry.http;

import dev.inkan.registry.reference.Repository;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A repository and where its registry is.
 *
 * @param root the registry's origin, as the user named it; all credentials are bound to it
 * @param certificates what the user keeps for this registry alone, or null
 * @param namespace the host that it is a mirror of, when it is to be told, or null
 */
record Site(
    Repository repository,
    HttpUrl root,
    CertificateFolders.@Nullable Found certificates,
    @Nullable String namespace) {

  Site(Repository repository, HttpUrl root) {
    this(repository, root, null, null);
  }

  /** The URL of an endpoint of the repository: {@code /v2/PATH/...}. */
  HttpUrl endpoint(String... segments) {
    var url = root.newBuilder().addPathSegment("v2").addPathSegments(repository.path());
    for (String segment : segments) {
      url.addPathSegment(segment);
    }
    if (namespace != null) {
      url.addQueryParameter("ns", namespace);
    }
    return url.build();
  }
}
