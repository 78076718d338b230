package dev.inkan.envelope.claim;

import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.claim.Statement.Subject;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Digest;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads in-toto statements. An unknown member is refused, as cosign refuses it: a reader that ignores case would take
 * {@code Subject} for {@code subject}, and the two would mean different things by the same signed bytes.
 */
final class StatementReader {
  /** The digest algorithms that content can be proven with. */
  static final Set<String> PROVABLE = Set.of("sha256", "sha512");

  /** What sigstore-go allows (CVE-2024-45395). */
  private static final int MAX_SUBJECTS = 1024;

  private static final int MAX_DIGESTS = 32;
  private static final Set<String> VERSIONS = Set.of(Statement.V1, "https://in-toto.io/Statement/v0.1");
  private static final Set<String> MEMBERS = Set.of("_type", "subject", "predicateType", "predicate");
  private static final Set<String> SUBJECT_MEMBERS =
      Set.of("name", "uri", "digest", "content", "downloadLocation", "mediaType", "annotations");

  private StatementReader() {}

  static Statement read(Bytes payload) throws MalformedEnvelope {
    try {
      JsonObject json = StrictJson.parseObject(payload, "statement");
      String version = json.string("_type");
      if (!VERSIONS.contains(version)) {
        throw new MalformedEnvelope(
            MalformedEnvelope.Kind.UNKNOWN, "a statement of unknown version " + Printable.quoted(version));
      }
      refuseUnknown(json, MEMBERS);
      return new Statement(predicateType(json), subjects(json.array("subject")));
    } catch (MalformedContent e) {
      throw new MalformedEnvelope("not an in-toto statement: " + e.getMessage(), e);
    }
  }

  private static String predicateType(JsonObject json) throws MalformedContent {
    String type = json.string("predicateType");
    if (type.isEmpty()) {
      throw new MalformedContent("\"predicateType\" is empty");
    }
    return type;
  }

  private static List<Subject> subjects(List<JsonValue> array) throws MalformedContent, MalformedEnvelope {
    if (array.isEmpty()) {
      throw new MalformedContent("it has no subject");
    }
    limit(array.size(), MAX_SUBJECTS, "subjects");
    var subjects = new ArrayList<Subject>(array.size());
    for (JsonValue subject : array) {
      subjects.add(subject(subject.asObject("subject")));
    }
    return subjects;
  }

  private static Subject subject(JsonObject json) throws MalformedContent, MalformedEnvelope {
    refuseUnknown(json, SUBJECT_MEMBERS);
    JsonValue name = json.get("name");
    return new Subject(
        name == null ? null : name.asString("name"), digests(json.object("digest")), annotations(json));
  }

  private static Map<String, String> digests(JsonObject json) throws MalformedContent, MalformedEnvelope {
    limit(json.members().size(), MAX_DIGESTS, "digests of one subject");
    if (json.members().isEmpty()) {
      throw new MalformedContent("a subject has no digest");
    }
    var digests = new LinkedHashMap<String, String>();
    for (var member : json.members().entrySet()) {
      String value = member.getValue().asString("digest." + member.getKey());
      if (PROVABLE.contains(member.getKey())) {
        // Throws unless it has exactly its length of lower-case hex.
        Digest.parse(member.getKey() + ":" + value);
      }
      digests.put(member.getKey(), value);
    }
    return digests;
  }

  private static Map<String, String> annotations(JsonObject subject) throws MalformedContent {
    JsonValue annotations = subject.get("annotations");
    var strings = new LinkedHashMap<String, String>();
    if (annotations != null) {
      annotations.asObject("annotations").members().forEach((name, value) -> {
        if (value instanceof JsonString string) {
          strings.put(name, string.value());
        }
      });
    }
    return strings;
  }

  private static void refuseUnknown(JsonObject json, Set<String> known) throws MalformedContent {
    for (String name : json.members().keySet()) {
      if (!known.contains(name)) {
        throw new MalformedContent("unknown member " + Printable.quoted(name));
      }
    }
  }

  private static void limit(int count, int most, String what) throws MalformedEnvelope {
    if (count > most) {
      throw new MalformedEnvelope(
          MalformedEnvelope.Kind.LIMIT, count + " " + what + " in a statement; at most " + most + " are looked at");
    }
  }
}
