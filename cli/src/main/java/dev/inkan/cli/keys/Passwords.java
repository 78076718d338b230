package dev.inkan.cli.keys;

import dev.inkan.cli.surroundings.Failure;
import dev.inkan.cli.surroundings.SecretLine;
import dev.inkan.cli.surroundings.Surroundings;
import dev.inkan.cli.surroundings.Surroundings.Prompt;
import dev.inkan.cli.surroundings.Terminal;
import dev.inkan.signer.key.PasswordSource;
import dev.inkan.signer.key.UnusableKey;
import java.util.Arrays;
import java.util.List;

/**
 * Passwords of private keys: a variable, else a person at a terminal, else one line of standard input. Never a flag,
 * which every user of the machine could read.
 */
public final class Passwords implements PasswordSource {
  private static final List<String> VARIABLES = List.of("INKAN_PASSWORD", "COSIGN_PASSWORD");

  private final Surroundings surroundings;
  private final Terminal terminal;

  public Passwords(Surroundings surroundings, Terminal terminal) {
    this.surroundings = surroundings;
    this.terminal = terminal;
  }

  /** The password of a key that there is. */
  @Override
  public char[] password() throws UnusableKey {
    try {
      return get("password of the private key: ");
    } catch (Failure failure) {
      throw new UnusableKey("the private key is encrypted, and " + failure.sentence(), failure);
    }
  }

  /**
   * The password for a key to be made; a person is asked twice.
   *
   * @throws Failure UNUSABLE when there is none to be had, or the person did not say the same twice
   */
  public char[] forNewKey() throws Failure {
    char[] first = get("password for the new private key: ");
    if (!isTyped()) {
      return first;
    }
    char[] second = get("the same password again: ");
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!same) {
      Arrays.fill(first, '\0');
      throw Failure.unusable("the two passwords differ");
    }
    return first;
  }

  private boolean isTyped() {
    return surroundings.prompt() != null && VARIABLES.stream().noneMatch(surroundings.environment()::containsKey);
  }

  private char[] get(String question) throws Failure {
    for (String variable : VARIABLES) {
      String value = surroundings.environment().get(variable);
      if (value != null) {
        terminal.detail("the password comes from " + variable);
        return value.toCharArray();
      }
    }
    Prompt prompt = surroundings.prompt();
    if (prompt != null) {
      char[] answer = prompt.ask(question);
      if (answer != null) {
        return answer;
      }
    } else if (!surroundings.inputIsTerminal()) {
      // Standard input that is a terminal, without a prompt, would show the password while it is typed.
      terminal.detail("the password comes from standard input");
      return new SecretLine(surroundings.in()).read().orElseThrow(Passwords::none);
    }
    throw none();
  }

  private static Failure none() {
    return Failure.unusable(
        "there is no password for it: set INKAN_PASSWORD (it may be empty), or write it to standard input");
  }
}
