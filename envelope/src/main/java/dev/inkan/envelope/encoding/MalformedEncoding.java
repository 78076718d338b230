package dev.inkan.envelope.encoding;

/** Text or bytes that are not in the encoding that they must be in. Says what is wrong; never quotes the content. */
public final class MalformedEncoding extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedEncoding(String message) {
    super(message);
  }

  public MalformedEncoding(String message, Throwable cause) {
    super(message, cause);
  }
}
