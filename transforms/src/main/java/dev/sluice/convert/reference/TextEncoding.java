package dev.sluice.convert.reference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.convert.decompress.CorruptInputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a document's characters are written, as XML 1.0, appendix F, tells it: by a byte order mark,
 * by how the first characters look, by the XML declaration, else UTF-8.
 *
 * @param charset the encoding
 * @param markBytes how many bytes the byte order mark takes
 */
record TextEncoding(Charset charset, int markBytes) {
  /** As many first bytes as an XML declaration may well take. */
  static final int SNIFFED_BYTES = 1024;

  private static final Pattern DECLARED =
      Pattern.compile("<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([^\"'>]*)[\"']");

  /**
   * Tells the encoding.
   *
   * @param first the document's first {@link #SNIFFED_BYTES}, or as many as it has
   * @throws IOException with the cause of a sentence if it declares an encoding that is not known
   */
  static TextEncoding of(byte[] first) throws IOException {
    String start = new String(first, ISO_8859_1);
    if (start.startsWith("\u00ef\u00bb\u00bf")) {
      return new TextEncoding(UTF_8, 3);
    }
    if (start.startsWith("\u00fe\u00ff")) {
      return new TextEncoding(UTF_16BE, 2);
    }
    if (start.startsWith("\u00ff\u00fe")) {
      return new TextEncoding(UTF_16LE, 2);
    }
    if (start.startsWith("\0<")) {
      return new TextEncoding(UTF_16BE, 0);
    }
    if (start.startsWith("<\0")) {
      return new TextEncoding(UTF_16LE, 0);
    }
    Matcher declared = DECLARED.matcher(start);
    return new TextEncoding(declared.lookingAt() ? named(declared.group(1)) : UTF_8, 0);
  }

  private static Charset named(String name) throws IOException {
    try {
      Charset charset = Charset.forName(name);
      // The declaration was read a byte a character.
      if ("<?xml".equals(new String("<?xml".getBytes(ISO_8859_1), charset))) {
        return charset;
      }
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw refused(name, e);
    }
    throw refused(name, null);
  }

  private static IOException refused(String name, @Nullable Throwable cause) {
    return new CorruptInputException(
        "the XML declares an encoding that it cannot be in (\"%s\"; expected UTF-8)"
            .formatted(name),
        cause);
  }
}
