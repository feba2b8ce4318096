package dev.sluice.convert.records;

/** How a record is made of an element. */
public enum Shape {
  /** In the columns of Wikimedia's content-history table, whatever version the dump is of. */
  WMF,
  /** As the XML has it, without knowing any schema. */
  RAW
}
