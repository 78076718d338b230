package dev.inkan.envelope.simplesigning;

import dev.inkan.envelope.Envelope.Evidence;
import dev.inkan.envelope.Envelope.Material;
import dev.inkan.envelope.MalformedEnvelope;
import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.envelope.encoding.Pem;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.StrictJson;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands beside a signature in its annotations; nobody has signed any of it. Looks at its shape only. */
final class Beside {
  private static final String PREFIX = "dev.sigstore.cosign/";
  private static final String CERTIFICATE = PREFIX + "certificate";
  private static final String CHAIN = PREFIX + "chain";
  private static final String LOG_ENTRY = PREFIX + "bundle";
  private static final String TIMESTAMP = PREFIX + "rfc3161timestamp";
  /** A log entry holds a certificate and a payload once more; such of 20 KiB exist. */
  private static final int MAX_LENGTH = 1 << 18;

  private final Map<String, String> annotations;

  Beside(Map<String, String> annotations) {
    this.annotations = annotations;
  }

  /** The certificate and its chain; without one, a key is meant. cosign 3 writes a chain of nothing, which is none. */
  Material material() throws MalformedContent, MalformedEnvelope {
    String certificate = get(CERTIFICATE);
    String chain = get(CHAIN);
    if (certificate == null) {
      return new Material.PublicKeyHint("");
    }
    var certificates = new ArrayList<>(certificates(CERTIFICATE, certificate));
    if (certificates.size() != 1) {
      throw new MalformedContent("the annotation \"" + CERTIFICATE + "\" holds " + certificates.size()
          + " certificates; one is the signer's");
    }
    if (chain != null && !chain.isEmpty()) {
      certificates.addAll(certificates(CHAIN, chain));
    }
    return new Material.Certificates(certificates);
  }

  private static List<Bytes> certificates(String name, String pem) throws MalformedContent {
    try {
      List<Pem.Block> blocks = Pem.read(Bytes.utf8(pem));
      if (blocks.stream().allMatch(block -> block.label().equals("CERTIFICATE"))) {
        return blocks.stream().map(Pem.Block::content).toList();
      }
      throw new MalformedContent("the annotation \"" + name + "\" holds something else than certificates");
    } catch (MalformedEncoding e) {
      throw new MalformedContent("the annotation \"" + name + "\": " + e.getMessage(), e);
    }
  }

  /** The log entry and the timestamp, each when it is there. */
  List<Evidence> evidence() throws MalformedContent, MalformedEnvelope {
    var evidence = new ArrayList<Evidence>();
    JsonObject entry = json(LOG_ENTRY);
    if (entry != null) {
      evidence.add(logEntry(entry));
    }
    JsonObject stamp = json(TIMESTAMP);
    if (stamp != null) {
      evidence.add(new Evidence.Timestamp(base64(TIMESTAMP, stamp.string("SignedRFC3161Timestamp"))));
    }
    return evidence;
  }

  private @Nullable JsonObject json(String name) throws MalformedContent, MalformedEnvelope {
    String text = get(name);
    return text == null || text.isEmpty() ? null : StrictJson.parseObject(Bytes.utf8(text), name);
  }

  /** Only a promise: the proof that it was kept is not among the annotations. */
  private static Evidence.LogEntry logEntry(JsonObject entry) throws MalformedContent {
    JsonObject payload = entry.object("Payload");
    try {
      return new Evidence.LogEntry(
          payload.size("logIndex"),
          Bytes.of(HexFormat.of().parseHex(payload.string("logID"))),
          "",
          "",
          payload.size("integratedTime"),
          base64(LOG_ENTRY, entry.string("SignedEntryTimestamp")),
          null,
          base64(LOG_ENTRY, payload.string("body")));
    } catch (IllegalArgumentException e) {
      throw new MalformedContent("the annotation \"" + LOG_ENTRY + "\" has a logID that is not hexadecimal", e);
    }
  }

  private static Bytes base64(String name, String text) throws MalformedContent {
    try {
      return Base64Text.decode(text);
    } catch (MalformedEncoding e) {
      throw new MalformedContent("the annotation \"" + name + "\" is " + e.getMessage(), e);
    }
  }

  private @Nullable String get(String name) throws MalformedEnvelope {
    String text = annotations.get(name);
    if (text != null && text.length() > MAX_LENGTH) {
      throw new MalformedEnvelope(
          MalformedEnvelope.Kind.LIMIT,
          "an annotation \"" + name + "\" of " + text.length() + " characters; at most " + MAX_LENGTH + " are read");
    }
    return text;
  }
}
