package dev.inkan.registry.http;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryException.Kind;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.StrictJson;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a registry lists: referrers of a digest, tags of a repository (distribution-spec end-12, end-8). */
final class ListingCalls {
  private static final Pages.Bounds REFERRERS = new Pages.Bounds(50, 1_000, 16 * 1024 * 1024);
  static final int MOST_TAG_PAGES = 1_000;
  private static final int MOST_TAGS = 100_000;
  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  private final Exchange exchange;

  ListingCalls(Exchange exchange) {
    this.exchange = exchange;
  }

  /** "Not offered" is a 404 only, or a 303 to some web page elsewhere, as GHCR answers. */
  Referrers referrers(Site site, Digest subject) throws RegistryException {
    Ask ask = Ask.get(site, site.endpoint("referrers", subject.toString()))
        .with("Accept", MediaType.OCI_INDEX.value())
        .following(Ask.Following.ANYWHERE_BUT_SEE_OTHER);
    try {
      var pages = new Pages<>(REFERRERS, ListingCalls::referrersPage, json -> Descriptor.read(json.asObject("entry")));
      return new Referrers.Listed(pages.all(exchange, ask, Set.of(200)));
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND || e.status().orElse(0) == 303) {
        return new Referrers.NotOffered();
      }
      throw e;
    }
  }

  private static List<JsonValue> referrersPage(Answer answer, Bytes body) throws MalformedContent, TransientFailure {
    if (!answer.contentType().equals(MediaType.OCI_INDEX)) {
      throw new MalformedContent("of type " + answer.contentType() + " instead of " + MediaType.OCI_INDEX);
    }
    JsonObject index = StrictJson.parseObject(body, "listing");
    JsonValue type = index.get("mediaType");
    if (type != null && !type.asString("mediaType").equals(MediaType.OCI_INDEX.value())) {
      throw new MalformedContent("it calls itself " + Printable.quoted(type.asString("mediaType")));
    }
    // Some registries write null for none; a missing member is no index.
    return index.members().containsKey("manifests") && index.get("manifests") == null
        ? List.of()
        : index.array("manifests");
  }

  /** A repository is only unknown when the registry says so in its own words; any other 404 says nothing of tags. */
  List<String> tags(Site site, int most) throws RegistryException {
    Ask ask = Ask.get(site, site.endpoint("tags", "list")).with("Accept", "application/json");
    var bounds = new Pages.Bounds(most, MOST_TAGS, MOST_BYTES);
    var pages = new Pages<>(bounds, ListingCalls::tagsPage, ListingCalls::tag);
    return pages.all(exchange, ask, Set.of(200, 404)).stream().distinct().toList();
  }

  private static List<JsonValue> tagsPage(Answer answer, Bytes body) throws MalformedContent, RegistryException {
    if (answer.status() == 404) {
      ErrorBody said = ErrorBody.parse(body, "");
      boolean unknown = said.code().equals("NAME_UNKNOWN") && !answer.isForeign();
      throw answer.failure(unknown ? Kind.NOT_FOUND : Kind.UNSUPPORTED, answer.hideSecrets(said.sentence()));
    }
    JsonObject list = StrictJson.parseObject(body, "listing");
    return list.members().containsKey("tags") && list.get("tags") == null ? List.of() : list.array("tags");
  }

  private static String tag(JsonValue json) throws MalformedContent {
    String tag = json.asString("tag");
    if (!TAG.matcher(tag).matches()) {
      throw new MalformedContent("a tag " + Printable.quoted(tag));
    }
    return tag;
  }
}
