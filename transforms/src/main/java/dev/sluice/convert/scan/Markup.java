package dev.sluice.convert.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.bytes.Words;
import dev.sluice.convert.scan.TextCopy.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * XML 1.0 without a document type, in UTF-8, read from bytes: tags, attributes, text, comments,
 * sections and instructions, all checked for being well-formed. Names are taken in ASCII alone.
 *
 * <p>Its methods take the index where something begins and return the one after its end. The bytes
 * past the last one are zero, which nothing in XML is: so no index has to be compared with the end
 * before something unexpected is met, and {@link #stop} tells then which of both it is.
 */
final class Markup {
  private static final byte[] COMMENT = "<!--".getBytes(US_ASCII);
  private static final byte[] SECTION = "<![CDATA[".getBytes(US_ASCII);
  private static final long SPACES = Words.each(' ');
  private static final int MOST_DEPTH = 200;
  private static final boolean[] NAME_START = new boolean[256];
  private static final boolean[] NAME = new boolean[256];

  static {
    for (char c = 0; c < 128; c++) {
      NAME_START[c] = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
      NAME[c] = NAME_START[c] || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
    }
  }

  byte[] bytes = new byte[Words.PADDING];
  int limit;

  /** Whether the start tag last read is the whole element. */
  boolean selfClosed;

  final Attributes attributes = new Attributes(this);

  /** The unit's values that are not written as they are to be read; see {@link Field}. */
  final JsonBytes decoded = new JsonBytes();

  /** Reads and writes them. */
  final FieldValues values = new FieldValues(this);

  private final JsonBytes checked = new JsonBytes();
  private final List<String> unknown = new ArrayList<>();
  private int[] openNames = new int[2 * 16];

  /**
   * Goes over to other bytes.
   *
   * @param array is changed: {@link Words#PADDING} bytes from the limit on become zero
   */
  void read(byte[] array, int newLimit) {
    Arrays.fill(array, newLimit, newLimit + Words.PADDING, (byte) 0);
    bytes = array;
    limit = newLimit;
  }

  /** Forgets the values and the unknown elements of the unit before. */
  void beginUnit() {
    decoded.clear();
    if (!unknown.isEmpty()) {
      unknown.clear();
    }
  }

  /** Paths of the unknown elements in the unit so far, in the order of the reference. */
  List<String> unknown() {
    return unknown;
  }

  /** What to do about the byte at an index, which is none of those that could follow there. */
  Stop stop(int at) {
    return at >= limit ? Stop.UNFINISHED : Stop.DOUBT;
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\t' || b == '\r';
  }

  int space(int at) {
    int i = at;
    while (isSpace(bytes[i])) {
      i++;
    }
    return i;
  }

  /** Passes some bytes that have to be there. */
  int expect(byte[] expected, int at) throws Stop {
    for (int i = 0; i < expected.length; i++) {
      if (bytes[at + i] != expected[i]) {
        throw stop(at + i);
      }
    }
    return at + expected.length;
  }

  /**
   * Passes what stands between an element's children, up to the next tag.
   *
   * @param path of the element, with a slash at its end unless it is the root; null to count no
   *     text that does not belong there
   */
  int gap(int at, @Nullable String path) throws Stop {
    int i = at;
    if (bytes[i] == '\n') {
      // What stands between almost any two elements.
      long other = Words.at(bytes, i + 1) ^ SPACES;
      i += other == 0 ? 9 : 1 + Words.first(other);
    }
    i = space(i);
    if (bytes[i] == '<' && bytes[i + 1] != '!' && bytes[i + 1] != '?') {
      return i;
    }
    return markedGap(i, path);
  }

  private int markedGap(int at, @Nullable String path) throws Stop {
    int i = at;
    boolean stray = false;
    while (true) {
      if (bytes[i] != '<') {
        int end = textEnd(i);
        stray |= !isBlank(i, end, Mode.TEXT);
        i = end;
      } else if (bytes[i + 1] == '!' && bytes[i + 2] == '[') {
        int end = section(i);
        stray |= !isBlank(i + SECTION.length, end - 3, Mode.LITERAL);
        i = end;
      } else if (bytes[i + 1] == '!') {
        i = comment(i);
      } else if (bytes[i + 1] == '?') {
        i = instruction(i);
      } else {
        break;
      }
    }
    if (stray && path != null) {
      unknown.add(path + "#text");
    }
    return i;
  }

  private boolean isBlank(int from, int to, Mode mode) throws Stop {
    check(from, to, mode);
    for (int i = 0; i < checked.length; i++) {
      byte b = checked.bytes[i];
      if (b == '\\') {
        b = (byte) JsonBytes.unescaped(checked.bytes[++i]);
      }
      if (!isSpace(b)) {
        return false;
      }
    }
    return true;
  }

  private void check(int from, int to, Mode mode) throws Stop {
    checked.clear();
    TextCopy.copy(bytes, from, to, mode, checked);
  }

  /** Where a text that begins at some index ends: at the next tag or the like. */
  int textEnd(int at) throws Stop {
    int end = Words.indexOf(bytes, at, limit, '<');
    if (end == limit) {
      throw Stop.UNFINISHED;
    }
    return end;
  }

  int comment(int at) throws Stop {
    int from = expect(COMMENT, at);
    int i = from;
    while (bytes[i] != '-' || bytes[i + 1] != '-') {
      i = Words.indexOf(bytes, i + 1, limit, '-');
      if (i == limit) {
        throw Stop.UNFINISHED;
      }
    }
    if (bytes[i + 2] != '>') {
      throw stop(i + 2);
    }
    check(from, i, Mode.LITERAL);
    return i + 3;
  }

  private int section(int at) throws Stop {
    int i = expect(SECTION, at);
    while (bytes[i] != ']' || bytes[i + 1] != ']' || bytes[i + 2] != '>') {
      i = Words.indexOf(bytes, i + 1, limit, ']');
      if (i == limit) {
        throw Stop.UNFINISHED;
      }
    }
    return i + 3;
  }

  int instruction(int at) throws Stop {
    int from = name(at + 2);
    String target = new String(bytes, at + 2, from - at - 2, ISO_8859_1);
    boolean ends = bytes[from] == '?' && bytes[from + 1] == '>';
    if (!ends && !isSpace(bytes[from])) {
      throw stop(bytes[from] == '?' ? from + 1 : from);
    }
    if (target.equalsIgnoreCase("xml") || target.contains(":")) {
      throw Stop.DOUBT;
    }
    int i = from;
    while (bytes[i] != '?' || bytes[i + 1] != '>') {
      i = Words.indexOf(bytes, i + 1, limit, '?');
      if (i == limit) {
        throw Stop.UNFINISHED;
      }
    }
    check(from, i, Mode.LITERAL);
    return i + 2;
  }

  /** Passes a name. */
  int name(int at) throws Stop {
    if (!NAME_START[bytes[at] & 0xff]) {
      throw stop(at);
    }
    int i = at + 1;
    while (NAME[bytes[i] & 0xff]) {
      i++;
    }
    return i;
  }

  /** Passes the rest of a start tag, from the end of its name on. */
  int restOfStartTag(int at) throws Stop {
    if (bytes[at] == '>') {
      selfClosed = false;
      attributes.clear();
      return at + 1;
    }
    int i = attributes.read(at);
    selfClosed = bytes[i] == '/';
    if (selfClosed) {
      i++;
    }
    if (bytes[i] != '>') {
      throw stop(i);
    }
    return i + 1;
  }

  /** Passes the end tag of an element. */
  int endTag(int at, Tag tag) throws Stop {
    return tag.closesAt(bytes, at)
        ? at + tag.closingLength()
        : endTag(at, tag.name(), 0, tag.length());
  }

  private int endTag(int at, byte[] names, int from, int length) throws Stop {
    if (bytes[at + 1] != '/') {
      throw stop(at + 1);
    }
    int i = at + 2;
    for (int n = 0; n < length; n++, i++) {
      if (bytes[i] != names[from + n]) {
        throw stop(i);
      }
    }
    i = space(i);
    if (bytes[i] != '>') {
      throw stop(i);
    }
    return i + 1;
  }

  /**
   * Passes an element that is not known, with all it holds, and counts it.
   *
   * @param path of its parent, with a slash at its end unless it is the root
   */
  int skip(int at, String path) throws Stop {
    int end = name(at + 1);
    unknown.add(path + new String(bytes, at + 1, end - at - 1, US_ASCII));
    return pass(at);
  }

  /** Passes an element with all it holds. */
  int pass(int at) throws Stop {
    int depth = 0;
    int i = at;
    while (true) {
      if (bytes[i + 1] == '/') {
        depth--;
        i = endTag(i, bytes, openNames[2 * depth], openNames[2 * depth + 1]);
      } else {
        int name = i + 1;
        int end = name(name);
        i = restOfStartTag(end);
        if (!selfClosed) {
          open(depth, name, end - name);
          depth++;
        }
      }
      if (depth == 0) {
        return i;
      }
      i = gap(i, null);
    }
  }

  private void open(int depth, int name, int length) throws Stop {
    if (depth == MOST_DEPTH) {
      throw Stop.DOUBT;
    }
    if (2 * depth == openNames.length) {
      openNames = Arrays.copyOf(openNames, 2 * openNames.length);
    }
    openNames[2 * depth] = name;
    openNames[2 * depth + 1] = length;
  }

  /**
   * Passes the text of an element, up to its end tag's end. Elements in it are skipped and counted.
   *
   * @param path of the element's parent, with a slash at its end
   * @param into gets the text
   */
  int text(int at, Tag tag, String path, Field into) throws Stop {
    return text(at, selfClosed ? -1 : textEnd(at), tag, path, into);
  }

  /**
   * The same.
   *
   * @param end what {@link #textEnd} says, unless there is no text
   */
  int text(int at, int end, Tag tag, String path, Field into) throws Stop {
    if (selfClosed) {
      into.written(at, at);
      return at;
    }
    if (tag.closesAt(bytes, end)) {
      into.written(at, end);
      return end + tag.closingLength();
    }
    return decodedText(at, end, tag, path, into);
  }

  private int decodedText(int at, int firstEnd, Tag tag, String path, Field into) throws Stop {
    int end = firstEnd;
    String within = path + new String(tag.name(), US_ASCII) + "/";
    int start = decoded.length;
    int i = at;
    while (true) {
      TextCopy.copy(bytes, i, end, Mode.TEXT, decoded);
      i = end;
      byte next = bytes[i + 1];
      if (next == '/') {
        into.decoded(start, decoded.length);
        return endTag(i, tag);
      }
      if (next == '!' && bytes[i + 2] == '[') {
        int after = section(i);
        TextCopy.copy(bytes, i + SECTION.length, after - 3, Mode.LITERAL, decoded);
        i = after;
      } else if (next == '!') {
        i = comment(i);
      } else if (next == '?') {
        i = instruction(i);
      } else {
        int length = decoded.length;
        i = skip(i, within);
        decoded.length = length; // Its attributes' values are not text.
      }
      end = textEnd(i);
    }
  }
}
