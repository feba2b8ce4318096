package dev.sluice.convert.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.bytes.Words;
import dev.sluice.convert.records.Site;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a document begins with: everything up to the root's first child, and site info. */
final class PrologScanner {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final byte[] DECLARATION = "<?xml".getBytes(US_ASCII);
  private static final Pattern PLAIN_DECLARATION =
      Pattern.compile(
          "<\\?xml\\s+version\\s*=\\s*([\"'])1\\.0\\1"
              + "(\\s+encoding\\s*=\\s*([\"'])(?i:utf-8)\\3)?"
              + "(\\s+standalone\\s*=\\s*([\"'])(yes|no)\\5)?\\s*\\?>");
  private static final Tag ROOT = Tag.of("mediawiki");
  private static final Tag SITE = Tag.of("siteinfo");
  private static final Tag NAMESPACE = Tag.of("namespace");
  private static final Tag VERSION = Tag.of("version");
  private static final Tag KEY = Tag.of("key");
  private static final String SITE_PATH = "siteinfo/";
  private static final String NAMESPACES_PATH = "siteinfo/namespaces/";
  private static final int DBNAME = 1;
  private static final int NAMESPACES = 5;

  private final Tag.Choice inSite =
      new Tag.Choice("sitename", "dbname", "base", "generator", "case", "namespaces");
  private final Markup xml;
  private final Field field = Field.text();
  private final Field key = Field.text();
  private @Nullable String version;

  PrologScanner(Markup xml) {
    this.xml = xml;
  }

  /** The version that the root names, once it has been read. */
  @Nullable String version() {
    return version;
  }

  /** Passes everything up to the end of the root's start tag. */
  int read(int at) throws Stop {
    byte[] bytes = xml.bytes;
    int i = bytes[at] == BYTE_ORDER_MARK[0] ? xml.expect(BYTE_ORDER_MARK, at) : at;
    if (bytes[i] == '<' && bytes[i + 1] == '?' && isDeclaration(i)) {
      i = declaration(i);
    }
    while (true) {
      i = xml.space(i);
      if (bytes[i] != '<') {
        throw xml.stop(i);
      }
      if (bytes[i + 1] == '?') {
        i = xml.instruction(i);
      } else if (bytes[i + 1] == '!') {
        i = xml.comment(i);
      } else {
        break;
      }
    }
    int end = xml.name(i + 1);
    int after = xml.restOfStartTag(end);
    if (!ROOT.isAt(bytes, i + 1)) {
      throw Stop.DOUBT;
    }
    xml.attributes.value(VERSION, field);
    version = xml.values.value(field);
    return after;
  }

  private boolean isDeclaration(int at) throws Stop {
    int end = xml.name(at + 2);
    if (end == xml.limit) {
      throw Stop.UNFINISHED;
    }
    return end == at + DECLARATION.length && xml.expect(DECLARATION, at) == end;
  }

  private int declaration(int at) throws Stop {
    int end = Words.indexOf(xml.bytes, at, xml.limit, '>');
    if (end == xml.limit) {
      throw Stop.UNFINISHED;
    }
    String text = new String(xml.bytes, at, end + 1 - at, ISO_8859_1);
    if (!PLAIN_DECLARATION.matcher(text).matches()) {
      throw Stop.DOUBT;
    }
    return end + 1;
  }

  /** Passes the root's end tag. */
  int end(int at) throws Stop {
    return xml.endTag(at, ROOT);
  }

  boolean isSite(int at) {
    return SITE.isAt(xml.bytes, at + 1);
  }

  /**
   * Reads site info as {@code SiteReader} does.
   *
   * @param byName what the file's name tells about the wiki
   * @param result its first element gets the site
   */
  int site(int at, @Nullable String byName, Site[] result) throws Stop {
    int i = xml.restOfStartTag(at + 1 + SITE.length());
    String wiki = null;
    boolean named = false;
    Map<String, Long> namespaces = new HashMap<>();
    while (!xml.selfClosed) {
      i = xml.gap(i, SITE_PATH);
      if (xml.bytes[i + 1] == '/') {
        i = xml.endTag(i, SITE);
        break;
      }
      int child = inSite.at(xml.bytes, i + 1);
      if (child < 0) {
        i = xml.skip(i, SITE_PATH);
      } else {
        Tag tag = inSite.tag(child);
        i = xml.restOfStartTag(i + 1 + tag.length());
        if (child == NAMESPACES) {
          i = namespaces(i, tag, namespaces);
        } else {
          i = xml.text(i, tag, SITE_PATH, field);
          String text = xml.values.value(field);
          if (child == DBNAME) {
            if (named) {
              throw Stop.DOUBT;
            }
            named = true;
            wiki = text == null || text.isEmpty() ? null : text;
          }
        }
      }
      xml.selfClosed = false;
    }
    result[0] = new Site(wiki == null ? byName : wiki, namespaces);
    return i;
  }

  private int namespaces(int at, Tag tag, Map<String, Long> namespaces) throws Stop {
    int i = at;
    while (!xml.selfClosed) {
      i = xml.gap(i, NAMESPACES_PATH);
      if (xml.bytes[i + 1] == '/') {
        i = xml.endTag(i, tag);
        break;
      }
      if (NAMESPACE.isAt(xml.bytes, i + 1)) {
        i = xml.restOfStartTag(i + 1 + NAMESPACE.length());
        xml.attributes.value(KEY, key);
        xml.values.integer(key);
        i = xml.text(i, NAMESPACE, NAMESPACES_PATH, field);
        String id = xml.values.value(key);
        String name = xml.values.value(field);
        if (id != null && name != null) {
          namespaces.put(name, Long.valueOf(id));
        }
      } else {
        i = xml.skip(i, NAMESPACES_PATH);
      }
      xml.selfClosed = false;
    }
    return i;
  }
}
