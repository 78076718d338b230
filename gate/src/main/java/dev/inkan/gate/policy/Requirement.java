package dev.inkan.gate.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whose word is asked for. No part stands twice in a list: a signer counts once. */
public sealed interface Requirement {

  /** The word of the signer that the policy calls so. */
  record Signer(String name) implements Requirement {
    @Override
    public String toString() {
      return name;
    }
  }

  /** That of each. */
  record All(List<Requirement> of) implements Requirement {
    public All {
      of = parts(of);
    }

    @Override
    public String toString() {
      return "all of (" + text(of) + ")";
    }
  }

  /** That of one at least. */
  record Any(List<Requirement> of) implements Requirement {
    public Any {
      of = parts(of);
    }

    @Override
    public String toString() {
      return "any of (" + text(of) + ")";
    }
  }

  /**
   * That of a number of them. No signer stands below two of the parts, so each part that passes does so by other key
   * material than the rest.
   *
   * @param count from 1 to the number of parts
   */
  record AtLeast(int count, List<Requirement> of) implements Requirement {
    public AtLeast {
      of = parts(of);
      if (count < 1 || count > of.size()) {
        throw new IllegalArgumentException(count + " of " + of.size());
      }
      var seen = new HashSet<String>();
      for (Requirement part : of) {
        Set<String> signers = part.signers();
        if (signers.stream().anyMatch(seen::contains)) {
          throw new IllegalArgumentException("a signer below two parts of " + of);
        }
        seen.addAll(signers);
      }
    }

    @Override
    public String toString() {
      return "at least " + count + " of (" + text(of) + ")";
    }
  }

  /** The names of all signers in this tree. */
  default Set<String> signers() {
    var names = new HashSet<String>();
    collect(names::add);
    return Set.copyOf(names);
  }

  private void collect(Consumer<String> to) {
    switch (this) {
      case Signer signer -> to.accept(signer.name());
      case All all -> all.of().forEach(part -> part.collect(to));
      case Any any -> any.of().forEach(part -> part.collect(to));
      case AtLeast atLeast -> atLeast.of().forEach(part -> part.collect(to));
    }
  }

  private static List<Requirement> parts(List<Requirement> of) {
    if (of.isEmpty() || Set.copyOf(of).size() != of.size()) {
      throw new IllegalArgumentException("no part at all, or one that stands twice: " + of);
    }
    return List.copyOf(of);
  }

  private static String text(List<Requirement> of) {
    return of.stream().map(Requirement::toString).collect(Collectors.joining(", "));
  }
}
