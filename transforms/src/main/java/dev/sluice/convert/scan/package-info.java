/**
 * The fast converter: rows in the shape {@code wmf} from the document's bytes, without a parser,
 * block by block on several threads. From a record up: {@link dev.sluice.convert.scan.Words},
 * {@link dev.sluice.convert.scan.TextCopy} and {@link dev.sluice.convert.scan.Markup} read bytes,
 * {@link dev.sluice.convert.scan.ElementReader} reads elements by the tables of {@link
 * dev.sluice.convert.scan.ScannedPage} and the like, a {@link dev.sluice.convert.scan.RowMaker}
 * writes records, {@link dev.sluice.convert.scan.BlockScanner} does so for a stretch of a document,
 * and {@link dev.sluice.convert.scan.DocumentScan} for all of it, handing over to {@link
 * dev.sluice.convert.reference} where it is in doubt.
 */
@NullMarked
package dev.sluice.convert.scan;

import org.jspecify.annotations.NullMarked;
