package dev.inkan.registry.http;

/** Is told what happens besides. Called by any thread that uses the registry; must not throw. */
@FunctionalInterface
public interface Notices {
  void tell(Notice notice);

  /** Listens to nothing. */
  static Notices none() {
    return notice -> {};
  }
}
