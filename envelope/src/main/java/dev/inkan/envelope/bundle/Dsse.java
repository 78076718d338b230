package dev.inkan.envelope.bundle;

import dev.inkan.envelope.Envelope.Signature;
import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonArray;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MalformedContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A DSSE envelope (secure-systems-lab/dsse envelope.md) as a Sigstore bundle holds it: with exactly one signature.
 *
 * @param payloadType what the payload is; covered by the signature
 */
public record Dsse(String payloadType, Bytes payload, Signature signature) {

  /** The bytes that are signed: the pre-authentication encoding (dsse protocol.md), with lengths in bytes. */
  public static Bytes preAuthentication(String payloadType, Bytes payload) {
    Bytes type = Bytes.utf8(payloadType);
    return Bytes.concat(
        Bytes.utf8("DSSEv1 " + type.size() + " "), type, Bytes.utf8(" " + payload.size() + " "), payload);
  }

  /** {@link #preAuthentication(String, Bytes)} of this envelope. */
  public Bytes preAuthentication() {
    return preAuthentication(payloadType, payload);
  }

  /**
   * Reads the member of a bundle.
   *
   * @throws MalformedContent when it is none, or has another number of signatures than one
   */
  static Dsse read(JsonValue json, String path) throws MalformedContent {
    Members members = Members.of(json, path, Set.of("payload", "payloadType", "signatures"));
    List<JsonValue> signatures = members.array("signatures");
    if (signatures.size() != 1) {
      throw new MalformedContent("the envelope has " + signatures.size() + " signatures; a bundle has exactly one");
    }
    Members signature = Members.of(signatures.getFirst(), path + ".signatures", Set.of("sig", "keyid"));
    JsonValue keyId = signature.get("keyid");
    return new Dsse(
        members.string("payloadType"),
        members.bytes("payload"),
        new Signature(
            signature.bytesOrEmpty("sig"), keyId == null ? null : keyId.asString(path + ".signatures.keyid")));
  }

  /**
   * The member of a bundle. A null key id is left out: cosign refuses one that is not its own fingerprint of the key.
   */
  JsonObject json() {
    Map<String, JsonValue> signed = new LinkedHashMap<>();
    signed.put("sig", new JsonString(Base64Text.encode(signature.value())));
    if (signature.keyId() != null) {
      signed.put("keyid", new JsonString(signature.keyId()));
    }
    Map<String, JsonValue> envelope = new LinkedHashMap<>();
    envelope.put("payload", new JsonString(Base64Text.encode(payload)));
    envelope.put("payloadType", new JsonString(payloadType));
    envelope.put("signatures", new JsonArray(List.of(new JsonObject(signed))));
    return new JsonObject(envelope);
  }
}
