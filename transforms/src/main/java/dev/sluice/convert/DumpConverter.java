package dev.sluice.convert;

import dev.sluice.convert.decompress.ConversionException;
import dev.sluice.convert.decompress.CorruptInputException;
import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.records.Tally;
import dev.sluice.convert.reference.XmlConverter;
import dev.sluice.convert.scan.BlockSink;
import dev.sluice.convert.scan.DocumentScan;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Converts the documents of an input: by {@link DocumentScan} where it makes the records that are
 * asked for, else by {@link XmlConverter}.
 */
final class DumpConverter {
  /** A system property for benchmarks and tests: if true, the reference converts everything. */
  static final String REFERENCE_ONLY = "sluice.convert.reference";

  private final DumpInput input;
  private final RecordSettings settings;
  private final BlockSink sink;
  private final int threads;
  private final @Nullable Sha1Verifier verifier;
  private final Tally tally = new Tally();
  private int referenceDocuments;

  private DumpConverter(DumpInput input, RecordSettings settings, BlockSink sink, int threads) {
    this.input = input;
    this.settings = settings;
    this.verifier = settings.verifySha1() ? new Sha1Verifier() : null;
    this.sink = verifier == null ? sink : new VerifyingSink(sink, verifier);
    this.threads = threads;
  }

  /**
   * Converts every document of an input, which stays open. When it returns, all of the input has
   * been read and its checksums agree.
   *
   * @param settings what records are made of it
   * @param threads how many threads may work beside the caller's
   * @throws ConversionException if the input is truncated, corrupt, malformed or not a dump; some
   *     records may have reached the sink before
   * @throws IOException if the input cannot be read, or whatever the sink throws
   */
  static Conversion convert(DumpInput input, RecordSettings settings, BlockSink sink, int threads)
      throws IOException {
    return new DumpConverter(input, settings, sink, threads).convert();
  }

  private Conversion convert() throws IOException {
    InputStream document = next();
    while (document != null) {
      try (InputStream in = document) {
        convert(in);
      }
      document = next();
    }
    return new Conversion(
        tally.summary(), referenceDocuments, verifier == null ? null : verifier.result());
  }

  private @Nullable InputStream next() throws IOException {
    try {
      return input.nextDocument(threads);
    } catch (CorruptInputException e) {
      throw new ConversionException(
          "Cannot convert %s: %s".formatted(input.source(), e.getMessage()), e);
    }
  }

  private void convert(InputStream document) throws IOException {
    if (Boolean.getBoolean(REFERENCE_ONLY) || !DocumentScan.canMake(settings, sink.order())) {
      reference().convert(document);
      return;
    }
    String wiki = Site.wikiOf(input.fileName());
    try (DocumentScan scan =
        DocumentScan.of(document, settings, wiki, threads, this::reference, sink, tally)) {
      scan.run();
    }
  }

  /** For one document, or what scanners leave of it. */
  private XmlConverter reference() {
    referenceDocuments++;
    return new XmlConverter(input, settings, sink, tally);
  }
}
