package dev.inkan.signer.key;

/** Where the password of an encrypted key comes from. Asked only when a key is encrypted, and once. */
@FunctionalInterface
public interface PasswordSource {

  /**
   * The password, in an array that the caller overwrites after use. May be empty.
   *
   * @throws UnusableKey when there is none to be had
   */
  char[] password() throws UnusableKey;
}
