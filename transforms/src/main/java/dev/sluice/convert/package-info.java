/**
 * The steps "Convert to JSON" and "Download and convert", and the command {@code convert}: a dump
 * file to records.
 *
 * <p>A file is decompressed ({@link dev.sluice.convert.decompress}), and its documents are
 * converted in one of two ways that make the same bytes. Revisions in the shape {@code wmf} are
 * scanned from bytes ({@link dev.sluice.convert.scan}). Everything else, and a document from the
 * first place on that scanners do not take (a document type, another encoding or version of XML,
 * names that are not ASCII, what is to be refused), is the reference's ({@link
 * dev.sluice.convert.reference}). What both agree on is in {@link dev.sluice.convert.records}.
 */
@NullMarked
package dev.sluice.convert;

import org.jspecify.annotations.NullMarked;
