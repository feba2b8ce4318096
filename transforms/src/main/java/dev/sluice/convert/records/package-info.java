/**
 * What records are asked for, what they are called and where they go: settings, columns, counts.
 * The vocabulary of both converters; it knows neither of them, no XML and no JSON writer.
 */
@NullMarked
package dev.sluice.convert.records;

import org.jspecify.annotations.NullMarked;
