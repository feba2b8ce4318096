package dev.sluice.generate;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes the XML of synthetic dumps as MediaWiki's exporter does (export-0.11.xsd and where real
 * dumps differ from it), in constant memory. It holds what converters stumble over: every kind of
 * contributor, deleted, empty and missing texts and comments, escapes, scripts up to beyond the
 * Basic Multilingual Plane, imported history out of time order, very long histories, slots besides
 * the main one, uploads, unknown elements.
 */
public final class DumpGenerator {
  private static final int PAGES_A_STREAM = 100;

  /** Told where a file of many compressed streams may begin another one. */
  @FunctionalInterface
  interface StreamEnd {
    void next() throws IOException;
  }

  private final DumpSpec spec;

  private DumpGenerator(DumpSpec spec) {
    this.spec = spec;
  }

  public static DumpGenerator of(DumpSpec spec) {
    return new DumpGenerator(spec);
  }

  /**
   * Writes the whole XML, in UTF-8.
   *
   * @param out is neither flushed nor closed
   * @return exact counts of what was written
   */
  public GeneratedDump writeTo(OutputStream out) throws IOException {
    return writeTo(out, () -> {});
  }

  GeneratedDump writeTo(OutputStream out, StreamEnd streamEnd) throws IOException {
    SplitMix random = new SplitMix(spec.seed());
    Records records =
        switch (spec.kind()) {
          case STUB_META_HISTORY -> new Pages(spec, random, new StubSlots());
          case PAGES_ARTICLES -> new Pages(spec, random, new ArticleSlots());
          case PAGES_LOGGING -> new LogItems(spec, random);
        };
    XmlOutput xml = new XmlOutput(out);
    SiteHeader.header(xml.text(), spec.wiki());
    long end = spec.bytes() - SiteHeader.END.length;
    for (int i = 0; xml.bytes() < end; i++) {
      if (i % PAGES_A_STREAM == 0) {
        xml.drainAll();
        streamEnd.next();
      }
      records.next(xml, end);
    }
    xml.drainAll();
    streamEnd.next();
    xml.text().put(SiteHeader.END);
    xml.drainAll();
    return records.counts(xml.bytes());
  }
}
