package dev.sluice.generate;

import static dev.sluice.generate.ByteText.utf8;

/** What stands before the first record of a dump and after the last one. */
final class SiteHeader {
  static final byte[] END = utf8("</mediawiki>\n");

  private SiteHeader() {}

  /** Appends the root's start tag and the siteinfo, as version 0.11 of the exporter writes them. */
  static void header(ByteText out, String wiki) {
    out.put(
        utf8(
            """
            <mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
            xsi:schemaLocation="http://www.mediawiki.org/xml/export-0.11/ \
            http://www.mediawiki.org/xml/export-0.11.xsd" version="0.11" xml:lang="en">
              <siteinfo>
                <sitename>Sluice &amp; Friends</sitename>
                <dbname>%s</dbname>
                <base>https://wiki.example/wiki/Main_Page</base>
                <generator>MediaWiki 1.46.0-wmf.1</generator>
                <case>first-letter</case>
                <namespaces>
            """
                .formatted(wiki)));
    for (Titles.Namespace namespace : Titles.ALL) {
      String start = "      <namespace key=\"" + namespace.key() + "\" case=\"first-letter\"";
      out.put(
          utf8(
              namespace.name().isEmpty()
                  ? start + " />\n"
                  : start + ">" + namespace.name() + "</namespace>\n"));
    }
    out.put(utf8("    </namespaces>\n  </siteinfo>\n"));
  }
}
