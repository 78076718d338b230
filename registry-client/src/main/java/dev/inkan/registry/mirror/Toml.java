package dev.inkan.registry.mirror;

import dev.inkan.registry.http.UnusableMirrors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** A table of a TOML file, whose values have the types that are asked for or are complained about with their line. */
final class Toml {
  private static final int MAX_BYTES = 1024 * 1024;

  private final Path file;
  private final TomlTable table;

  private Toml(Path file, TomlTable table) {
    this.file = file;
    this.table = table;
  }

  /** Reads a file. */
  static Toml read(Path file) throws UnusableMirrors {
    TomlParseResult result = org.tomlj.Toml.parse(content(file));
    if (result.hasErrors()) {
      var first = result.errors().getFirst();
      throw new UnusableMirrors(file + " is no TOML: " + at(first.position()) + first.getMessage());
    }
    return new Toml(file, result);
  }

  private static String content(Path file) throws UnusableMirrors {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new UnusableMirrors(file + " has more than " + MAX_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UnusableMirrors(file + " is not UTF-8", e);
    } catch (IOException e) {
      throw new UnusableMirrors(file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  Path file() {
    return file;
  }

  boolean has(String key) {
    return table.contains(List.of(key));
  }

  /** Refuses keys that are not among these: one that is misspelled would be as good as not there. */
  void allow(Set<String> keys) throws UnusableMirrors {
    for (String key : keys()) {
      if (!keys.contains(key)) {
        throw wrong(key, "is no key that is known here");
      }
    }
  }

  /** The keys in the order of the file. */
  List<String> keys() {
    var keys = new ArrayList<>(table.keySet());
    keys.sort(Comparator.comparingInt((String key) -> line(key)).thenComparing(Comparator.naturalOrder()));
    return keys;
  }

  private int line(String key) {
    TomlPosition position = table.inputPositionOf(List.of(key));
    return position == null ? 0 : position.line();
  }

  @Nullable String text(String key) throws UnusableMirrors {
    Object value = value(key);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(key, "is no string");
  }

  /** False when it is not there. */
  boolean flag(String key) throws UnusableMirrors {
    Object value = value(key);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw wrong(key, "is neither true nor false");
  }

  /** One string or several; empty when it is not there. */
  List<String> texts(String key) throws UnusableMirrors {
    Object value = value(key);
    return value == null ? List.of() : texts(key, value);
  }

  /** The same, where each may be several in turn. */
  List<List<String>> textsOfTexts(String key) throws UnusableMirrors {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    var all = new ArrayList<List<String>>();
    for (Object each : value instanceof TomlArray array ? array.toList() : List.of(value)) {
      all.add(texts(key, each));
    }
    return all;
  }

  private List<String> texts(String key, Object value) throws UnusableMirrors {
    var texts = new ArrayList<String>();
    for (Object each : value instanceof TomlArray array ? array.toList() : List.of(value)) {
      if (!(each instanceof String text)) {
        throw wrong(key, "is not made of strings");
      }
      texts.add(text);
    }
    return texts;
  }

  /** Null when it is not there. */
  @Nullable Toml table(String key) throws UnusableMirrors {
    Object value = value(key);
    if (value == null) {
      return null;
    }
    if (value instanceof TomlTable inner) {
      return new Toml(file, inner);
    }
    throw wrong(key, "is no table");
  }

  /** An array of tables, {@code [[key]]}; empty when it is not there. */
  List<Toml> tables(String key) throws UnusableMirrors {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    var tables = new ArrayList<Toml>();
    for (Object each : value instanceof TomlArray array ? array.toList() : List.of(value)) {
      if (!(value instanceof TomlArray) || !(each instanceof TomlTable inner)) {
        throw wrong(key, "is written [[" + key + "]]");
      }
      tables.add(new Toml(file, inner));
    }
    return tables;
  }

  private @Nullable Object value(String key) {
    return table.get(List.of(key));
  }

  UnusableMirrors wrong(String key, String complaint) {
    return new UnusableMirrors(file + ": " + at(table.inputPositionOf(List.of(key))) + key + " " + complaint);
  }

  private static String at(@Nullable TomlPosition position) {
    return position == null ? "" : "line " + position.line() + ": ";
  }
}
