package dev.inkan.verifier.sigstore;

import dev.inkan.envelope.Envelope.Evidence.LogEntry;
import dev.inkan.envelope.encoding.Base64Text;
import dev.inkan.envelope.encoding.MalformedEncoding;
import dev.inkan.envelope.encoding.Pem;
import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.StrictJson;
import dev.inkan.verifier.reason.Reason.Code;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Rekor v1 logged (rekor pkg/types), against what is being checked: an entry about other content, by another
 * signature or another key proves nothing of this one, however well it is logged (CVE-2022-36056, CVE-2026-22703).
 */
final class LoggedBody {
  private final JsonObject spec;
  private final String kind;

  private LoggedBody(JsonObject spec, String kind) {
    this.spec = spec;
    this.kind = kind;
  }

  /** Sees to it that the entry is about this signature by this signer over this content. */
  static void require(LogEntry entry, Signed signed, Bytes signature, Bytes signer) throws Finding {
    try {
      of(entry).require(signed, signature, signer);
    } catch (MalformedContent e) {
      throw bad("cannot be read: " + e.getMessage());
    }
  }

  private static LoggedBody of(LogEntry entry) throws MalformedContent, Finding {
    JsonObject body = StrictJson.parseObject(entry.body(), "log entry");
    String kind = body.string("kind");
    String version = body.string("apiVersion");
    // The bundle says it too; an entry is never read as another kind than the log has it.
    boolean said = !entry.kind().isEmpty() || !entry.version().isEmpty();
    if (said && !(kind.equals(entry.kind()) && version.equals(entry.version()))) {
      throw bad("is of kind " + Printable.quoted(kind + " " + version) + ", and the bundle says another");
    }
    return new LoggedBody(body.object("spec"), kind + " " + version);
  }

  private void require(Signed signed, Bytes signature, Bytes signer) throws MalformedContent, Finding {
    switch (kind) {
      case "hashedrekord 0.0.1" -> hashedRekord(signed, signature, signer);
      case "dsse 0.0.1" -> dsse(statement(signed), signature, signer);
      case "intoto 0.0.2" -> inToto(statement(signed), signature, signer);
      default -> throw bad("is of a kind that is not known: " + Printable.quoted(kind));
    }
  }

  private static Signed.Statement statement(Signed signed) throws Finding {
    if (signed instanceof Signed.Statement statement) {
      return statement;
    }
    throw bad("is about a statement, and a file was signed");
  }

  private void hashedRekord(Signed signed, Bytes signature, Bytes signer) throws MalformedContent, Finding {
    JsonObject hash = spec.object("data").object("hash");
    if (signed instanceof Signed.Statement) {
      throw bad("is about a file, and a statement was signed");
    }
    String algorithm = switch (hash.string("algorithm")) {
      case "sha256" -> "SHA-256";
      case "sha384" -> "SHA-384";
      case "sha512" -> "SHA-512";
      default -> throw bad("has a hash that is not known");
    };
    requireEqual("content", hex(hash.string("value")), signed.hash(algorithm));
    JsonObject logged = spec.object("signature");
    requireEqual("signature", base64(logged.string("content")), signature);
    requireEqual("signer", pem(logged.object("publicKey").string("content")), signer);
  }

  private void dsse(Signed.Statement statement, Bytes signature, Bytes signer) throws MalformedContent, Finding {
    requirePayload(spec.object("payloadHash"), statement);
    JsonObject logged = only(spec.array("signatures"));
    requireEqual("signature", base64(logged.string("signature")), signature);
    requireEqual("signer", pem(logged.string("verifier")), signer);
  }

  /** Its signatures are in base64 twice. */
  private void inToto(Signed.Statement statement, Bytes signature, Bytes signer) throws MalformedContent, Finding {
    JsonObject content = spec.object("content");
    requirePayload(content.object("payloadHash"), statement);
    JsonObject logged = only(content.object("envelope").array("signatures"));
    requireEqual("signature", base64(base64(logged.string("sig")).utf8()), signature);
    requireEqual("signer", pem(logged.string("publicKey")), signer);
  }

  private static void requirePayload(JsonObject hash, Signed.Statement statement) throws MalformedContent, Finding {
    if (!hash.string("algorithm").equals("sha256")) {
      throw bad("has a hash that is not known");
    }
    requireEqual("content", hex(hash.string("value")), MerkleProof.sha256(statement.payload()));
  }

  private static JsonObject only(List<JsonValue> signatures) throws MalformedContent, Finding {
    if (signatures.size() != 1) {
      throw bad("has " + signatures.size() + " signatures");
    }
    return signatures.getFirst().asObject("signatures");
  }

  private static void requireEqual(String what, Bytes logged, @Nullable Bytes here) throws Finding {
    if (!Objects.equals(logged, here)) {
      throw bad("is about another " + what);
    }
  }

  private static Bytes hex(String text) throws MalformedContent {
    try {
      return Bytes.of(HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new MalformedContent("a hash that is not hexadecimal", e);
    }
  }

  private static Bytes base64(String text) throws MalformedContent {
    try {
      return Base64Text.decode(text);
    } catch (MalformedEncoding e) {
      throw new MalformedContent("a value that is " + e.getMessage(), e);
    }
  }

  /** The DER in the one PEM block that it is the base64 of. */
  private static Bytes pem(String text) throws MalformedContent, Finding {
    try {
      List<Pem.Block> blocks = Pem.read(base64(text));
      if (blocks.size() == 1) {
        return blocks.getFirst().content();
      }
      throw bad("names more than one signer");
    } catch (MalformedEncoding e) {
      throw new MalformedContent("a signer that is no PEM: " + e.getMessage(), e);
    }
  }

  static Finding bad(String what) {
    return new Finding(Code.BAD_LOG_ENTRY, "the log entry " + what);
  }
}
