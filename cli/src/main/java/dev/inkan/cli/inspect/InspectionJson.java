package dev.inkan.cli.inspect;

import dev.inkan.cli.inspect.Node.Content;
import dev.inkan.cli.inspect.Node.Look;
import dev.inkan.cli.inspect.Node.Part;
import dev.inkan.cli.inspect.Node.Reading;
import dev.inkan.cli.inspect.Node.State;
import dev.inkan.cli.surroundings.Outcome;
import dev.inkan.registry.RegistryException;
import dev.inkan.registry.content.Descriptor;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonBoolean;
import dev.inkan.registry.content.JsonValue.JsonNumber;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An inspection for programs: {@code docs/schema/inspect.schema.json}; the same bytes for the same facts. */
public final class InspectionJson {
  private final Map<String, JsonValue> members = new LinkedHashMap<>();

  private InspectionJson() {}

  /** The document. */
  public static String of(Inspection inspection) {
    return JsonText.pretty(new InspectionJson()
        .put("reference", inspection.asked().toString())
        .put("digest", inspection.root().descriptor().digest().toString())
        .put("complete", new JsonBoolean(inspection.outcome() == Outcome.DONE))
        .put("bounds", array(inspection.bounds(), JsonString::new))
        .put("manifest", node(inspection.root()))
        .json());
  }

  private static JsonValue node(Node node) {
    Descriptor descriptor = node.descriptor();
    var json = new InspectionJson()
        .put("digest", descriptor.digest().toString())
        .put("mediaType", descriptor.mediaType().value())
        .put("size", JsonNumber.of(descriptor.size()))
        .put("platform", node.platform() == null ? null : node.platform().toString());
    json.content(node.content());
    if (!node.foundAt().isEmpty()) {
      json.put("foundAt", array(node.foundAt(), place -> new JsonString(place.label())));
    }
    return json.put("places", array(node.looks(), InspectionJson::look))
        .put("attached", array(node.attached(), InspectionJson::node))
        .json();
  }

  private void content(Content content) {
    switch (content) {
      case Content.Image image -> put("kind", "image")
          .put("configuration", configuration(image))
          .put("layers", layers(image.layers(), image.bytes()))
          .put("claimedCreated", image.created());
      case Content.Index index -> put("kind", "index")
          .put("claimedCreated", index.created())
          .put("children", array(index.children(), InspectionJson::node));
      case Content.Artifact artifact -> put("kind", artifact.kind().word())
          .put("artifactType", artifact.type() == null ? null : artifact.type().value())
          .put("layers", layers(artifact.layers(), artifact.bytes()))
          .put("claimedCreated", artifact.created())
          .put("contents", array(artifact.parts(), InspectionJson::part));
      case Content.Orphaned(String why) -> put("kind", "orphaned").put("detail", why);
      case Content.Malformed(String why) -> put("kind", "malformed").put("detail", why);
      case Content.Unread(RegistryException cause) -> put("kind", "unread").cause(cause);
      case Content.Repeated ignored -> put("kind", "repeated");
    }
  }

  private static JsonValue configuration(Content.Image image) {
    return new InspectionJson()
        .put("digest", image.config().digest().toString())
        .put("size", JsonNumber.of(image.config().size()))
        .put("platform", image.platform())
        .put("fault", image.fault())
        .json();
  }

  private static JsonValue layers(int count, long bytes) {
    return new InspectionJson()
        .put("count", JsonNumber.of(count))
        .put("size", JsonNumber.of(bytes))
        .json();
  }

  private static JsonValue part(Part part) {
    var json = new InspectionJson()
        .put("layer", part.layer().toString())
        .put("format", part.format());
    switch (part.reading()) {
      case Reading.Claimed(String type, String name) ->
          json.put("state", "claimed").put("type", type).put("imageName", name);
      case Reading.Announced(String type) -> json.put("state", "announced").put("type", type.isEmpty() ? null : type);
      case Reading.Orphaned(String why) -> json.put("state", "orphaned").put("detail", why);
      case Reading.Malformed(String why) -> json.put("state", "malformed").put("detail", why);
      case Reading.Unread(RegistryException cause) -> json.put("state", "unread").cause(cause);
    }
    return json.json();
  }

  private static JsonValue look(Look look) {
    var json = new InspectionJson().put("name", look.place().label());
    switch (look.state()) {
      case State.Read read -> json.put("state", "read")
          .put("entries", JsonNumber.of(read.entries()))
          .put("notices", array(read.notices(), JsonString::new));
      case State.NotOffered ignored -> json.put("state", "not offered");
      case State.Unread(RegistryException cause) -> json.put("state", "unreadable").cause(cause);
    }
    return json.json();
  }

  private void cause(RegistryException cause) {
    put("code", cause.kind().toString()).put("detail", cause.getMessage());
  }

  private static <T> JsonArray array(List<T> values, Function<? super T, JsonValue> json) {
    return new JsonArray(values.stream().<JsonValue>map(json).toList());
  }

  /** Adds a member; none for null. */
  private InspectionJson put(String name, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case JsonValue json -> members.put(name, json);
      default -> members.put(name, new JsonString(value.toString()));
    }
    return this;
  }

  private JsonObject json() {
    return new JsonObject(members);
  }
}
