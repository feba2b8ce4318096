package dev.sluice.sort;

import dev.sluice.storage.Compression;
import java.net.URI;

/**
 * Which part of how many, and how it is written.
 *
 * @param part the part's number, from 0
 * @param parts how many parts there are
 * @param order the order of its records
 * @param folder where the part goes
 * @param compression how it is compressed
 */
record PartPlace(int part, int parts, SortOrder order, URI folder, Compression compression) {
  URI uri() {
    return FileNames.in(folder, FileNames.part(part, parts, compression));
  }
}
