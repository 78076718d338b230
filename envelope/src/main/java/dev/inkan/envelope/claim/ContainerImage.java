package dev.inkan.envelope.claim;

import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonText;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonNull;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.StrictJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A simple signing payload (containers/image docs/containers-signature.5.md "JSON data format"; cosign
 * SIGNATURE_SPEC.md "Simple Signing").
 *
 * @param type what kind of claim
 * @param reference the image's name as the signer calls it ({@code docker-reference}); may be empty
 * @param digest of the manifest that it is about
 * @param optional those of its annotations with a string as value; no demand could be met by another
 */
public record ContainerImage(String type, String reference, Digest digest, Map<String, String> optional)
    implements Claim {
  /** What the payload is called; as the type of a layer it is not signed, but nothing else has its shape. */
  public static final String PAYLOAD_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

  /** What cosign and containers/image sign: the image is signed, nothing more. */
  public static final String COSIGN = "cosign container image signature";

  private static final String CRITICAL = "critical";
  private static final String IDENTITY = "identity";
  private static final String REFERENCE = "docker-reference";
  private static final String IMAGE = "image";
  private static final String DIGEST = "docker-manifest-digest";
  private static final String TYPE = "type";
  private static final String OPTIONAL = "optional";

  public ContainerImage {
    optional = Map.copyOf(optional);
  }

  /**
   * Reads a payload. Its members are exactly those of the format: two readers must not see two claims in one payload.
   *
   * @throws MalformedEnvelope MALFORMED when it is anything else, or its digest has another spelling than lower-case hex
   */
  public static ContainerImage read(Bytes payload) throws MalformedEnvelope {
    try {
      JsonObject json = exactly(StrictJson.parseObject(payload, "payload"), Set.of(CRITICAL, OPTIONAL));
      JsonObject critical = exactly(json.object(CRITICAL), Set.of(IDENTITY, IMAGE, TYPE));
      JsonObject identity = exactly(critical.object(IDENTITY), Set.of(REFERENCE));
      JsonObject image = exactly(critical.object(IMAGE), Set.of(DIGEST));
      return new ContainerImage(
          critical.string(TYPE),
          identity.string(REFERENCE),
          Digest.parse(image.string(DIGEST)),
          strings(json.get(OPTIONAL)));
    } catch (MalformedContent e) {
      throw new MalformedEnvelope("not a simple signing payload: " + e.getMessage(), e);
    }
  }

  private static JsonObject exactly(JsonObject json, Set<String> names) throws MalformedContent {
    for (String name : json.members().keySet()) {
      if (!names.contains(name)) {
        throw new MalformedContent("unknown member " + Printable.quoted(name));
      }
    }
    // One may be null, but has to be there.
    for (String name : new TreeSet<>(names)) {
      if (!json.members().containsKey(name)) {
        throw new MalformedContent("member " + Printable.quoted(name) + " is missing");
      }
    }
    return json;
  }

  private static Map<String, String> strings(@Nullable JsonValue optional) throws MalformedContent {
    var strings = new LinkedHashMap<String, String>();
    if (optional != null) {
      optional.asObject(OPTIONAL).members().forEach((name, value) -> {
        if (value instanceof JsonString string) {
          strings.put(name, string.value());
        }
      });
    }
    return strings;
  }

  /** What cosign signs, byte for byte: the compact JSON of Go, annotations in the order of their names. */
  public static Bytes cosign(String reference, Digest digest, Map<String, String> annotations) {
    Map<String, JsonValue> critical = new LinkedHashMap<>();
    critical.put(IDENTITY, new JsonObject(Map.of(REFERENCE, new JsonString(reference))));
    critical.put(IMAGE, new JsonObject(Map.of(DIGEST, new JsonString(digest.toString()))));
    critical.put(TYPE, new JsonString(COSIGN));
    Map<String, JsonValue> payload = new LinkedHashMap<>();
    payload.put(CRITICAL, new JsonObject(critical));
    payload.put(OPTIONAL, annotations.isEmpty() ? new JsonNull() : JsonObject.ofStrings(new TreeMap<>(annotations)));
    return goJson(new JsonObject(payload));
  }

  /** Go writes what HTML gives a meaning to as escapes; these characters stand in strings only. */
  private static Bytes goJson(JsonObject json) {
    try {
      String text = JsonText.compact(json).utf8();
      return Bytes.utf8(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"));
    } catch (MalformedContent e) {
      throw new IllegalStateException("JSON of our own is UTF-8", e);
    }
  }

  @Override
  public boolean isAbout(Digest image) {
    return digest.equals(image);
  }

  @Override
  public Map<String, String> annotations(Digest image) {
    return isAbout(image) ? optional : Map.of();
  }

  @Override
  public Optional<String> imageName() {
    return Optional.of(reference);
  }
}
