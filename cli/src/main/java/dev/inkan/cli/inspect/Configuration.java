package dev.inkan.cli.inspect;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.JsonValue;
import dev.inkan.registry.content.JsonValue.JsonObject;
import dev.inkan.registry.content.JsonValue.JsonString;
import dev.inkan.registry.content.MalformedContent;
import dev.inkan.registry.content.Platform;
import dev.inkan.registry.content.Printable;
import dev.inkan.registry.content.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** What an image's configuration says of it (image-spec config.md); each is null when it does not. */
record Configuration(@Nullable String platform, @Nullable Instant created, @Nullable String fault) {

  static Configuration read(Bytes bytes) {
    try {
      JsonObject json = StrictJson.parseObject(bytes, "configuration");
      return new Configuration(platform(json), time(text(json, "created")), null);
    } catch (MalformedContent e) {
      return faulty("the configuration is not one: " + e.getMessage());
    }
  }

  static Configuration faulty(String why) {
    return new Configuration(null, null, Printable.text(why));
  }

  private static @Nullable String platform(JsonObject json) {
    String os = text(json, "os");
    String architecture = text(json, "architecture");
    return os == null || architecture == null
        ? null
        : Printable.text(new Platform(os, architecture, text(json, "variant")).toString());
  }

  private static @Nullable String text(JsonObject json, String name) {
    JsonValue value = json.get(name);
    return value instanceof JsonString(String text) && !text.isEmpty() ? text : null;
  }

  /** A time as RFC 3339 has it. A build that is to be reproducible says the beginning of a calendar, and means none. */
  static @Nullable Instant time(@Nullable String text) {
    try {
      Instant time = text == null ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
      return time.isAfter(Instant.EPOCH) ? time : null;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
