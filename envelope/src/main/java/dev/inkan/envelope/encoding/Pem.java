package dev.inkan.envelope.encoding;

import dev.inkan.registry.content.Bytes;
import dev.inkan.registry.content.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Textual encodings of RFC 7468, read in its strict sense with three freedoms that it grants: text before a block, any
 * line ending, white space among the base64. No headers: they mean OpenSSL's old encryption.
 */
public final class Pem {
  /** The most bytes that a file of PEM blocks may have. */
  public static final int MAX_BYTES = 1 << 16;

  private static final int MAX_BLOCKS = 16;
  private static final int LINE = 64;
  private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";
  private static final Pattern BOUNDARY = Pattern.compile("-----(BEGIN|END) ([A-Z0-9]+(?: [A-Z0-9]+)*)-----");

  private final List<Block> blocks = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();
  private @Nullable String open;
  private boolean textAfterLast;

  private Pem() {}

  /** One block: what its label says it is, and its content. */
  public record Block(String label, Bytes content) {}

  /**
   * Reads every block of a file, in order; at least one.
   *
   * @throws MalformedEncoding when there is none, one is cut off or damaged, or something else follows the last
   */
  public static List<Block> read(Bytes file) throws MalformedEncoding {
    if (file.size() > MAX_BYTES) {
      throw new MalformedEncoding("more than " + MAX_BYTES + " bytes, larger than any key file");
    }
    String text = new String(file.toByteArray(), StandardCharsets.ISO_8859_1);
    refuseWideText(text);
    if (text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(BYTE_ORDER_MARK.length());
    }
    if (text.isBlank()) {
      throw new MalformedEncoding("the file is empty");
    }
    var pem = new Pem();
    for (String line : text.split("\r\n|\n|\r", -1)) {
      pem.take(line.strip());
    }
    return pem.finish();
  }

  /** Whether there is a BEGIN line in a file, as in no DER. */
  public static boolean isIn(Bytes file) {
    return new String(file.toByteArray(), StandardCharsets.ISO_8859_1).contains("-----BEGIN ");
  }

  /** One block with lines of 64 characters, as Go and OpenSSL write it. */
  public static Bytes write(String label, Bytes content) {
    var out = new StringBuilder("-----BEGIN " + label + "-----\n");
    String base64 = Base64Text.encode(content);
    for (int at = 0; at < base64.length(); at += LINE) {
      out.append(base64, at, Math.min(at + LINE, base64.length())).append('\n');
    }
    return Bytes.utf8(out.append("-----END " + label + "-----\n").toString());
  }

  private static void refuseWideText(String text) throws MalformedEncoding {
    if (text.indexOf('\0') >= 0 || text.startsWith("\u00FF\u00FE") || text.startsWith("\u00FE\u00FF")) {
      throw new MalformedEncoding("neither PEM nor DER; if it is UTF-16 text, save it as UTF-8");
    }
  }

  private void take(String line) throws MalformedEncoding {
    Matcher boundary = BOUNDARY.matcher(line);
    if (boundary.matches()) {
      boundary(boundary.group(1).equals("BEGIN"), boundary.group(2));
    } else if (line.contains("-----BEGIN") || line.contains("-----END")) {
      throw new MalformedEncoding("a damaged BEGIN or END line");
    } else if (open == null) {
      textAfterLast |= !blocks.isEmpty() && !line.isEmpty();
    } else if (line.indexOf(':') >= 0) {
      throw new MalformedEncoding("a PEM block with headers (OpenSSL's old encryption): convert it with"
          + " \"openssl pkcs8 -topk8 -in OLD -out NEW\"");
    } else {
      body.append(line.replace(" ", "").replace("\t", ""));
    }
  }

  private void boundary(boolean begin, String label) throws MalformedEncoding {
    if (begin != (open == null) || !(begin || label.equals(open))) {
      throw new MalformedEncoding("the BEGIN and END lines do not pair up at " + Printable.quoted(label));
    }
    if (begin) {
      open = label;
      textAfterLast = false;
      return;
    }
    if (blocks.size() == MAX_BLOCKS) {
      throw new MalformedEncoding("more than " + MAX_BLOCKS + " PEM blocks");
    }
    blocks.add(new Block(label, content(label)));
    body.setLength(0);
    open = null;
  }

  private Bytes content(String label) throws MalformedEncoding {
    try {
      Bytes content = Base64Text.decode(body.toString());
      if (!content.isEmpty()) {
        return content;
      }
    } catch (MalformedEncoding e) {
      throw new MalformedEncoding("the PEM block " + Printable.quoted(label) + " is damaged: " + e.getMessage(), e);
    }
    throw new MalformedEncoding("the PEM block " + Printable.quoted(label) + " is empty");
  }

  private List<Block> finish() throws MalformedEncoding {
    if (open != null) {
      throw new MalformedEncoding("the file is cut off: its PEM block " + Printable.quoted(open) + " has no END line");
    }
    if (blocks.isEmpty()) {
      throw new MalformedEncoding("neither PEM nor DER: there is no BEGIN line");
    }
    if (textAfterLast) {
      throw new MalformedEncoding("text follows the last PEM block");
    }
    return List.copyOf(blocks);
  }
}
