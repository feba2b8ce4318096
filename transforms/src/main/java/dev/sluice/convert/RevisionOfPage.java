package dev.sluice.convert;

/** What a record is made of that is a revision's. */
record RevisionOfPage(Page page, Revision revision) {}
