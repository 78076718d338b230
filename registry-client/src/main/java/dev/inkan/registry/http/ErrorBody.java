package dev.inkan.registry.http;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a failed answer says (distribution-spec "Error Codes"), for people only: nothing is decided by its message.
 *
 * @param code the first error's code, printable; empty when the body is not the protocol's
 * @param message its message, printable; else the start of a plain text
 */
record ErrorBody(String code, String message) {
  private static final int LIMIT = 64 * 1024;
  private static final ErrorBody NONE = new ErrorBody("", "");

  /** Reads as much as is needed; whatever goes wrong in that is no news. */
  static ErrorBody read(Answer answer) {
    try (InputStream in = answer.stream()) {
      // Before anything is cut off: half a secret is one too many.
      Bytes bytes = Bytes.utf8(answer.hideSecrets(new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8)));
      return parse(bytes, String.valueOf(answer.header("Content-Type")));
    } catch (IOException e) {
      return NONE;
    }
  }

  static ErrorBody parse(Bytes bytes, String contentType) {
    try {
      List<JsonValue> errors = StrictJson.parseObject(bytes, "body").array("errors");
      return errors.isEmpty() ? NONE : first(errors.get(0).asObject("error"));
    } catch (MalformedContent e) {
      return contentType.startsWith("text/plain") ? text(bytes) : NONE;
    }
  }

  private static ErrorBody first(JsonObject error) throws MalformedContent {
    JsonValue message = error.get("message");
    return new ErrorBody(
        Printable.text(error.string("code")), message == null ? "" : Printable.text(message.asString("message")));
  }

  private static ErrorBody text(Bytes bytes) {
    try {
      return new ErrorBody("", Printable.text(bytes.utf8().strip()));
    } catch (MalformedContent e) {
      return NONE;
    }
  }

  /** Whether the body is the protocol's, so that its status is the registry's word and not some gateway's. */
  boolean isOfProtocol() {
    return !code.isEmpty();
  }

  /** One line, or "no reason given". */
  String sentence() {
    if (code.isEmpty() && message.isEmpty()) {
      return "no reason given";
    }
    return code + (code.isEmpty() || message.isEmpty() ? "" : ": ") + message;
  }
}
