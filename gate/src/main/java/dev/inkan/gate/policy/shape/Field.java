package dev.inkan.gate.policy.shape;

/**
 * A name with what may stand under it.
 *
 * @param doc what it is for, in a few words that errors and the schema show
 */
public record Field<T>(String name, Shape<T> shape, boolean required, String doc) {

  public static <T> Field<T> required(String name, Shape<T> shape, String doc) {
    return new Field<>(name, shape, true, doc);
  }

  public static <T> Field<T> optional(String name, Shape<T> shape, String doc) {
    return new Field<>(name, shape, false, doc);
  }

  /** A name of the language that this version cannot honour, so that it is refused rather than ignored. */
  public static <T> Field<T> notYet(String name, String doc) {
    return new Field<>(name, new NotYet<>(name), false, doc);
  }
}
