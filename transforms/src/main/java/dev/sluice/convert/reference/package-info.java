/**
 * The reference converter: Woodstox and Jackson, plain rather than fast. It takes every document
 * and every kind of rows, and refuses, with its place, what is to be refused. Knows nothing of
 * scanners.
 *
 * <p>What it decides where Wikimedia's schema ({@code export-0.11.xsd} and its forerunners) leaves
 * room:
 *
 * <ul>
 *   <li>Names are compared as they are written, prefix included: {@code x:page} is not a page.
 *   <li>An element that has no place in the records (an upload, thread data, log items where rows
 *       are not made of them, whatever is not in the schema) is skipped with all it holds and
 *       counted once by its path below {@code mediawiki}, such as {@code page/upload}. Text where
 *       only elements belong counts as {@code page/#text}. An element inside a text is skipped and
 *       counted; the text around it stays.
 *   <li>An element that the schema allows once is refused the second time, as are a page's own
 *       elements after its first revision, site information after the first page, two slots of one
 *       role, and numbers that are not: guessing would lose something without a word.
 *   <li>{@code deleted} marks an element whatever its value is. Marked in a log item's {@code
 *       text}, its title and parameters are suppressed; type and action are not.
 *   <li>A page of a namespace that is not wanted is read up to its first revision and no further;
 *       it is counted, what is in its revisions is not.
 *   <li>In the shape {@code raw} nothing is refused that is well-formed; see {@link
 *       dev.sluice.convert.reference.RawRows} and {@link dev.sluice.convert.reference.RawElement}
 *       for its rules.
 * </ul>
 */
@NullMarked
package dev.sluice.convert.reference;

import org.jspecify.annotations.NullMarked;
