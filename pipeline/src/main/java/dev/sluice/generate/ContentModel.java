package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

import dev.sluice.generate.Titles.Namespace;

/** A content model with its format, as lines of the XML. */
final class ContentModel {
  static final ContentModel MEDIAINFO = new ContentModel("wikibase-mediainfo", "application/json");

  /** What the exporter writes for a revision whose slots it cannot load. */
  static final ContentModel BROKEN = new ContentModel("error-no-model", "error-no-format");

  private static final ContentModel WIKITEXT = new ContentModel("wikitext", "text/x-wiki");
  private static final ContentModel JAVASCRIPT = new ContentModel("javascript", "text/javascript");
  private static final ContentModel SCRIBUNTO = new ContentModel("Scribunto", "text/plain");

  private final byte[] lines;
  private final byte[] nestedLines;

  private ContentModel(String model, String format) {
    String indent = "      ";
    String modelLine = "<model>" + model + "</model>\n";
    String formatLine = "<format>" + format + "</format>\n";
    this.lines = utf8(indent + modelLine + indent + formatLine);
    this.nestedLines = utf8(indent + "  " + modelLine + indent + "  " + formatLine);
  }

  static ContentModel of(Namespace namespace, SplitMix random) {
    if (namespace.equals(Titles.MODULE)) {
      return SCRIBUNTO;
    }
    return namespace.equals(Titles.USER) && random.oneIn(4) ? JAVASCRIPT : WIKITEXT;
  }

  byte[] lines() {
    return lines;
  }

  /** The lines as children of a {@code content} element. */
  byte[] nestedLines() {
    return nestedLines;
  }
}
