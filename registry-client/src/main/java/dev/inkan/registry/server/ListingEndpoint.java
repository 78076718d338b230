package dev.inkan.registry.server;

import dev.inkan.registry.Referrers;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.RegistryReader;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MediaType;
import dev.inkan.registry.reference.Reference.ByDigest;
import dev.inkan.registry.reference.Repository;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tags and referrers, page by page (distribution-spec "Listing Tags", "Listing Referrers").
 *
 * @param pageSize the most entries of an answer; what remains is behind a {@code Link}
 */
record ListingEndpoint(RegistryReader reader, boolean referrersApi, int pageSize) {

  /** Some entries, and where the rest begins. */
  private record Page<T>(List<T> entries, boolean more) {

    /** Up to {@code count} of those behind {@code last}; when that is unknown, of those from the start. */
    static <T> Page<T> of(List<T> all, Function<T, String> name, @Nullable String last, int count) {
      int from = 0;
      for (int i = 0; last != null && i < all.size(); i++) {
        if (name.apply(all.get(i)).equals(last)) {
          from = i + 1;
        }
      }
      int to = Math.min(all.size(), from + count);
      return new Page<>(all.subList(from, to), to < all.size() && to > from);
    }
  }

  Answer tags(Request request, Repository repository) throws Refusal {
    requireRead(request);
    int count = count(request);
    Page<String> page = Page.of(allTags(request, repository), tag -> tag, null, count);
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("name", new JsonString(repository.path()));
    json.put("tags", new JsonArray(page.entries.stream().<JsonValue>map(JsonString::new).toList()));
    Answer answer = Answer.json(200, new JsonObject(json));
    return page.more
        ? answer.with("Link", link("/v2/" + repository.path() + "/tags/list", "n=" + count, page.entries.getLast()))
        : answer;
  }

  /** Those that come behind {@code last} in lexical order, whether it exists or not. */
  private List<String> allTags(Request request, Repository repository) throws Refusal {
    String last = request.query().get("last");
    try {
      return reader.tags(repository).stream().filter(tag -> last == null || tag.compareTo(last) > 0).toList();
    } catch (RegistryException e) {
      throw Refusal.of(e, "NAME_UNKNOWN");
    }
  }

  Answer referrers(Request request, ByDigest subject) throws Refusal {
    requireRead(request);
    String type = request.query().get("artifactType");
    List<Descriptor> all = referrers(subject).stream().filter(entry -> isOfType(entry, type)).toList();
    int count = count(request);
    Page<Descriptor> page =
        Page.of(all, entry -> entry.digest().toString(), request.query().get("last"), count);
    Answer answer = Answer.of(200, JsonText.compact(index(page.entries)))
        .with("Content-Type", MediaType.OCI_INDEX.value());
    if (type != null) {
      answer = answer.with("OCI-Filters-Applied", "artifactType");
    }
    String filter = type == null ? "" : "&artifactType=" + encode(type);
    String path = "/v2/" + subject.repository().path() + "/referrers/" + subject.digest();
    return page.more
        ? answer.with("Link", link(path, "n=" + count + filter, page.entries.getLast().digest().toString()))
        : answer;
  }

  private List<Descriptor> referrers(ByDigest subject) throws Refusal {
    try {
      if (referrersApi && reader.referrers(subject) instanceof Referrers.Listed listed) {
        return listed.descriptors();
      }
    } catch (RegistryException e) {
      throw Refusal.of(e, "NAME_UNKNOWN");
    }
    throw new Refusal(404, "UNSUPPORTED", "the referrers API is not offered");
  }

  private static boolean isOfType(Descriptor entry, @Nullable String type) {
    return type == null || (entry.artifactType() != null && entry.artifactType().value().equals(type));
  }

  private static JsonObject index(List<Descriptor> entries) {
    var json = new LinkedHashMap<String, JsonValue>();
    json.put("schemaVersion", JsonNumber.of(2));
    json.put("mediaType", new JsonString(MediaType.OCI_INDEX.value()));
    json.put("manifests", new JsonArray(entries.stream().<JsonValue>map(Descriptor::json).toList()));
    return new JsonObject(json);
  }

  private int count(Request request) throws Refusal {
    String asked = request.query().get("n");
    return asked == null ? pageSize : (int) Math.min(pageSize, Request.wholeNumber(asked, "n"));
  }

  private static void requireRead(Request request) throws Refusal {
    if (!request.isRead()) {
      throw request.notAllowed();
    }
  }

  private static String link(String path, String query, String last) {
    return "<" + path + "?" + query + "&last=" + encode(last) + ">; rel=\"next\"";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
