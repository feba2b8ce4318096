package dev.sluice.convert.reference;

import dev.sluice.convert.records.Site;
import java.util.List;

/**
 * From where on a document is the reference's.
 *
 * @param prefix XML to put before the document's rest, so that a parser is where it has to be: the
 *     root's start tag and, in a page, that page's beginning with one revision; empty at the
 *     document's start
 * @param inPage whether a page has begun, whose revision in the prefix has been converted
 * @param site what is known about the wiki
 * @param siteKnown whether that is final
 * @param bytesBefore what an offset in prefix and rest lacks to be one in the document
 * @param linesBefore what a line's number in them lacks
 * @param made of a page's record, if that is to have them: the revisions converted before
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Resumption(
    byte[] prefix,
    boolean inPage,
    Site site,
    boolean siteKnown,
    long bytesBefore,
    long linesBefore,
    List<MadeRevision> made) {}
