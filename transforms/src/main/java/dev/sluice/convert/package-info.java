/** Dump files to records: decompression, XML, record shapes, JSON. */
@NullMarked
package dev.sluice.convert;

import org.jspecify.annotations.NullMarked;
