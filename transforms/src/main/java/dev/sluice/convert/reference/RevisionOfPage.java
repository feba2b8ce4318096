package dev.sluice.convert.reference;

/** What a record is made of that is a revision's. */
record RevisionOfPage(Page page, Revision revision) {}
