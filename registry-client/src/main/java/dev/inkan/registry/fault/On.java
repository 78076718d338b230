package dev.inkan.registry.fault;

import dev.inkan.registry.content.Digest;
import java.util.regex.Pattern;

/** Which requests a fault concerns. */
@FunctionalInterface
public interface On {
  /** Behind a path: a query, or none. */
  String QUERY = "(\\?.*)?";

  /** Whether it concerns a request of this method for this path, its query included. */
  boolean matches(String method, String path);

  static On everything() {
    return (method, path) -> true;
  }

  /** Requests whose whole path, query included, matches a regular expression. */
  static On path(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return (method, path) -> pattern.matcher(path).matches();
  }

  /** GET, or HEAD. */
  static On reads() {
    return (method, path) -> method.equals("GET") || method.equals("HEAD");
  }

  static On method(String name) {
    return (method, path) -> method.equals(name);
  }

  static On ping() {
    return path("/v2/?" + QUERY);
  }

  static On referrers() {
    return path("/v2/.+/referrers/.*");
  }

  static On manifests() {
    return path("/v2/.+/manifests/.*");
  }

  static On tag(String tag) {
    return path("/v2/.+/manifests/" + Pattern.quote(tag) + QUERY);
  }

  static On manifest(Digest digest) {
    return path("/v2/.+/manifests/" + Pattern.quote(digest.toString()) + QUERY);
  }

  static On blobs() {
    return path("/v2/.+/blobs/[^/]+:[^/]+");
  }

  static On blob(Digest digest) {
    return path("/v2/.+/blobs/" + Pattern.quote(digest.toString()) + QUERY);
  }

  static On uploads() {
    return path("/v2/.+/blobs/uploads/.*");
  }

  static On tagList() {
    return path("/v2/.+/tags/list.*");
  }

  default On and(On other) {
    return (method, path) -> matches(method, path) && other.matches(method, path);
  }
}
