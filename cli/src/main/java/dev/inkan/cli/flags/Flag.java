package dev.inkan.cli.flags;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One flag: how it is typed, what it takes, and what may stand in for it.
 *
 * @param name the long form: {@code --annotation}
 * @param letter the short form, or null: {@code -a}
 * @param value what it takes, as help calls it, or null for a switch
 * @param choices the only words that it takes, the default first; empty when it takes others
 * @param meaning one sentence for help
 */
public record Flag(
    String name,
    @Nullable String letter,
    @Nullable String value,
    List<String> choices,
    Times times,
    Variable variable,
    String meaning) {

  /** How often it may be given. */
  public enum Times {
    ONCE,
    REPEATED
  }

  /** Whether the environment may give it. */
  public enum Variable {
    /** Always; the command line wins. */
    ALLOWED,
    /** Only when the caller trusts the environment with the question whom to trust. */
    IF_TRUSTED,
    /** Never. */
    NONE
  }

  public Flag {
    choices = List.copyOf(choices);
  }

  /** A flag that is on or off. */
  public static Flag toggle(String name, @Nullable String letter, String meaning) {
    return new Flag(name, letter, null, List.of(), Times.ONCE, Variable.ALLOWED, meaning);
  }

  /** A flag with a value. */
  public static Flag of(String name, String value, String meaning) {
    return new Flag(name, null, value, List.of(), Times.ONCE, Variable.ALLOWED, meaning);
  }

  /** The same flag, which takes one of a few words; the first stands when it is not given. */
  public Flag oneOf(List<String> words) {
    return new Flag(name, letter, value, words, times, variable, meaning);
  }

  /** The same flag, which may be given several times. */
  public Flag repeated(@Nullable String shortForm) {
    return new Flag(name, shortForm, value, choices, Times.REPEATED, variable, meaning);
  }

  /** The same flag for a command that decides: whom to trust must not silently come from the environment. */
  public Flag decidingTrust() {
    return new Flag(name, letter, value, choices, times, Variable.IF_TRUSTED, meaning);
  }

  /** The same flag, for the command line only. */
  public Flag typedOnly() {
    return new Flag(name, letter, value, choices, times, Variable.NONE, meaning);
  }

  public boolean isSwitch() {
    return value == null;
  }

  /** The variable that stands in for it: {@code INKAN_REGISTRY_CONFIG}. */
  public String environmentName() {
    return "INKAN_" + name.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
