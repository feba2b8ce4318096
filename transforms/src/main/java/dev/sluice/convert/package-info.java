/**
 * Dump files to records: decompression, XML, record shapes, JSON.
 *
 * <p>This is the reference: Woodstox and Jackson, plain rather than fast. What it decides where
 * Wikimedia's schema ({@code export-0.11.xsd} and its forerunners) leaves room:
 *
 * <ul>
 *   <li>Names are compared as they are written, prefix included: {@code x:page} is not a page.
 *   <li>An element that has no place in the records (an upload, a log item, thread data, whatever
 *       is not in the schema) is skipped with all it holds and counted once by its path below
 *       {@code mediawiki}, such as {@code page/upload}. Text where only elements belong counts as
 *       {@code page/#text}. An element inside a text is skipped and counted; the text around it
 *       stays.
 *   <li>An element that the schema allows once is refused the second time, as are a page's own
 *       elements after its first revision, site information after the first page, two slots of one
 *       role, and numbers that are not: guessing would lose something without a word.
 *   <li>{@code deleted} marks an element whatever its value is.
 * </ul>
 */
@NullMarked
package dev.sluice.convert;

import org.jspecify.annotations.NullMarked;
