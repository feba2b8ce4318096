package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

/** The {@code contributor} elements of generated dumps: every form that real dumps have. */
final class Contributors {
  private static final byte[][] NAMES =
      utf8(
          "Alice",
          "Bob Builder",
          "Ψαράς",
          "Иван Петров",
          "مستخدم",
          "משתמש",
          "उपयोगकर्ता",
          "山田太郎",
          "O'Brien",
          "AT&amp;T fan",
          "Die &quot;Eule&quot;",
          "🦉 Owl",
          "CleanupBot",
          "Ærøskøbing",
          "x&lt;y&gt;z",
          "Nutzer_mit_Unterstrich");
  private static final byte[][] IMPORTED_FROM = utf8("meta&gt;", "imported&gt;", "en&gt;", "");

  private static final byte[] DELETED = utf8("<contributor deleted=\"deleted\" />\n");
  private static final byte[] START = utf8("<contributor>\n");
  private static final byte[] END = utf8("</contributor>\n");
  private static final byte[] USERNAME = utf8("  <username>");
  private static final byte[] USERNAME_END = utf8("</username>\n");
  private static final byte[] ID = utf8("  <id>");
  private static final byte[] ID_END = utf8("</id>\n");
  private static final byte[] IP = utf8("  <ip>");
  private static final byte[] IP_END = utf8("</ip>\n");
  private static final byte[] TEMPORARY = utf8("~2025-");
  private static final byte[] IPV6_PREFIX = utf8("2001:DB8:");
  private static final byte[] HEX_DIGITS = utf8("0123456789ABCDEF");

  private Contributors() {}

  /** Appends one, each line with the indentation in front. */
  static void contributor(ByteText out, SplitMix random, byte[] indent) {
    int percent = random.below(100);
    if (percent < 2) {
      out.put(indent).put(DELETED);
      return;
    }
    out.put(indent).put(START).put(indent);
    if (percent < 12) {
      out.put(IP);
      ipv4(out, random);
      out.put(IP_END);
    } else if (percent < 17) {
      out.put(IP);
      ipv6(out, random);
      out.put(IP_END);
    } else {
      account(out, random, indent, percent);
    }
    out.put(indent).put(END);
  }

  private static void account(ByteText out, SplitMix random, byte[] indent, int percent) {
    out.put(USERNAME);
    long id;
    if (percent < 22) {
      int number = random.below(100_000);
      out.put(TEMPORARY).number(number, 5).put('-').number(number % 90 + 10);
      id = 50_000_000L + number;
    } else {
      if (percent < 26) {
        out.put(random.anyOf(IMPORTED_FROM));
      }
      int name = random.below(NAMES.length);
      out.put(NAMES[name]);
      // A few users make many of the edits.
      int number = random.below(1 << (3 + random.below(14)));
      if (number > 0) {
        out.put(' ').number(number);
      }
      // Imported edits name users whom this wiki has not.
      id = percent < 26 ? 0 : 1 + name + (long) number * NAMES.length;
    }
    out.put(USERNAME_END).put(indent).put(ID).number(id).put(ID_END);
  }

  private static void ipv4(ByteText out, SplitMix random) {
    long bits = random.next();
    out.number(1 + (bits & 127)).put('.').number(bits >>> 8 & 255).put('.');
    out.number(bits >>> 16 & 255).put('.').number(bits >>> 24 & 255);
  }

  private static void ipv6(ByteText out, SplitMix random) {
    out.put(IPV6_PREFIX);
    long bits = random.next();
    for (int group = 0; group < 5; group++) {
      out.put((char) HEX_DIGITS[1 + (int) (bits & 7)]);
      out.put((char) HEX_DIGITS[(int) (bits >>> 3 & 15)]);
      out.put((char) HEX_DIGITS[(int) (bits >>> 7 & 15)]).put(':');
      bits >>>= 11;
    }
    out.put((char) HEX_DIGITS[(int) (bits & 7)]);
  }
}
